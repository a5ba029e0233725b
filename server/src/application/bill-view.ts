/**
 * 单据 as lists and details show them: one flat record of everything the contract may ask for; the
 * writer picks.
 */
import { look } from "../domain/book.ts";
import type { LineDraft } from "../domain/line.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { stockKeyText } from "../domain/stock-key.ts";
import { fromBase } from "../domain/unit.ts";
import { keyOf } from "./bill-key.ts";
import { type BillType, billTypeOf, billTypes, sourceTypeOf } from "./bill-type.ts";
import { timeText } from "./china-time.ts";
import { feeRecordsOf } from "./fees.ts";
import { lineDraftOf } from "./line-draft.ts";
import { flagOf, rowsOf, textOf } from "./material-facts.ts";
import { isVoid } from "./operate-trade.ts";
import { ownHeads } from "./own-heads.ts";
import type { BillLineRecord, BillRecord, Data, MasterRecord, Reader } from "./ports.ts";
import { withNames } from "./references.ts";
import { refuse } from "./refused.ts";
import { readMaterials } from "./resolve-lines.ts";
import { tradeLineViews } from "./trade-view.ts";

/** Head of a bill, with names and makers; rows of lists are heads. */
export async function viewHeads(
  reader: Reader,
  type: BillType,
  bills: readonly BillRecord[],
): Promise<Data[]> {
  const users = await reader.users(
    bills.flatMap((bill) => [bill.creatorId, bill.modifierId, bill.auditorId]),
  );
  const person = (role: string, id: string) => {
    const user = users.get(id);
    return { [`${role}_id`]: id, [`${role}_name`]: user?.name, [`${role}_number`]: user?.number };
  };
  const own = (await ownHeads[type.name]?.(reader, bills)) ?? new Map<string, Data>();
  const heads = await withNames(
    reader,
    type.save,
    bills.map((bill) => bill.head),
  );
  return bills.map((bill, index) => {
    return {
      ...heads[index],
      cost_fee: feeTotal(bill.head),
      id: bill.id,
      bill_no: bill.billNo,
      bill_date: bill.billDate,
      bill_status: isVoid(bill) ? "D" : bill.status,
      bill_type_id: type.entity,
      bill_type_name: type.title,
      bill_type_number: type.entity,
      create_time: timeText(bill.createdAt),
      modify_time: timeText(bill.modifiedAt),
      audit_time: timeText(bill.auditedAt),
      ...person("creator", bill.creatorId),
      ...person("modifier", bill.modifierId),
      ...person("auditor", bill.auditorId),
      // 盘点单 calls its auditor so.
      ...person("check", bill.auditorId),
      check_time: timeText(bill.auditedAt),
      ...own.get(bill.id),
    };
  });
}

function feeTotal(head: Data): string | undefined {
  const records = feeRecordsOf(head);
  if (records.length === 0) return undefined;
  const amounts = records.map((record) => money.parseMoney(textOf(record, "amount_for")));
  return money.toText(money.sum(amounts.map((amount) => amount ?? money.ZERO)));
}

/** `id` or `number`, one is needed; an id that is given wins (seed 拆卸单详情). */
export async function billDetail(
  reader: Reader,
  name: string,
  input: { id?: string; number?: string },
): Promise<Data> {
  const type = billTypeOf(name);
  const { id = "", number = "" } = input;
  if (id === "" && number === "") refuse("oneOfRequired", "id", { fields: "id、number" });
  const found = id === "" ? reader.billsByNumber(name, [number]) : reader.bills(name, [id]);
  const bill = (await found).get(id === "" ? number : id);
  if (bill === undefined) {
    const given = `${type.title} ${id === "" ? number : id}`;
    return refuse("recordUnknown", id === "" ? "number" : "id", { given });
  }
  const [head] = await viewHeads(reader, type, [bill]);
  return { ...head, material_entity: await viewLines(reader, type, bill) };
}

export async function viewLines(reader: Reader, type: BillType, bill: BillRecord): Promise<Data[]> {
  const items = bill.lines.map((line) => ({ line, draft: lineDraftOf(type.line, line.data, "") }));
  const records = await reader.masters(
    "material",
    items.map(({ draft }) => draft.material),
  );
  const materials = await readMaterials(reader, [...records.keys()]);
  const stores = await reader.masters(
    "store",
    items.map(({ draft }) => draft.store),
  );
  const keys = items.map(({ draft }) => keyOf(draft));
  await reader.loadStock({ keys, pools: [], holds: [], serials: [], batches: [] });
  const lines = await withNames(
    reader,
    type.line,
    bill.lines.map((line) => line.data),
  );
  const sources = await readSources(
    reader,
    items.map(({ draft }) => draft),
  );
  const trade = tradeLineViews(type, bill);
  const baseUnits = await reader.masters(
    "measure_unit",
    [...materials.values()].map(({ baseUnit }) => baseUnit.id),
  );
  const rows: Data[] = [];
  for (const [index, { line, draft }] of items.entries()) {
    const named = lines[index] ?? {};
    const unit = materials.get(draft.material)?.units.find((item) => item.id === draft.unit);
    const onHand =
      look(reader.book, "balances", stockKeyText(keyOf(draft)))?.onHand ?? quantity.ZERO;
    const record = records.get(draft.material);
    rows.push({
      ...named,
      ...materialView(record),
      ...baseUnitView(baseUnits.get(materials.get(draft.material)?.baseUnit.id ?? "")),
      ...(await auxView(reader, record, draft.auxProp)),
      ...sourceView(sources, draft),
      ...costView(line, draft),
      id: line.id,
      seq: line.seq,
      stock_is_allow_freight: flagOf(stores.get(draft.store)?.data ?? {}, "is_allow_freight"),
      sn: draft.serials,
      sn_list_id: draft.serials === "" || !type.hasSerialsId ? undefined : line.id,
      conversion_rate: conversionText(named),
      // What a move takes out of one place it brings to the other.
      in_def_float_qty: named.def_float_qty,
      inv_base_qty: quantity.toText(onHand),
      inv_qty: unit?.ratio && quantity.toText(fromBase(onHand, unit.ratio, 10).quantity),
      ...(type.rule.counts && bookOf(line.data)),
      ...trade?.get(line.id),
    });
  }
  return rows;
}

/** A count shows what the books said when it was made, not what they say now. */
const bookOf = ({ inv_qty, inv_base_qty, aux_inv_qty }: Data): Data => ({
  inv_qty,
  inv_base_qty,
  aux_inv_qty,
});

/** Saves of some bill types do not name it. */
const baseUnitView = (unit: MasterRecord | undefined): Data =>
  unit === undefined ? {} : { base_unit_name: unit.name, base_unit_number: unit.number };

function materialView(record: MasterRecord | undefined): Data {
  const data = record?.data ?? {};
  const [picture] = Array.isArray(data.images) ? (data.images as string[]) : [];
  return {
    material_model: textOf(data, "model"),
    material_help_code: textOf(data, "help_code"),
    material_is_asst_attr: flagOf(data, "is_asst_attr"),
    material_is_batch: flagOf(data, "is_batch"),
    material_is_kf_period: flagOf(data, "is_kf_period"),
    material_is_multi_unit: flagOf(data, "is_multi_unit"),
    material_is_serial: flagOf(data, "is_serial"),
    picture,
  };
}

async function auxView(
  reader: Reader,
  record: MasterRecord | undefined,
  auxPropId: string,
): Promise<Data> {
  const sku = rowsOf(record?.data ?? {}, "aux_entity").find(
    (row) => textOf(row, "sku_id") === auxPropId && auxPropId !== "",
  );
  if (sku === undefined) return {};
  const slots = [1, 2, 3, 4, 5];
  const ids = slots.map((slot) => textOf(sku, `aux_id${slot}`));
  const values = await reader.masters("aux_attribute", ids);
  const view: Record<string, unknown> = {
    aux_prop_name: textOf(sku, "aux_combination_name"),
    aux_prop_number: textOf(sku, "sku_number"),
  };
  for (const [index, id] of ids.entries()) {
    view[`aux_id${index + 1}`] = id;
    view[`aux_name${index + 1}`] = values.get(id)?.name;
    view[`aux_number${index + 1}`] = values.get(id)?.number;
    // The bills of production name them so.
    for (const part of ["id", "name", "number"]) {
      view[`aux${index + 1}_${part}`] = view[`aux_${part}${index + 1}`];
    }
  }
  return view;
}

type Sources = ReadonlyMap<string, ReadonlyMap<string, BillRecord>>;

/** Our own bills that the lines name as their sources: one read for each type. */
async function readSources(reader: Reader, drafts: readonly LineDraft[]): Promise<Sources> {
  const sources = new Map<string, ReadonlyMap<string, BillRecord>>();
  for (const type of billTypes) {
    const named = drafts.filter((draft) => sourceTypeOf(draft.sourceType) === type);
    const ids = new Set(named.map((draft) => draft.sourceBill));
    if (ids.size > 0) sources.set(type.entity, await reader.bills(type.name, [...ids]));
  }
  return sources;
}

/** Source columns: of one of our own bills from that bill, else as they were sent. */
function sourceView(sources: Sources, draft: LineDraft): Data {
  const type = sourceTypeOf(draft.sourceType);
  if (type === undefined) return {};
  const isDifference = draft.sourceType !== type.entity;
  const bill = sources.get(type.entity)?.get(draft.sourceBill);
  const row = bill?.lines.find((line) => line.id === draft.sourceEntry);
  return {
    src_bill_date: bill?.billDate,
    src_bill_no: bill?.billNo,
    src_bill_type_name: isDifference ? "调拨差异单" : type.title,
    src_bill_type_number: draft.sourceType,
    src_seq: row?.seq,
  };
}

/** After the audit the booked cost; before it, what was sent. */
function costView(line: BillLineRecord, draft: LineDraft): Data {
  const count = quantity.parseQuantity(draft.quantity);
  if (count === undefined || quantity.isZero(count)) return {};
  const sent = line.cost === "" && draft.cost === "" && money.parsePrice(draft.unitCost);
  if (sent) {
    return { cost: money.toText(money.multiply(sent, count)), unit_cost: draft.unitCost };
  }
  const cost = money.parseMoney(line.cost || draft.cost || "0");
  if (cost === undefined) return {};
  const view = { cost: money.toText(cost), unit_cost: money.unitCost(cost, count) };
  // 采购入库单 calls them so.
  return { ...view, cost_view: view.cost, unit_cost_view: view.unit_cost };
}

/** 换算公式: `1箱=12个`; empty for a line in the base unit. */
function conversionText(named: Data): string {
  const coefficient = textOf(named, "coefficient");
  if (coefficient === "" || textOf(named, "unit_id") === textOf(named, "base_unit_id")) return "";
  return `1${textOf(named, "unit_name")}=${coefficient}${textOf(named, "base_unit_name")}`;
}
