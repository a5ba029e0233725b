/**
 * 反审核 (D4, D35): takes a bill's standing ledger rows back. A bill that is not audited stays as it
 * is.
 */
import { fork, type LedgerRow, merge } from "../domain/book.ts";
import type { History } from "../domain/history.ts";
import { expire } from "../domain/hold.ts";
import { before } from "../domain/position.ts";
import * as quantity from "../domain/quantity.ts";
import { recostedLines } from "../domain/replay.ts";
import { reverse } from "../domain/reversal.ts";
import type { StockKey } from "../domain/stock-key.ts";
import { IN_TRANSIT, isInTransit } from "../domain/transit.ts";
import type { BillType } from "./bill-type.ts";
import { closedPeriod } from "./closed-period.ts";
import { readLater } from "./later.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";
import { readMaterials } from "./resolve-lines.ts";
import { refuseIfFollowed, unlinkSources } from "./source-links.ts";

export async function unauditBill(
  unit: UnitOfWork,
  _caller: Caller,
  type: BillType,
  record: BillRecord,
): Promise<void> {
  if (record.status === "Z") return;
  refuseAll(closedPeriod(unit, record));
  refuseIfFollowed(record, "反审核");
  const rows = await unit.standingRows(type.name, record.id);
  const keys = rows.map((row) => row.key);
  await unit.loadStock({
    keys,
    pools: rows.map((row) => row.pool),
    holds: rows.flatMap((row) => (row.hold ? [row.hold.ref] : [])),
    serials: rows.flatMap((row) =>
      row.serials.map((serial) => ({ materialId: row.key.materialId, serial })),
    ),
    batches: [],
  });
  const history = await historyOf(unit, rows);
  const pools = rows.map((row) => row.pool);
  const lastDates = await unit.timeline.lastDates(pools, refOf(type, record));
  const nameOf = await namesOf(unit, keys);
  const book = fork(unit.book);
  refuseAll(reverse(book, rows, { history, lastDates, nameOf }));
  // What went back to a hold that time has closed is available (D18).
  for (const { hold } of rows) if (hold !== undefined) expire(book, hold.ref, unit.now);
  await unit.saveLineCosts(recostedLines(book.ledger, history.later?.rows ?? []));
  merge(book);
  await unlinkSources(unit, type, record);
  await unit.saveBill({
    ...record,
    head: type.rule.orders ? { ...record.head, bill_close_state: "C" } : record.head,
    status: "Z",
    auditedAt: 0,
    auditorId: "",
    modifiedAt: unit.now,
    lines: record.lines.map((line) => ({ ...line, cost: "" })),
  });
}

const refOf = (type: BillType, record: BillRecord) => ({
  billType: type.name,
  billId: record.id,
});

/** What follows the bill, from right before its own rows on (D35). */
async function historyOf(unit: UnitOfWork, rows: readonly LedgerRow[]): Promise<History> {
  const [first] = rows;
  if (first === undefined) {
    const later = { starts: new Map(), pools: new Map(), rows: [], bills: new Map() };
    return { later, lowest: { base: new Map(), float: new Map() }, lastMoves: new Map() };
  }
  const after = before(first);
  const starts = rows.map(({ pool }) => ({ pool, after }));
  const { timeline } = unit;
  const keysOf = (some: readonly LedgerRow[]) => some.map((row) => row.key);
  const isFloating = (row: LedgerRow) => !quantity.isZero(row.floatQuantity);
  return {
    later: await readLater(unit, starts, { limit: unit.rowsBeforeReply, without: first }),
    lowest: {
      base: await timeline.lowest(keysOf(rows), after, first, "base"),
      float: await timeline.lowest(keysOf(rows.filter(isFloating)), after, first, "float"),
    },
    lastMoves: await timeline.lastMoves(
      rows.flatMap((row) =>
        row.serials.map((serial) => ({ materialId: row.key.materialId, serial })),
      ),
    ),
  };
}

async function namesOf(unit: UnitOfWork, keys: readonly StockKey[]) {
  const materials = await readMaterials(
    unit,
    keys.map((key) => key.materialId),
  );
  const stores = await unit.masters(
    "store",
    keys.map((key) => key.storeId),
  );
  return (key: StockKey) => {
    const material = materials.get(key.materialId);
    return {
      material: `${material?.number ?? key.materialId} ${material?.name ?? ""}`.trim(),
      store: isInTransit(key) ? IN_TRANSIT : (stores.get(key.storeId)?.name ?? key.storeId),
      floatUnit: material?.float?.unit.name ?? "",
    };
  };
}
