/**
 * 盘点单盈亏处理 (decision 8): the differences of the given 盘点单 become one 盘盈单 and one 盘亏单, as drafts;
 * dealt with again, the same reply.
 */
import type { billStepEndpoints, InputOf } from "@xingcang/contract";
import { type CountedLine, type Difference, differencesOf } from "../domain/count.ts";
import { currentValueOf } from "../domain/current-value.ts";
import { poolOf } from "../domain/master.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { formatSerialList, parseSerialList } from "../domain/serial.ts";
import { stockKeyText } from "../domain/stock-key.ts";
import { keyOf } from "./bill-key.ts";
import { readBill } from "./bill-reading.ts";
import { billTypeOf } from "./bill-type.ts";
import { dayOf } from "./china-time.ts";
import { type CountLinks, isDealt, linksOf } from "./count-links.ts";
import { lineDraftOf } from "./line-draft.ts";
import { textOf } from "./material-facts.ts";
import type { BillRecord, Caller, Data, UnitOfWork } from "./ports.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";
import { type PreparedBill, prepareBill } from "./save-bill.ts";
import { laterDay } from "./transfer-difference.ts";

type Input = InputOf<(typeof billStepEndpoints)["inv_check_bill.deal"]>;

const TYPE = billTypeOf("inv_check_bill");

/** A counted row with the bill that has it and where the request names that bill. */
interface Counted extends CountedLine {
  readonly count: BillRecord;
  readonly path: string;
  readonly countedSeq: number;
}

export async function dealCounts(unit: UnitOfWork, caller: Caller, input: Input) {
  const ids = [...new Set(input.ids)];
  const counts = await auditedCounts(unit, ids);
  const links = await linksOf(unit, counts);
  const dealt = counts.filter((count) => isDealt(count, links.get(count.id)));
  const [first] = dealt;
  if (first !== undefined) return replyOfDealt(ids, counts, dealt, links);
  const rows = (await Promise.all(counts.map((count) => countedRows(unit, ids, count)))).flat();
  refuseAll(checkRepeated(rows));
  const { gains, losses } = differencesOf(rows);
  refuseAll(await checkCurrent(unit, rows, [...gains, ...losses]));
  const pools = gains.map(({ line }) => poolOf(line.material, line.key));
  await unit.loadStock({ keys: [], pools, holds: [], serials: [], batches: [] });
  const head = { bill_date: laterDay(dayOf(unit.now), counts) };
  const rowOf = (difference: Difference) => billRow(rows, difference);
  const gainRow = (difference: Difference) => {
    const found = { ...difference.line, baseQuantity: difference.counts.base };
    return { ...rowOf(difference), cost: money.toText(currentValueOf(unit.book, found)) };
  };
  const prepare = (name: string, material_entity: Data[]) =>
    material_entity.length === 0
      ? undefined
      : prepareBill(unit, caller, name, { ...head, material_entity });
  const gain = await prepare("inv_check_gail_bill", gains.map(gainRow));
  const loss = await prepare("inv_check_loss_bill", losses.map(rowOf));
  await gain?.write();
  await loss?.write();
  const made = { ...linkOf("gain", gain), ...linkOf("loss", loss), dealt_at: String(unit.now) };
  for (const count of counts) {
    await unit.saveBill({ ...count, head: { ...count.head, ...made }, modifiedAt: unit.now });
  }
  return replyOf(gain?.record, loss?.record);
}

async function auditedCounts(unit: UnitOfWork, ids: readonly string[]): Promise<BillRecord[]> {
  const found = await unit.bills(TYPE.name, ids);
  const reasons: Reason[] = [];
  const counts = ids.flatMap((id, index): BillRecord[] => {
    const count = found.get(id);
    const path = `ids[${index}]`;
    if (count === undefined) {
      reasons.push({ key: "recordUnknown", path, params: { given: `${TYPE.title} ${id}` } });
    } else if (count.status !== "C") {
      reasons.push({ key: "sourceNotAudited", path, params: { given: count.billNo } });
    }
    return count === undefined ? [] : [count];
  });
  refuseAll(reasons);
  return counts;
}

/** Counts that were dealt with together get their reply again; others cannot share one. */
function replyOfDealt(
  ids: readonly string[],
  counts: readonly BillRecord[],
  dealt: readonly BillRecord[],
  links: ReadonlyMap<string, CountLinks>,
) {
  const [first] = dealt;
  const madeBy = (count: BillRecord | undefined) => links.get(count?.id ?? "");
  const textOfLinks = (link: CountLinks | undefined) => `${link?.gain?.id} ${link?.loss?.id}`;
  const same = textOfLinks(madeBy(first));
  const differing = dealt.find((count) => textOfLinks(madeBy(count)) !== same);
  const odd = dealt.length < counts.length ? first : differing;
  if (odd === undefined) return replyOf(madeBy(first)?.gain, madeBy(first)?.loss);
  const link = madeBy(odd);
  const by = [link?.gain?.billNo, link?.loss?.billNo].filter(Boolean).join("、");
  return refuse("countDealt", `ids[${ids.indexOf(odd.id)}]`, { given: odd.billNo, by });
}

async function countedRows(
  unit: UnitOfWork,
  ids: readonly string[],
  count: BillRecord,
): Promise<Counted[]> {
  const { bill, reasons } = await readBill(unit, TYPE, count, { saved: true });
  refuseAll(reasons);
  return bill.lines.map((line, index) => {
    const data = count.lines[index]?.data ?? {};
    const serials = parseSerialList(textOf(data, "inv_sn_list"));
    return {
      line,
      count,
      path: `ids[${ids.indexOf(count.id)}].${line.path}`,
      book: {
        base: quantity.quantity(textOf(data, "inv_base_qty")),
        float: quantity.quantity(textOf(data, "inv_float_qty") || "0"),
      },
      bookSerials: serials.entries ?? [],
      countedSeq: Number(textOf(data, "counted_seq")),
    };
  });
}

const isCounted = ({ line }: Counted) => line.draft.quantity !== "";

function checkRepeated(rows: readonly Counted[]): Reason[] {
  const seen = new Set<string>();
  return rows.filter(isCounted).flatMap(({ line, path }): Reason[] => {
    const text = stockKeyText(line.key);
    const isFirst = !seen.has(text);
    seen.add(text);
    if (isFirst) return [];
    const given = `${line.material.number} ${line.material.name}`;
    return [{ key: "countRepeated", path: `${path}.material_id`, params: { given } }];
  });
}

/**
 * A difference that another stock-taking corrected after the count, or is about to, and one that a
 * bill of an earlier day explains by now, would be booked twice.
 */
async function checkCurrent(
  unit: UnitOfWork,
  rows: readonly Counted[],
  differences: readonly Difference[],
): Promise<Reason[]> {
  const affected = rows.filter(({ line }) => differences.some((item) => item.line === line));
  const keys = affected.map(({ line }) => line.key);
  const changed = await unit.changedSince(
    affected.map(({ line, count, countedSeq }) => {
      return { key: line.key, date: count.billDate, seq: countedSeq };
    }),
  );
  const pending = new Map<string, string>();
  for (const { type, billNo, data } of await unit.pendingCorrections(
    keys.map((key) => key.materialId),
  )) {
    const draft = lineDraftOf(billTypeOf(type).line, data, "");
    pending.set(stockKeyText(keyOf(draft)), billNo);
  }
  return affected.flatMap(({ line, path }, index): Reason[] => {
    const by = changed.get(index) ?? pending.get(stockKeyText(line.key));
    if (by === undefined) return [];
    const material = `${line.material.number} ${line.material.name}`;
    return [{ key: "countOutdated", path: `${path}.material_id`, params: { material, by } }];
  });
}

function billRow(rows: readonly Counted[], difference: Difference): Data {
  const { line, serials, counts } = difference;
  const source = rows.find((row) => row.line === line)?.count;
  const { key, material } = line;
  const row = {
    material_id: material.id,
    stock_id: key.storeId,
    sp_id: key.binId,
    aux_prop_id: key.auxPropId,
    batch_no: key.batchNo,
    kf_date: key.kfDate,
    kf_period: line.kfPeriod,
    kf_type: line.kfType,
    valid_date: line.validDate,
    qty: quantity.toText(counts.base),
    unit_id: material.baseUnit.id,
    aux_qty: material.float ? quantity.toText(counts.float) : "",
    aux_unit_id: material.float?.unit.id ?? "",
    sn_list: formatSerialList(serials),
    src_bill_type_id: TYPE.entity,
    src_bill_type_number: TYPE.entity,
    src_bill_type_name: TYPE.title,
    src_bill_no: source?.billNo,
    src_bill_date: source?.billDate,
    src_inter_id: source?.id,
    src_entry_id: line.id,
    src_seq: String(source?.lines.find(({ id }) => id === line.id)?.seq ?? ""),
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
}

const linkOf = (side: "gain" | "loss", made: PreparedBill | undefined): Data => ({
  [`${side}_id`]: made?.record.id ?? "",
  [`${side}_bill_no`]: made?.record.billNo ?? "",
});

function replyOf(gain: BillRecord | undefined, loss: BillRecord | undefined) {
  return {
    success: true,
    gain_loss_type: String((gain === undefined ? 0 : 1) + (loss === undefined ? 0 : 2)),
    gain_id: gain?.id,
    gain_no: gain?.billNo,
    loss_id: loss?.id,
    loss_no: loss?.billNo,
  };
}
