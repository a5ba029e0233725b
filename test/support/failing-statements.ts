/**
 * Lets the n-th statement of a transaction fail, as PostgreSQL itself or the line to it would: the
 * server's own code runs on real connections, whose statements are counted and one of them changed.
 */
import pg from "pg";

/** A SQLSTATE that the database answers with, or the line is cut before or after the statement. */
export type Failure = "53100" | "40001" | "40P01" | "cut before" | "cut after";

export const failures: readonly Failure[] = ["53100", "40001", "40P01", "cut before", "cut after"];

export interface FailingStatements {
  /** From the next `begin` on, the n-th statement fails, once; the `begin` is the first. */
  arm(n: number, failure: Failure): void;
  /** Whether it came to that; nothing fails any more. */
  disarm(): boolean;
  /** All is as it was. */
  remove(): void;
}

type Query = (this: pg.Client, statement: unknown, ...rest: unknown[]) => Promise<unknown>;

const textOf = (statement: unknown) =>
  typeof statement === "string" ? statement : (statement as { text?: string }).text;

function cut(client: pg.Client): void {
  (
    client as unknown as { connection: { stream: { destroy(): void } } }
  ).connection.stream.destroy();
}

const RAISE = (state: string) => `do $$ begin raise exception using errcode = '${state}'; end $$`;

export function failingStatements(): FailingStatements {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  let armed: { n: number; failure: Failure } | undefined;
  let counted: { client: pg.Client; count: number } | undefined;

  function failed(client: pg.Client, failure: Failure, given: unknown[]): Promise<unknown> {
    const send = (statement: unknown, ...rest: unknown[]) =>
      original.call(client, statement, ...rest);
    if (failure === "cut before") cut(client);
    if (failure === "cut before") return send(given[0], ...given.slice(1));
    if (failure !== "cut after") return send(RAISE(failure));
    return send(given[0], ...given.slice(1)).then(() => {
      cut(client);
      throw new Error("Connection terminated unexpectedly");
    });
  }

  prototype.query = function (statement, ...rest) {
    const text = textOf(statement);
    if (armed && !counted && text === "begin") counted = { client: this, count: 0 };
    if (armed && counted?.client === this) {
      counted.count += 1;
      const { n, failure } = armed;
      if (counted.count === n) {
        armed = undefined;
        return failed(this, failure, [statement, ...rest]);
      }
    }
    return original.call(this, statement, ...rest);
  };

  return {
    arm(n, failure) {
      armed = { n, failure };
      counted = undefined;
    },
    disarm() {
      const hasFailed = armed === undefined;
      armed = undefined;
      return hasFailed;
    },
    remove() {
      prototype.query = original;
    },
  };
}
