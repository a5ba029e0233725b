/**
 * 反审核 (D4, D35): takes a bill's standing ledger rows back. A bill that is not audited stays as it
 * is.
 */
import { fork, merge } from "../domain/book.ts";
import { reverse } from "../domain/reversal.ts";
import type { StockKey } from "../domain/stock-key.ts";
import { isInTransit } from "../domain/transit.ts";
import type { BillType } from "./bill-type.ts";
import type { BillRecord, Caller, UnitOfWork } from "./ports.ts";
import { refuseAll } from "./refused.ts";

export async function unauditBill(
  unit: UnitOfWork,
  _caller: Caller,
  type: BillType,
  record: BillRecord,
): Promise<void> {
  if (record.status === "Z") return;
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
  const history = await unit.poolHistory(rows);
  const nameOf = await namesOf(unit, keys);
  const book = fork(unit.book);
  refuseAll(reverse(book, rows, { ...history, nameOf }));
  merge(book);
  await unit.saveBill({
    ...record,
    status: "Z",
    auditedAt: 0,
    auditorId: "",
    modifiedAt: unit.now,
    lines: record.lines.map((line) => ({ ...line, cost: "" })),
  });
}

async function namesOf(unit: UnitOfWork, keys: readonly StockKey[]) {
  const materials = await unit.masters(
    "material",
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
      store: isInTransit(key)
        ? "在途 / in transit"
        : (stores.get(key.storeId)?.name ?? key.storeId),
    };
  };
}
