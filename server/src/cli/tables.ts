/** `export`, `template` and `import`: lists as Excel and CSV files, and files as master data. */
import { createWriteStream, openSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportEndpoints, IMPORT_BYTES_MAX, importEndpoints } from "@xingcang/contract";
import { type ConnectOptions, connect } from "./connect.ts";
import { CommandFailed, UsageFault } from "./failure.ts";
import { both, note, print, table } from "./terminal.ts";

export interface FileOptions extends ConnectOptions {
  /**
   * Default: `NAME.xlsx` in the current folder; its ending says the format. `-` is CSV on standard
   * output.
   */
  readonly out?: string;
  readonly lang: string;
}

export interface ExportOptions extends FileOptions {
  readonly filter: readonly string[];
}

export interface ImportOptions extends ConnectOptions {
  readonly preview: boolean;
  readonly ignoreWarn: boolean;
  readonly date?: string;
}

const exportNames = exportEndpoints.map(({ name }) => name);
const importNames = importEndpoints
  .filter(({ table: role }) => role === "import")
  .map(({ name }) => name);

export async function exportList(name: string, options: ExportOptions): Promise<void> {
  checkName(name, exportNames);
  await fetchFile(`/xingcang/v1/export/${name}`, name, options, filtersOf(options.filter));
}

export async function template(name: string, options: FileOptions): Promise<void> {
  checkName(name, importNames);
  await fetchFile(`/xingcang/v1/template/${name}`, `${name}-template`, options, {});
}

function checkName(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new UsageFault(
    `${both("没有这样的表，可用", "no such table; there are")}: ${known.join(" ")}`,
  );
}

function filtersOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
      throw new UsageFault(`${both("筛选形如", "a filter looks like")} bill_status=C: ${text}`);
    }),
  );
}

async function fetchFile(
  path: string,
  name: string,
  options: FileOptions,
  filters: Record<string, string>,
): Promise<void> {
  const { out = `${name}.xlsx`, lang } = options;
  const format = out === "-" || out.toLowerCase().endsWith(".csv") ? "csv" : "xlsx";
  const client = await connect(options);
  const { file } = await client.download(path, { ...filters, format, lang });
  const pieces = Readable.fromWeb(file as never);
  if (out === "-") {
    await pipeline(pieces, process.stdout, { end: false });
    return;
  }
  // Opened only now: a refusal leaves no file, and no file is overwritten.
  const descriptor = openSync(out, "wx");
  await pipeline(pieces, createWriteStream(out, { fd: descriptor }));
  print(`${out}  ${statSync(out).size} B`);
}

export async function importFile(
  name: string,
  file: string,
  options: ImportOptions,
): Promise<void> {
  checkName(name, importNames);
  const bytes = await bytesOf(file);
  const client = await connect(options);
  const { preview, ignoreWarn, date } = options;
  const told = (await client.upload(`/xingcang/v1/import/${name}`, bytes, {
    preview,
    ignore_warn: ignoreWarn,
    bill_date: date,
  })) as Told;
  const { rows, created, changed, unchanged, issues } = told;
  if (issues.length > 0) {
    const shown = issues.map((issue) => [
      `${issue.row || ""}${issue.column && ` ${issue.column}`}`,
      issue.heading,
      both(issue.description, issue.description_en),
      both(issue.remedy, issue.remedy_en),
    ]);
    print(table(["行列 / cell", "列 / column", "问题 / problem", "处理 / remedy"], shown));
  }
  if (told.ignored_columns.length > 0) {
    note(`${both("没有读取的列", "columns not read")}: ${told.ignored_columns.join("、")}`);
  }
  print(
    both(
      `${rows} 行：新增 ${created}，修改 ${changed}，不变 ${unchanged}，问题 ${told.issue_count}`,
      `${rows} rows: ${created} new, ${changed} changed, ${unchanged} unchanged, ${told.issue_count} problems`,
    ),
  );
  if (preview) note(both("只是预览，什么也没有写入", "a preview: nothing was written"));
  if (told.issue_count > 0) process.exitCode = 1;
}

interface Told {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly issue_count: number;
  readonly ignored_columns: readonly string[];
  readonly issues: readonly {
    readonly row: number;
    readonly column: string;
    readonly heading: string;
    readonly description: string;
    readonly description_en: string;
    readonly remedy: string;
    readonly remedy_en: string;
  }[];
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  if (statSync(file).size > IMPORT_BYTES_MAX) {
    throw new CommandFailed(both("文件超过 20 MiB，请分批", "more than 20 MiB: split the file"));
  }
  return readFile(file);
}
