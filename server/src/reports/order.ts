/** `order_by` of lists: `number asc`, or several columns with commas between. */
import type { TSchema } from "@xingcang/contract";
import { sql } from "kysely";
import { refuse } from "../application/refused.ts";
import { type Condition, titleOf } from "./filter.ts";

export interface OrderTable {
  /** By wire name. */
  readonly columns: Readonly<Record<string, Condition>>;
  /** The order when nothing is asked for. */
  readonly usual: Condition;
  /** Makes every other order complete, so that no row is missed between pages. */
  readonly last: Condition;
}

const ORDER_BY = /^(\w+)(?:\s+(asc|desc))?$/i;

/** @throws Refused for a column that the list cannot be ordered by. */
export function orderOf(table: OrderTable, query: TSchema, given: string): Condition {
  const { columns, usual, last } = table;
  if (given.trim() === "") return usual;
  const parts = given.split(",").map((part) => {
    const [, name = "", direction = "asc"] = ORDER_BY.exec(part.trim()) ?? [];
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) {
      const known = Object.keys(columns).join("、");
      const reason = `可用：${known}，后接 asc 或 desc`;
      const reasonEn = `one of ${known}, then asc or desc`;
      const title = titleOf(query, "order_by");
      return refuse("valueInvalid", "order_by", { title, given, reason, reasonEn });
    }
    return direction.toLowerCase() === "desc" ? sql`${column} desc` : sql`${column} asc`;
  });
  return sql.join([...parts, last]);
}
