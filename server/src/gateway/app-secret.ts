import { randomBytes, randomInt } from "node:crypto";
import { equalInConstantTime, signText } from "./constant-time.ts";

/** What an `app_signature` is checked against (D41). */
export interface AppSignatureCheck {
  readonly appKey: string;
  readonly signature: string;
  readonly current: string;
  /** The secret before the last rotation, good until its grace ends; undefined if there is none. */
  readonly former: { readonly secret: string; readonly graceEndsAtMs: number } | undefined;
  readonly nowMs: number;
}

/** `stale` is a right signature by a secret past its grace: errcode 1030002006. */
export type AppSignatureVerdict = "ok" | "stale" | "invalid";

/**
 * Checks the `app_signature` of the token call against the current and the former app secret, both
 * always and in constant time (contract section 2, D41).
 */
export function checkAppSignature(check: AppSignatureCheck): AppSignatureVerdict {
  const signature = Buffer.from(check.signature);
  const matches = (secret: string) =>
    equalInConstantTime(signature, Buffer.from(signText(check.appKey, secret)));
  const byCurrent = matches(check.current);
  const byFormer = matches(check.former?.secret ?? check.current) && check.former !== undefined;
  if (byCurrent) return "ok";
  if (!byFormer || !check.former) return "invalid";
  return check.nowMs < check.former.graceEndsAtMs ? "ok" : "stale";
}

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A new app secret: 40 lower-case hex characters, 160 random bits. */
export function newAppSecret(): string {
  return randomBytes(20).toString("hex");
}

/** A new app key: 8 letters and digits. It is a name, not a secret; the caller keeps it unique. */
export function newAppKey(): string {
  const pick = () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]!;
  return Array.from({ length: 8 }, pick).join("");
}

/** A new client id: 6 digits, the first not 0. It is a name; the caller keeps it unique. */
export function newClientId(): string {
  return String(randomInt(100_000, 1_000_000));
}

/** A new client secret: 32 lower-case hex characters as in the vendor's sample, 128 random bits. */
export function newClientSecret(): string {
  return randomBytes(16).toString("hex");
}
