/** Lists, details and reports with every filter given bad values: an answer or a clear refusal. */
import { endpoints } from "@xingcang/contract";
import { expect, test } from "vitest";
import type { SchemaNode } from "../support/bad-values.ts";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const reads = endpoints.filter(({ method, kind }) => method === "GET" && kind !== "auth");

const VALUES = [
  "x",
  "-1",
  "0",
  "1.5",
  "99999999999999",
  "99999999999999999999",
  "2026-02-30",
  "'; drop table bill; --",
  "%_\\",
  "a\u0000b",
  "\u001f",
  "😀",
  "[]",
  "[1,2",
  '{"a":1}',
  "长".repeat(1500),
  "1,".repeat(3000),
];

test.each(reads.map((endpoint) => [endpoint.operation, endpoint] as const))(
  "%s",
  async (_, { path, query }) => {
    const fields = Object.entries((query as unknown as SchemaNode)?.properties ?? {});
    await unchanged(demo(), async () => {
      for (const [key, { wire }] of fields) {
        for (const value of VALUES) {
          const call = { path, method: "GET" as const, query: { [key]: value } };
          const { status, body } = await demo().client.call("GET", path, call);
          const shown = `${key}=${value.slice(0, 40)} → ${status} ${body.slice(0, 300)}`;
          expect(status, shown).toBeLessThan(500);
          const { errcode } = JSON.parse(body);
          if (value.includes("\u0000")) expect(errcode, shown).not.toBe(0);
          if (wire === "date" || wire === "flag")
            expect(errcode === 0 && value === "x").toBe(false);
          if (errcode !== 0) await refusedCall(demo(), call);
        }
      }
    });
  },
);
