/**
 * 试算 (dry run): what a write would do, told from the unit's book before everything is rolled
 * back. Quantities are in base units, those named `float` in the floating unit, amounts in local
 * currency, all as decimal text.
 */
import type { Book } from "../domain/book.ts";
import { averageCost } from "../domain/costing.ts";
import { availableOf, heldOf } from "../domain/counts.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import type { StockKey } from "../domain/stock-key.ts";
import type { Data, UnitOfWork } from "./ports.ts";

/** The result of a write that was only tried. */
export class Rehearsed {
  readonly result: unknown;
  readonly outcome: Data;
  constructor(result: unknown, outcome: Data) {
    this.result = result;
    this.outcome = outcome;
  }
}

/** What the unit's book says would change: movements, balances, cost pools and holds. */
export async function outcomeOf(unit: UnitOfWork): Promise<Data> {
  const { book } = unit;
  const nameOf = await namesOf(unit, book);
  return {
    movements: book.ledger.map((row) => ({
      bill_no: row.billNo,
      entry_id: row.lineId,
      ...nameOf(row.key),
      quantity: quantity.toText(row.quantity),
      float_quantity: quantity.toText(row.floatQuantity),
      amount: money.toText(row.amount),
      reverses: row.reverses !== 0,
      adjusts: row.adjusts !== 0,
    })),
    balances: [...book.balances.values()].map((balance) => ({
      ...nameOf(balance.key),
      on_hand: quantity.toText(balance.onHand),
      occupied: quantity.toText(balance.occupied),
      available: quantity.toText(availableOf(balance).base),
      on_hand_float: quantity.toText(balance.onHandFloat),
      occupied_float: quantity.toText(balance.occupiedFloat),
      available_float: quantity.toText(availableOf(balance).float),
    })),
    costs: [...book.pools.values()].map((pool) => ({
      ...nameOf({ ...pool.key, binId: "", kfDate: "" }),
      quantity: quantity.toText(pool.quantity),
      value: money.toText(pool.value),
      average: averageCost(pool),
    })),
    holds: [...book.holds.values()].map((hold) => ({
      bill_type_id: hold.ref.billTypeId,
      bill_id: hold.ref.billId,
      bill_entry_id: hold.ref.entryId,
      ...nameOf(hold.key),
      held: quantity.toText(heldOf(hold).base),
      held_float: quantity.toText(heldOf(hold).float),
    })),
  };
}

async function namesOf(unit: UnitOfWork, book: Book): Promise<(key: StockKey) => Data> {
  const keys = [
    ...[...book.balances.values()].map((balance) => balance.key),
    ...[...book.pools.values()].map((pool) => ({ ...pool.key, binId: "", kfDate: "" })),
  ];
  const read = (kind: string, ids: readonly string[]) =>
    unit.masters(
      kind,
      ids.filter((id) => id !== ""),
    );
  const materials = await read(
    "material",
    keys.map((key) => key.materialId),
  );
  const stores = await read(
    "store",
    keys.map((key) => key.storeId),
  );
  const bins = await read(
    "space",
    keys.map((key) => key.binId),
  );
  return (key) => ({
    material_id: key.materialId,
    material_number: materials.get(key.materialId)?.number ?? "",
    material_name: materials.get(key.materialId)?.name ?? "",
    stock_id: key.storeId,
    stock_name: stores.get(key.storeId)?.name ?? "",
    sp_id: key.binId,
    sp_name: bins.get(key.binId)?.name ?? "",
    aux_prop_id: key.auxPropId,
    batch_no: key.batchNo,
    kf_date: key.kfDate,
  });
}
