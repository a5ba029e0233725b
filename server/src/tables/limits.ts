/** What a file may hold, and how it is refused. */
import { IMPORT_ROWS_MAX } from "@xingcang/contract";
import { refuse } from "../application/refused.ts";
import type { Cell, SheetRow } from "../application/table-ports.ts";

/** Further columns are refused when something stands in them. */
const COLUMNS_MAX = 256;

export const unreadable = (reason: string, reasonEn: string): never =>
  refuse("fileUnreadable", "", { reason, reasonEn });

export const tooLarge = (given: string, givenEn: string, max: number | string): never =>
  refuse("fileTooLarge", "", { given, givenEn, max: String(max) });

/** The first row is the heading; of the others those with something in them, up to the limit. */
export function collectRows(given: Iterable<SheetRow>): {
  headings: readonly (Cell | undefined)[];
  rows: SheetRow[];
} {
  const collected = rowCollector();
  for (const row of given) collected.add(row);
  return collected.result();
}

export function rowCollector() {
  let headings: readonly (Cell | undefined)[] = [];
  const rows: SheetRow[] = [];
  return {
    add(row: SheetRow) {
      if (row.cells.length > COLUMNS_MAX && row.cells.slice(COLUMNS_MAX).some(Boolean)) {
        tooLarge("列数", "columns", COLUMNS_MAX);
      }
      if (row.row === 1) headings = row.cells;
      else if (row.cells.some(Boolean)) rows.push(row);
      if (rows.length > IMPORT_ROWS_MAX) tooLarge("数据行数", "rows", IMPORT_ROWS_MAX);
    },
    result: () => ({ headings, rows }),
  };
}
