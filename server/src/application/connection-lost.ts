/**
 * How the loss of a connection to the database is told from an answer of the database. Whether what
 * was sent on it was done is known only when the commit was not yet sent.
 */

/**
 * By SQLSTATE: no connection or none left, the server stops or starts, or has ended this session.
 */
const LOST_STATES = /^(?:08\w{3}|57P0[1-5]|53300|25P03)$/;

/** By the names of the operating system. */
const LOST_CODES = new Set(["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT"]);

/** The driver's own have no code. */
const LOST_MESSAGES =
  /^(?:Connection terminated|timeout (?:expired|exceeded when trying to connect)|Client (?:has encountered a connection error|was closed))/;

export function isConnectionLost(error: unknown): boolean {
  const { code, syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (typeof code === "string") {
    // A name that is not found, or a socket that is not there yet, is `connect`'s.
    return (
      LOST_STATES.test(code) ||
      LOST_CODES.has(code) ||
      /^(?:connect|getaddrinfo)$/.test(syscall ?? "")
    );
  }
  return error instanceof Error && LOST_MESSAGES.test(message ?? "");
}

/**
 * The connection was lost after the commit was sent: nobody knows yet whether it was done. A repeat
 * with the same key is safe, because the reply commits with the work (D14).
 */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}

const UNWRITABLE_STATES = /^(?:53100|58030|25006)$/;

/** The disk is full or fails, or the database is there for reading only: nothing was done. */
export function isUnwritable(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && UNWRITABLE_STATES.test(code);
}
