import type { Book } from "./book.ts";
import { poolStateOf } from "./cost-pool.ts";
import { averageCost } from "./costing.ts";
import type { Line } from "./line.ts";
import * as money from "./money.ts";

/** A line's base quantity at the average cost of its pool; zero while the pool is empty (D34). */
export function currentValueOf(book: Book, line: Line): money.Money {
  const average = money.parsePrice(averageCost(poolStateOf(book, line.material, line.key)));
  return average === undefined ? money.ZERO : money.multiply(average, line.baseQuantity);
}
