/**
 * 源单 of purchases, sales and production: what a row takes of the row that it continues is kept in
 * that one, so that nothing is taken twice, an order knows how far it is, and a bill that others
 * continue stays as it is. Decision 6.
 */
import { fieldPath, type Line } from "../domain/line.ts";
import * as money from "../domain/money.ts";
import type { Quantity } from "../domain/quantity.ts";
import * as quantity from "../domain/quantity.ts";
import { type BillType, billTypeOfEntity, billTypes } from "./bill-type.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { BillLineRecord, BillRecord, Data, UnitOfWork } from "./ports.ts";
import { type Reason, refuse } from "./refused.ts";

/** Which bill type continues which, with the name of the latter and its entity. */
export const drawings = billTypes.flatMap(({ name, rule }) => {
  const source = rule.draws === undefined ? undefined : billTypeOfEntity(rule.draws);
  return source === undefined ? [] : [{ type: name, entity: source.entity, source: source.name }];
});

/** A row of an audited bill that continues this one. */
const followersOf = ({ data }: BillLineRecord): readonly Data[] => rowsOf(data, "followers");

const baseOf = (data: Data) => quantity.quantity(textOf(data, "base_qty") || "0");

/** What others took of a row, in base units. */
export const drawnOf = (line: BillLineRecord): Quantity =>
  quantity.sum(followersOf(line).map(baseOf));

export const leftOf = (line: BillLineRecord): Quantity =>
  quantity.subtract(baseOf(line.data), drawnOf(line));

interface Link {
  readonly line: Line;
  readonly source: BillRecord;
  readonly row: BillLineRecord;
}

/** The rows that name a row of the bill type that theirs continues. */
async function linksOf(
  unit: Pick<UnitOfWork, "bills">,
  { rule }: BillType,
  lines: readonly Line[],
): Promise<readonly Link[]> {
  const { draws } = rule;
  const type = draws === undefined ? undefined : billTypeOfEntity(draws);
  const linked = lines.filter(({ draft }) => type !== undefined && draft.sourceType === draws);
  if (type === undefined || linked.length === 0) return [];
  const ids = [...new Set(linked.map(({ draft }) => draft.sourceBill))];
  const sources = await unit.bills(type.name, ids);
  return linked.flatMap((line) => {
    const source = sources.get(line.draft.sourceBill);
    const row = source?.lines.find(({ id }) => id === line.draft.sourceEntry);
    return source === undefined || row === undefined ? [] : [{ line, source, row }];
  });
}

/** Same supplier or customer, an open order, and no more than what is left. */
export async function checkDraws(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
  lines: readonly Line[],
): Promise<Reason[]> {
  const { trade } = type.rule;
  const left = new Map<string, Quantity>();
  const reasons: Reason[] = [];
  for (const { line, source, row } of await linksOf(unit, type, lines)) {
    const path = fieldPath(line.draft, "sourceBill");
    const partyKey = trade === undefined ? "" : `${trade.party}_id`;
    const [given, expected] = [textOf(record.head, partyKey), textOf(source.head, partyKey)];
    if (given !== expected) {
      const params = { given, by: source.billNo, expected };
      reasons.push({ key: "sourcePartyDiffers", path: partyKey, params });
      continue;
    }
    if (isClosed(source)) {
      reasons.push({ key: "sourceClosed", path, params: { given: source.billNo } });
      continue;
    }
    const available = left.get(row.id) ?? leftOf(row);
    if (quantity.compare(line.baseQuantity, available) > 0) {
      const params = {
        given: quantity.toText(line.baseQuantity),
        by: source.billNo,
        left: quantity.toText(available),
        unit: line.material.baseUnit.name,
      };
      reasons.push({ key: "sourceExceeded", path: fieldPath(line.draft, "quantity"), params });
    }
    left.set(row.id, quantity.subtract(available, line.baseQuantity));
  }
  return reasons;
}

/** The rows of a return with those that sent their goods. */
export async function returnedLines(
  unit: UnitOfWork,
  type: BillType,
  lines: readonly Line[],
): Promise<readonly Line[]> {
  if (type.rule.returnsCost !== true) return lines;
  const links = new Map((await linksOf(unit, type, lines)).map((link) => [link.line.id, link]));
  const drawn = new Map<string, Quantity>();
  return lines.map((line) => {
    const link = links.get(line.id);
    if (link === undefined || link.source.status !== "C") return line;
    const { row } = link;
    const before = drawn.get(row.id) ?? drawnBefore(row, line.id);
    const after = quantity.add(before, line.baseQuantity);
    drawn.set(row.id, after);
    const cost = money.parseMoney(row.cost) ?? money.ZERO;
    const returned = { rowId: row.id, cost, before, after, all: baseOf(row.data) };
    return { ...line, returned };
  });
}

/** What others took of a row before a row that may have taken of it already. */
function drawnBefore(row: BillLineRecord, entryId: string): Quantity {
  const followers = followersOf(row);
  const own = followers.findIndex((follower) => textOf(follower, "entry_id") === entryId);
  return quantity.sum((own < 0 ? followers : followers.slice(0, own)).map(baseOf));
}

/** Keeps in the sources what an audited bill takes of them. */
export async function linkSources(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
  lines: readonly Line[],
): Promise<void> {
  await changeSources(unit, await linksOf(unit, type, lines), (followers, link) => [
    ...followers,
    {
      bill_type_id: type.entity,
      bill_id: record.id,
      bill_no: record.billNo,
      entry_id: link.line.id,
      base_qty: quantity.toText(link.line.baseQuantity),
    },
  ]);
}

/** Takes back what an un-audited bill took. */
export async function unlinkSources(
  unit: UnitOfWork,
  type: BillType,
  record: BillRecord,
): Promise<void> {
  const { draws } = type.rule;
  const sourceType = draws === undefined ? undefined : billTypeOfEntity(draws);
  if (sourceType === undefined) return;
  const named = record.lines.filter(({ data }) => textOf(data, "src_bill_type_id") === draws);
  const ids = [...new Set(named.map(({ data }) => textOf(data, "src_inter_id")))];
  if (ids.length === 0) return;
  for (const source of (await unit.bills(sourceType.name, ids)).values()) {
    const lines = source.lines.map((row) =>
      withFollowers(row, (follower) => textOf(follower, "bill_id") !== record.id),
    );
    await unit.saveBill(withState({ ...source, lines }));
  }
}

const withFollowers = (row: BillLineRecord, isKept: (follower: Data) => boolean) => ({
  ...row,
  data: { ...row.data, followers: followersOf(row).filter(isKept) },
});

async function changeSources(
  unit: UnitOfWork,
  links: readonly Link[],
  change: (followers: readonly Data[], link: Link) => readonly Data[],
): Promise<void> {
  for (const source of new Set(links.map((link) => link.source))) {
    const lines = source.lines.map((row) => {
      const own = links.filter((link) => link.row === row);
      const followers = own.reduce((known, link) => change(known, link), followersOf(row));
      return own.length === 0 ? row : { ...row, data: { ...row.data, followers } };
    });
    await unit.saveBill(withState({ ...source, lines }));
  }
}

/** 出入库状态: A nothing, B a part, C everything was taken (contract section 9 has C). */
export function ioStateOf(lines: readonly BillLineRecord[]): "A" | "B" | "C" {
  if (lines.every((line) => !quantity.isPositive(leftOf(line)))) return "C";
  return lines.every((line) => quantity.isZero(drawnOf(line))) ? "A" : "B";
}

/** In the head, for lists: how far it is, and whether that closes it. */
function withState(source: BillRecord): BillRecord {
  const io = ioStateOf(source.lines);
  const isByHand = textOf(source.head, "bill_close_state") === "H";
  const close = isByHand ? "H" : io === "C" ? "S" : "C";
  return { ...source, head: { ...source.head, io_status: io, bill_close_state: close } };
}

/** By hand; an order that everything was taken of has nothing left to take anyway. */
const isClosed = ({ head }: BillRecord) => textOf(head, "bill_close_state") === "H";

export function refuseIfClosed(order: BillRecord, path: string): void {
  if (isClosed(order)) refuse("sourceClosed", path, { given: order.billNo });
}

/** A bill that audited ones continue stays as it is. */
export function refuseIfFollowed(record: BillRecord, action: string): void {
  const [by] = record.lines.flatMap(followersOf);
  if (by === undefined) return;
  refuse("recordInUse", "", { given: record.billNo, by: textOf(by, "bill_no"), action });
}
