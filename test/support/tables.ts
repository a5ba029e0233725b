/** Files of tables in tests: taken from the server, made by hand, and read without a library. */
import http from "node:http";
import { Readable } from "node:stream";
import type { Client } from "@xingcang/client";
import yazl from "yazl";

export type Query = Record<string, string | number | boolean>;

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

export async function download(
  client: Client,
  name: string,
  query: Query = {},
): Promise<Buffer<ArrayBuffer>> {
  const { file } = await client.download(`/xingcang/v1/${name}`, query);
  return bytesOf(file as unknown as AsyncIterable<Uint8Array>);
}

/** Rows of a CSV export without quotes in it, as texts by heading. */
export function csvRows(bytes: Buffer): Record<string, string>[] {
  const [head = "", ...lines] = bytes
    .toString("utf8")
    .replace("\uFEFF", "")
    .trimEnd()
    .split("\r\n");
  const headings = head.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, at) => [headings[at], cell])),
  );
}

export const csvFile = (...rows: readonly (readonly string[])[]): Buffer<ArrayBuffer> =>
  Buffer.from(`\uFEFF${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`);

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const SHEET = "xl/worksheets/sheet1.xml";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** An Excel file as other programs write it, with the XML of its rows and further parts. */
export function xlsxFile(
  sheetData: string,
  parts: Record<string, string> = {},
): Promise<Buffer<ArrayBuffer>> {
  const zip = new yazl.ZipFile();
  const all: Record<string, string> = {
    "xl/workbook.xml": `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    [SHEET]: `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...parts,
  };
  for (const [path, xml] of Object.entries(all)) zip.addBuffer(Buffer.from(xml), path);
  zip.end();
  return bytesOf(zip.outputStream as unknown as AsyncIterable<Uint8Array>);
}

/** `fetch` with a connection for each call, which ends when its reply is given up. */
export const lonelyFetch: typeof fetch = (url, init = {}) =>
  new Promise((resolve, reject) => {
    const { method, headers } = init as { method: string; headers: Record<string, string> };
    const request = http.request(String(url), { method, headers, agent: false }, (response) => {
      const received = Object.entries(response.headers) as [string, string][];
      const body = Readable.toWeb(response) as ReadableStream<Uint8Array>;
      resolve(new Response(body, { status: response.statusCode ?? 0, headers: received }));
    });
    request.on("error", reject);
    request.end(init.body);
  });

export interface Imported {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ids: readonly string[];
  readonly issues: readonly Readonly<Record<string, string | number>>[];
}

export const upload = async (
  client: Client,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  query: Query = {},
) => (await client.upload(`/xingcang/v1/import/${name}`, bytes, query)) as Imported;
