/** Calls that must be refused, as they come from the wire, and what every refusal must be like. */
import { type ErrorDetail, type ErrorKey, errors, rowOf } from "@xingcang/contract";
import { expect } from "vitest";
import { accountDigest } from "./account-digest.ts";
import type { DemoServer } from "./running-server.ts";

export interface Refusal {
  readonly status: number;
  /** Key and field of each fault, in order. */
  readonly faults: readonly (readonly [string, string])[];
  readonly details: readonly ErrorDetail[];
  readonly text: string;
}

export interface BadCall {
  readonly path: string;
  readonly method?: "GET" | "POST" | "DELETE";
  /** JSON text, or a value. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends it, and checks status, envelope, texts and remedies of the refusal. */
export async function refusedCall({ client }: DemoServer, call: BadCall): Promise<Refusal> {
  const { path, method = "POST", body, query, headers } = call;
  const reply = await client.call(method, path, {
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(query && { query }),
    ...(headers && { headers }),
  });
  const sent = JSON.stringify(body ?? query)?.slice(0, 300);
  const shown = `${method} ${path} ${sent} → ${reply.status} ${reply.body.slice(0, 500)}`;
  const envelope = JSON.parse(reply.body);
  const details: ErrorDetail[] = envelope.errors ?? [];
  expect(details.length, shown).toBeGreaterThan(0);
  const first = errors[details[0]?.key as ErrorKey];
  expect(reply.status, shown).toBe(first.status);
  expect(reply.status, shown).toBeLessThan(500);
  expect(envelope.errcode, shown).toBe(first.errcode);
  for (const detail of details) expectDetail(detail, shown);
  return {
    status: reply.status,
    faults: details.map(({ key, field }) => [key, field]),
    details,
    text: reply.body,
  };
}

function expectDetail(detail: ErrorDetail, shown: string): void {
  expect(detail.row, shown).toBe(rowOf(detail.field) ?? 0);
  expect(detail.description_en, shown).not.toBe("");
  for (const text of [detail.description, detail.remedy]) expect(text, shown).toMatch(/\S/);
  expect(detail.remedy_en, shown).toMatch(/\S/);
  const texts = [detail.description, detail.description_en, detail.remedy, detail.remedy_en];
  for (const text of texts) expect(text, shown).not.toMatch(/\{\w+\}|undefined|\[object/);
}

/** Runs `work` and fails when anything of the account is not as it was before. */
export async function unchanged<T>(
  { server }: DemoServer,
  work: () => Promise<T>,
  accountId = server.provisioned.grant.accountId,
): Promise<T> {
  const { pool } = server.system.database;
  const before = await accountDigest(pool, accountId);
  const result = await work();
  expect(await accountDigest(pool, accountId)).toEqual(before);
  return result;
}
