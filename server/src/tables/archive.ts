/**
 * The parts of an Excel file, within limits: how many there are, how large each becomes, and XML
 * without a document type (which could make much of little).
 */
import { StringDecoder } from "node:string_decoder";
import { SaxesParser } from "saxes";
import yauzl from "yauzl";
import { tooLarge, unreadable } from "./limits.ts";

const PARTS_MAX = 2000;
/** What one part may become when it is unpacked. */
const PART_BYTES_MAX = 64 * 1024 * 1024;

export type Attributes = Readonly<Record<string, string>>;

/** What is told of a part, by the names of its elements without their prefix. */
export interface XmlReader {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

export interface Archive {
  readonly names: ReadonlySet<string>;
  /** Reads a part; one that is missing says nothing. */
  read(name: string, reader: XmlReader): Promise<void>;
}

/** @throws Refused fileUnreadable, fileTooLarge */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const zip = await opened(bytes);
  const entries = new Map<string, yauzl.Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= PARTS_MAX) tooLarge("压缩包内文件数", "files in the archive", PARTS_MAX);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    broken(error);
  }
  return {
    names: new Set(entries.keys()),
    async read(name, reader) {
      const entry = entries.get(name);
      if (entry === undefined) return;
      // What the archive says is what may come: the library ends a stream that gives more.
      if (entry.uncompressedSize > PART_BYTES_MAX) {
        tooLarge("解压后大小", "unpacked size", "64 MiB");
      }
      try {
        await readXml(await zip.openReadStreamPromise(entry), reader);
      } catch (error) {
        broken(error);
      }
    },
  };
}

const opened = (bytes: Uint8Array) =>
  yauzl
    .fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
      lazyEntries: true,
      autoClose: false,
    })
    .catch(broken);

/** A refusal stays what it is; what the libraries throw is about the file. */
function broken(error: unknown): never {
  if ((error as Error).name === "Refused" || "reasons" in (error as object)) throw error;
  return unreadable("文件已损坏", `the file is broken: ${(error as Error).message.slice(0, 100)}`);
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

async function readXml(stream: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser({ position: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => unreadable("含有 DOCTYPE", "it has a DOCTYPE"));
  parser.on("opentag", ({ name, attributes }) =>
    reader.open?.(localName(name), attributes as Attributes),
  );
  parser.on("text", (text) => reader.text?.(text));
  parser.on("cdata", (text) => reader.text?.(text));
  parser.on("closetag", ({ name }) => reader.close?.(localName(name)));
  const decoder = new StringDecoder("utf8");
  for await (const chunk of stream) parser.write(decoder.write(chunk));
  parser.write(decoder.end()).close();
}
