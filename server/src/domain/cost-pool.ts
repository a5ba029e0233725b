/** What a cost pool does when goods leave and enter, by its method (D30). */
import type { Book, PoolState } from "./book.ts";
import { look } from "./book.ts";
import { EMPTY_POOL, putIn, takeOut } from "./costing.ts";
import { addLayer, takeFromLayers } from "./fifo.ts";
import { type Material, poolOf } from "./master.ts";
import type { Money } from "./money.ts";
import * as money from "./money.ts";
import type { Position } from "./position.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";
import { poolKeyText, type StockKey } from "./stock-key.ts";

/** The pool of a key as the book has it; a new one when nothing was ever in it. */
export function poolStateOf(book: Book, material: Material, key: StockKey): PoolState {
  const poolKey = poolOf(material, key);
  const known = look(book, "pools", poolKeyText(poolKey));
  if (known !== undefined) return known;
  const method = material.costMethod ?? "average";
  return { ...EMPTY_POOL, id: "", key: poolKey, lastDate: "", method, layers: [], staleFrom: "" };
}

/** What leaves is worth, and what is left. Throws for more than there is: refused before. */
export function leave(
  pool: PoolState,
  amountOfGoods: Quantity,
): { readonly amount: Money; readonly pool: PoolState } {
  if (pool.method === "average") {
    const { amount, pool: left } = takeOut(pool, amountOfGoods);
    return { amount, pool: { ...pool, ...left } };
  }
  const { amount, layers } = takeFromLayers(pool.layers, amountOfGoods);
  const left = quantity.subtract(pool.quantity, amountOfGoods);
  return {
    amount,
    pool: { ...pool, quantity: left, value: money.subtract(pool.value, amount), layers },
  };
}

/** What enters at a cost, at its place in the order of dates. */
export function enter(
  pool: PoolState,
  amountOfGoods: Quantity,
  amount: Money,
  { billDate, seq }: Position,
): PoolState {
  const filled = { ...pool, ...putIn(pool, amountOfGoods, amount) };
  if (pool.method === "average") return filled;
  const layer = { billDate, seq, quantity: amountOfGoods, amount, taken: quantity.ZERO };
  return { ...filled, layers: addLayer(pool.layers, layer) };
}
