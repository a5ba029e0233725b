/** Tables as Excel and CSV files. What a file is, its first bytes say. */
import type { TableFormat } from "@xingcang/contract";
import type { Sheet, TableFiles, WrittenTable } from "../application/table-ports.ts";
import { unreadable } from "./limits.ts";

/** The code of a format is loaded when a file of it is first made or read. */
export const tableFiles: TableFiles = {
  async *write(table: WrittenTable, format: TableFormat) {
    if (format === "csv") yield* (await import("./csv-writer.ts")).csvOf(table);
    else yield* (await import("./xlsx-writer.ts")).xlsxOf(table);
  },
  async read(bytes: Uint8Array): Promise<Sheet> {
    if (startsWith(bytes, ZIP)) return (await import("./xlsx-reader.ts")).readXlsx(bytes);
    if (startsWith(bytes, OLD)) {
      return unreadable(
        "是旧版 .xls 或有密码，请另存为不加密的 .xlsx",
        "it is an old .xls or has a password: save it as .xlsx without one",
      );
    }
    return (await import("./csv-reader.ts")).readCsv(bytes);
  },
};

const ZIP = [0x50, 0x4b];
/** Old Excel files, and new ones with a password. */
const OLD = [0xd0, 0xcf, 0x11, 0xe0];

const startsWith = (bytes: Uint8Array, mark: readonly number[]) =>
  mark.every((byte, at) => bytes[at] === byte);
