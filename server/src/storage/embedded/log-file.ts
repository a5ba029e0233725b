import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from "node:fs";
import { errorCode } from "./errors.ts";

/** Bytes after which the log moves to `<file>.1`: two such files at most. */
const LOG_BYTES_MAX = 8 * 1024 * 1024;
const CHECK_INTERVAL_MS = 60_000;

/** Opens the log for appending; what earlier runs wrote stays, up to the limit. */
export function openLog(file: string): number {
  if (sizeOf(file) > LOG_BYTES_MAX / 8) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}

/**
 * Keeps the log small while PostgreSQL writes it. It holds the file open in append mode, so the
 * file is copied and emptied, not moved. Returns the function that ends the watching.
 */
export function limitLog(file: string): () => void {
  const timer = setInterval(() => {
    try {
      if (sizeOf(file) <= LOG_BYTES_MAX) return;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    } catch {
      // a full disk: PostgreSQL will say so itself
    }
  }, CHECK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
}

/** The last lines of the log from the given byte on, for error messages. */
export function tailLog(file: string, fromByte: number): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(Math.min(fromByte, size), size - 8192);
    const buffer = Buffer.alloc(size - start);
    readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-20).join("\n");
  } finally {
    closeSync(descriptor);
  }
}
