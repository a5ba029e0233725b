/**
 * 盘点单 as a save leaves it (decision 8): the store that it counts, and beside each row what the
 * books said of it when it was counted.
 */
import type { Line } from "../domain/line.ts";
import type { MaterialUnit } from "../domain/master.ts";
import * as quantity from "../domain/quantity.ts";
import { isNone } from "../domain/resolve-line.ts";
import { formatSerialList } from "../domain/serial.ts";
import { stockKeyText } from "../domain/stock-key.ts";
import { fromBase } from "../domain/unit.ts";
import { keyOf } from "./bill-key.ts";
import type { BillType } from "./bill-type.ts";
import { lineDraftOf } from "./line-draft.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Data, UnitOfWork } from "./ports.ts";
import { type Reason, refuseAll } from "./refused.ts";

/** The bill's row with its fields in wire names, and what was sent for it. */
interface Row {
  readonly line: BillLineRecord;
  readonly path: string;
}

export interface Placed {
  readonly record: BillRecord;
  readonly reasons: readonly Reason[];
}

/**
 * The store of each row: its own, that of its bin, the bill's, or its task's (D17). A bill counts
 * one store, since its detail shows one.
 */
export async function withStores(unit: UnitOfWork, record: BillRecord): Promise<Placed> {
  const rows = record.lines.map(
    (line, index): Row => ({ line, path: `material_entity[${index}]` }),
  );
  const bins = await unit.masters("space", present(rows.map(({ line }) => line.data.sp_id)));
  const taskId = textOf(record.head, "check_task_id");
  const task = (await unit.masters("inv_check_task", present([taskId]))).get(taskId);
  const named = textOf(record.head, "stock_id");
  const whole = isNone(named) ? textOf(task?.data ?? {}, "stock_id") : named;
  const stores = rows.map(({ line }) => {
    const own = textOf(line.data, "stock_id");
    if (!isNone(own)) return own;
    const bin = bins.get(textOf(line.data, "sp_id"));
    return bin === undefined ? whole : textOf(bin.data, "stock_id");
  });
  const expected = whole || (stores.find((store) => store !== "") ?? "");
  const names = await unit.masters("store", present([...stores, expected]));
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  const reasons = rows.flatMap(({ path }, index): Reason[] => {
    const store = stores[index] ?? "";
    if (store === "") return [{ key: "countStoreMissing", path: `${path}.stock_id`, params: {} }];
    if (store === expected) return [];
    const params = { given: nameOf(store), expected: nameOf(expected) };
    return [{ key: "countStoresDiffer", path: `${path}.stock_id`, params }];
  });
  const lines = record.lines.map((line, index) => {
    const store = stores[index] ?? "";
    return { ...line, storeId: store, data: { ...line.data, stock_id: store } };
  });
  return { record: { ...record, head: { ...record.head, stock_id: expected }, lines }, reasons };
}

const present = (ids: readonly unknown[]): string[] =>
  ids.map((id) => String(id ?? "")).filter((id) => !isNone(id));

/** What the books said is kept while a row stays as it was counted; else it is looked up anew. */
const BOOK = [
  "inv_qty",
  "inv_base_qty",
  "aux_inv_qty",
  "inv_float_qty",
  "inv_sn_list",
  "counted_seq",
] as const;

/**
 * The checked record with the book quantities.
 * @throws Refused when the caller sends other ones: stock moved since he looked.
 */
export async function withBook(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
  change: {
    readonly lines: readonly Line[];
    readonly sent: Data;
    readonly existing: BillRecord | undefined;
  },
): Promise<BillRecord> {
  const { lines, existing } = change;
  const booked = await unit.bookAt(
    lines.map((line) => line.key),
    record.billDate,
  );
  const before = new Map(
    existing?.billDate === record.billDate ? existing.lines.map((line) => [line.id, line]) : [],
  );
  const sent = rowsOf(change.sent, "material_entity");
  const reasons: Reason[] = [];
  const rows = record.lines.map((row, index): BillLineRecord => {
    const line = lines[index];
    const now = booked[index];
    if (line === undefined || now === undefined) throw new Error("a checked row is gone");
    const kept = keptBook(type, before.get(row.id), row);
    const book = kept ?? {
      inv_base_qty: now.onHand,
      inv_qty: inUnit(line.unit, now.onHand),
      inv_float_qty: now.onHandFloat,
      aux_inv_qty: inUnit(floatUnitOf(line), now.onHandFloat),
      inv_sn_list: line.material.serialManaged ? formatSerialList(now.serials) : "",
      counted_seq: String(unit.book.lastSeq),
    };
    const told = line.material.floating ? book : { ...book, aux_inv_qty: "" };
    reasons.push(...checkSent(told, sent[index] ?? {}, `material_entity[${index}]`));
    return { ...row, data: { ...row.data, ...book } };
  });
  refuseAll(reasons);
  return { ...record, lines: rows };
}

const inUnit = (unit: MaterialUnit | undefined, count: string): string =>
  unit?.ratio === undefined
    ? count
    : quantity.toText(
        fromBase(quantity.quantity(count), unit.ratio, quantity.MAX_DECIMALS).quantity,
      );

const floatUnitOf = (line: Line) => line.float?.unit ?? line.material.float?.unit;

/** Of a row that was counted before and says the same count of the same goods. */
function keptBook(
  type: BillType,
  before: BillLineRecord | undefined,
  now: BillLineRecord,
): Data | undefined {
  if (before === undefined || textOf(before.data, "qty") === "") return undefined;
  const contentOf = ({ data }: BillLineRecord) => {
    const draft = lineDraftOf(type.line, data, "");
    const count = quantity.parseQuantity(draft.quantity);
    const counted = count === undefined ? "" : quantity.toText(count);
    const aux = [draft.auxUnit, quantity.parseQuantity(draft.auxQuantity)];
    const auxText = aux.map((part) => (typeof part === "object" ? quantity.toText(part) : part));
    return [stockKeyText(keyOf(draft)), draft.unit, counted, ...auxText, draft.serials].join();
  };
  if (contentOf(before) !== contentOf(now)) return undefined;
  return Object.fromEntries(BOOK.map((key) => [key, before.data[key]]));
}

const TOLD_BOOK = [
  ["inv_qty", "账存数量"],
  ["inv_base_qty", "基本账存数量"],
  ["aux_inv_qty", "辅助账存数量"],
] as const;

function checkSent(book: Data, sent: Data, path: string): Reason[] {
  return TOLD_BOOK.flatMap(([key, title]): Reason[] => {
    const given = quantity.parseQuantity(textOf(sent, key));
    const expected = quantity.parseQuantity(textOf(book, key));
    if (given === undefined || expected === undefined) return [];
    if (quantity.compare(given, expected) === 0) return [];
    const values = { given: quantity.toText(given), expected: quantity.toText(expected) };
    return [
      {
        key: "countBookDiffers",
        path: `${path}.${key}`,
        params: { title, ...values },
      },
    ];
  });
}
