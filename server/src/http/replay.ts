/**
 * How a repeat of a write is recognised (D14): the same bytes with the same signature, or the same
 * `Idempotency-Key`.
 */
import { createHash } from "node:crypto";
import { decodeQuery } from "@xingcang/contract";
import type { ReplayKey } from "../application/ports.ts";
import { refuse } from "../application/refused.ts";

export interface WriteRequest {
  readonly clientId: string;
  readonly signature: string;
  /** The header `Idempotency-Key`, undefined when it was not sent. */
  readonly idempotencyKey: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly bytes: Buffer;
}

const KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * @throws Refused valueInvalid for an `Idempotency-Key` that is empty, too long or not printable
 */
export function replayKeys(request: WriteRequest): ReplayKey[] {
  const { clientId, signature, method, path, rawQuery, bytes, idempotencyKey } = request;
  const sent = digest([clientId, signature, `${method}${path}?${rawQuery}`], bytes);
  const keys = [{ key: `sig:${sent}`, requestHash: sent }];
  if (idempotencyKey === undefined) return keys;
  if (!KEY.test(idempotencyKey)) {
    refuse("valueInvalid", "", {
      title: "Idempotency-Key",
      given: idempotencyKey.slice(0, 60),
      reason: "1–255 ASCII",
    });
  }
  const query = JSON.stringify(decodeQuery(rawQuery).sort());
  const key = `idem:${clientId}:${idempotencyKey}`;
  return [...keys, { key, requestHash: digest([method, path, query], bytes) }];
}

function digest(lines: readonly string[], bytes: Buffer): string {
  return createHash("sha256")
    .update(`${lines.join("\n")}\n`)
    .update(bytes)
    .digest("hex");
}
