/**
 * Tables as files, as the application sees them: what a file holds, and what reads and writes it.
 * `tables` implements them for Excel and CSV.
 */
import type { ExportEndpoint, TableFormat } from "@xingcang/contract";
import type { Caller, Data } from "./ports.ts";

/** One cell as the file has it. */
export type Cell =
  | { readonly kind: "text"; readonly text: string }
  /** A number cell of Excel: the digits that stand in the file. */
  | { readonly kind: "number"; readonly digits: string; readonly isDate: boolean }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "formula" }
  /** A fault of a calculation, such as `#N/A`. */
  | { readonly kind: "error"; readonly text: string };

export interface SheetRow {
  /** As the program shows it: the heading is in row 1. */
  readonly row: number;
  /** By column from 0; blank cells are absent. */
  readonly cells: readonly (Cell | undefined)[];
}

/** The first sheet of a file, up to its limits. */
export interface Sheet {
  readonly headings: readonly (Cell | undefined)[];
  /** Rows with something in them. */
  readonly rows: readonly SheetRow[];
  /** Day 0 of serial numbers: Excel's own (1900) or that of its old Mac version (1904). */
  readonly epoch: 1900 | 1904;
}

/** A table to be written. */
export interface WrittenTable {
  readonly title: string;
  readonly columns: readonly WrittenColumn[];
  /** Batches of rows, each with a text for every column; decimals in plain form. */
  readonly rows: AsyncIterable<readonly (readonly string[])[]>;
  /** To be called when the file is finished or given up: gives back what the rows came from. */
  close(): Promise<unknown>;
}

export interface WrittenColumn {
  readonly heading: string;
  /** Its texts are numbers, and may be number cells where Excel keeps all of their digits. */
  readonly isNumber: boolean;
}

export interface TableFiles {
  /** Pieces of the file, made as they are taken: a table of any length needs little memory. */
  write(table: WrittenTable, format: TableFormat): AsyncIterable<Uint8Array>;
  /** @throws Refused for a file that is none of ours, is broken or exceeds a limit */
  read(bytes: Uint8Array): Promise<Sheet>;
}

/** Rows of a list, batch after batch, as its handler gives them. */
export type ListRows = (
  caller: Caller,
  endpoint: ExportEndpoint,
  filters: Data,
) => AsyncGenerator<readonly Data[], void, void>;
