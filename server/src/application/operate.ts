/**
 * `sys/common_operate` (D20; contract section 7): each bill or record for itself, a failing one
 * does not undo the others. The reply lists what succeeded; when nothing did, it is a refusal with
 * all reasons.
 */
import { type AnyMaster, type InputOf, masters, type systemEndpoints } from "@xingcang/contract";
import { auditBill } from "./audit-bill.ts";
import { type BillType, billTypeOfEntity, billTypes } from "./bill-type.ts";
import { refuseIfDealt } from "./count-links.ts";
import { deleteBill } from "./delete-bill.ts";
import { deleteMaster } from "./delete-master.ts";
import { tradeVerbsOf } from "./operate-trade.ts";
import type { Caller, UnitOfWork } from "./ports.ts";
import { PartlyDone, type Reason, Refused, refuse } from "./refused.ts";
import { unauditBill } from "./unaudit-bill.ts";

type Input = InputOf<(typeof systemEndpoints)["system.commonOperate"]>;

interface Target {
  readonly path: string;
  readonly by: "id" | "number";
  readonly value: string;
}

/** Runs the operation on one target and tells its id and number. */
type Operation = (target: Target) => Promise<{ id: string; number: string }>;

export async function operate(unit: UnitOfWork, caller: Caller, input: Input) {
  const operation = operationOf(unit, caller, input);
  const targets: Target[] = [
    ...unique(input.ids).map((value, i): Target => ({ path: `ids[${i}]`, by: "id", value })),
    ...unique(input.numbers).map(
      (value, i): Target => ({ path: `numbers[${i}]`, by: "number", value }),
    ),
  ];
  if (targets.length === 0) refuse("oneOfRequired", "ids", { fields: "ids、numbers" });
  const done: { id: string; number: string }[] = [];
  const reasons: Reason[] = [];
  for (const target of targets) {
    try {
      done.push(await operation(target));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reasons.push(...error.reasons.map((reason) => within(target, reason)));
    }
  }
  if (done.length === 0) throw new Refused(reasons);
  const data = {
    ids: done.map((item) => item.id),
    id_number_map: Object.fromEntries(done.map((item) => [item.id, item.number])),
  };
  return reasons.length === 0 ? data : new PartlyDone(data, reasons);
}

const unique = (values: readonly string[] | undefined) => [...new Set(values ?? [])];

/** The reason of one target, with the target before its path: `ids[1].material_entity[0].qty`. */
function within(target: Target, reason: Reason): Reason {
  const path = reason.path === "" ? target.path : `${target.path}.${reason.path}`;
  return { ...reason, path, params: { ...reason.params, target: target.value } };
}

function operationOf(unit: UnitOfWork, caller: Caller, input: Input): Operation {
  const type = billTypeOfEntity(input.entity_number);
  if (type !== undefined) return billOperation(unit, caller, type, input.operate_type);
  const kinds: readonly AnyMaster[] = Object.values(masters);
  const kind = kinds.find((master) => master.entity === input.entity_number);
  if (kind === undefined) {
    const known = [...billTypes, ...kinds].map((known) => known.entity);
    const params = { given: input.entity_number, choices: known.join("、") };
    return refuse("entityUnknown", "entity_number", params);
  }
  if (input.operate_type !== "delete") {
    const params = { entity: kind.title.zh, given: input.operate_type, choices: "delete" };
    return refuse("operateTypeUnsupported", "operate_type", params);
  }
  return (target) => deleteMaster(unit, kind, target.by, target.value);
}

const VERBS = { audit: auditBill, unaudit: unauditBill, delete: deleteBill } as const;

function billOperation(
  unit: UnitOfWork,
  caller: Caller,
  type: BillType,
  operateType: string,
): Operation {
  const verbs: Readonly<Record<string, (typeof VERBS)[keyof typeof VERBS]>> = {
    ...VERBS,
    ...tradeVerbsOf(type),
  };
  const verb = verbs[operateType];
  if (verb === undefined) {
    const choices = Object.keys(verbs).join("、");
    const params = { entity: type.title, given: operateType, choices };
    return refuse("operateTypeUnsupported", "operate_type", params);
  }
  return async ({ by, value }) => {
    const found =
      by === "id" ? unit.bills(type.name, [value]) : unit.billsByNumber(type.name, [value]);
    const bill = (await found).get(value);
    if (bill === undefined) {
      return refuse("recordUnknown", "", { given: `${type.title} ${value}` });
    }
    if (type.rule.counts && verb === unauditBill) await refuseIfDealt(unit, bill);
    await verb(unit, caller, type, bill);
    return { id: bill.id, number: bill.billNo };
  };
}
