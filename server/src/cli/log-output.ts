/**
 * Where the log goes: standard output, many lines at a time, since each write costs a system call.
 * A process that is killed loses the lines of the last moment; one that ends or fails does not.
 */
import { type DestinationStream, pino } from "pino";

/** Written at the latest after this time, in milliseconds. */
const LATEST_MS = 200;

const PIECE_BYTES = 8192;

export function logOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, minLength: PIECE_BYTES });
  setInterval(() => output.flush(), LATEST_MS).unref();
  process.on("exit", () => output.flushSync());
  return output;
}
