/**
 * Random histories in any order of dates on a real database, some of them left to the job: `verify`
 * finds nothing, and every cost is what it is when all that stands is booked again, in a new
 * account, in the order of dates (D35). A failure tells how to replay it.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Data } from "../../server/src/application/ports.ts";
import { recost } from "../../server/src/application/recost.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { findingText } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { forAll, HISTORIES, SEED } from "../support/random.ts";
import { type History, newAccount } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

const RUNS = 20;
const COUNT = Math.ceil((RUNS * HISTORIES) / 1000);
const GOODS = ["m1", "m7", "m8", "m9"] as const;
const STORES = [{ stock_id: "s1" }, { stock_id: "s2", sp_id: "b1" }] as const;

let temporary: TemporaryDatabase;
let database: Database;
let accounts = 0;
beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
});
afterAll(() => temporary.close());

type Command =
  | { kind: "bill"; type: string; day: number; lines: Data[] }
  | { kind: "undo"; pick: number }
  | { kind: "recost" };

const goods = fc.constantFrom(...GOODS);
const store = fc.constantFrom(...STORES);
const day = fc.integer({ min: 1, max: 9 });
const qty = fc.integer({ min: 1, max: 9 }).map(String);
const cost = fc.nat(99_999).map((cents) => (cents / 100).toFixed(2));
const line = (item: string, count: string, more: object): Data => ({
  material_id: item,
  unit_id: "u1",
  qty: count,
  ...more,
});
const bill = (type: string, on: number, ...lines: Data[]): Command => ({
  kind: "bill",
  type,
  day: on,
  lines,
});
const [first, other] = STORES;

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(day, goods, store, qty, cost)
      .map(([on, item, at, n, c]) => bill("inv_other_in", on, line(item, n, { ...at, cost: c }))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(day, goods, store, qty)
      .map(([on, item, at, n]) => bill("inv_other_out", on, line(item, n, at))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(day, goods, qty, fc.boolean()).map(([on, item, n, back]) => {
      const places = back
        ? { out_stock_id: "s2", out_sp_id: "b1", in_stock_id: "s1" }
        : { out_stock_id: "s1", in_stock_id: "s2", in_sp_id: "b1" };
      return bill("inv_tfmove", on, line(item, n, places));
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(day, fc.nat(3), qty, fc.integer({ min: 0, max: 130 }))
      .map(([on, index, n, share]) => {
        const at = (step: number) => GOODS[(index + step) % GOODS.length] ?? "m1";
        const shareOf = (part: number) => (share > 100 ? {} : { cost_share_percent: `${part}` });
        return bill(
          "inv_disassemble",
          on,
          line(at(0), n, { ...first, material_type: "M" }),
          line(at(1), "2", { ...first, material_type: "S", ...shareOf(share) }),
          line(at(2), "1", { ...other, material_type: "S", ...shareOf(100 - share) }),
        );
      }),
  },
  { weight: 2, arbitrary: fc.nat(100).map((pick): Command => ({ kind: "undo", pick })) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: "recost" }) },
);

interface Standing {
  readonly type: string;
  readonly id: string;
  readonly day: number;
  readonly lines: Data[];
}

async function play(history: History, commands: readonly Command[]): Promise<Standing[]> {
  const standing: Standing[] = [];
  for (const [index, item] of commands.entries()) {
    try {
      if (item.kind === "recost") {
        await history.run((unit) => recost(unit, async () => {}));
      } else if (item.kind === "bill") {
        const { type, lines } = item;
        const id = await history.post(type, `NO-${index}`, `2026-03-0${item.day}`, lines);
        standing.push({ type, id, day: item.day, lines });
      } else {
        const chosen = standing[item.pick % Math.max(1, standing.length)];
        if (chosen === undefined) continue;
        await history.unaudit(chosen.type, chosen.id);
        standing.splice(standing.indexOf(chosen), 1);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return standing;
}

async function findings(accountId: string): Promise<string[]> {
  const found = await verifyAccount({ store: createVerifyStore(database), accountId });
  return found.map((finding) => findingText(finding, "en"));
}

/** The cost of every row of the bills, in their order. */
async function costsOf(history: History, bills: readonly Standing[]): Promise<string[]> {
  const costs: string[] = [];
  for (const { type, id } of bills) {
    const record = await history.run(async (unit) => (await unit.bills(type, [id])).get(id));
    costs.push(...(record?.lines.map((item) => item.cost) ?? []));
  }
  return costs;
}

const nextAccount = (rowsBeforeReply: number) => {
  accounts += 1;
  return newAccount(database, String(accounts), rowsBeforeReply);
};

test(`${COUNT} random histories on a database, seed ${SEED}`, {
  timeout: 3_600_000,
}, async () => {
  await forAll(
    fc.asyncProperty(
      fc.array(command, { minLength: 10, maxLength: 40, size: "max" }),
      fc.constantFrom(0, 3, 1000),
      async (commands, rowsBeforeReply) => {
        const history = await nextAccount(rowsBeforeReply);
        const standing = await play(history, commands);
        expect(await findings(history.accountId)).toEqual([]);
        await history.run((unit) => recost(unit, async () => {}));
        expect(await findings(history.accountId)).toEqual([]);
        const inOrder = [...standing].sort((a, b) => a.day - b.day);
        const again = await nextAccount(1000);
        const commandsInOrder = inOrder.map((item): Command => ({ kind: "bill", ...item }));
        const fresh = await play(again, commandsInOrder);
        expect(fresh.length).toBe(standing.length);
        expect(await costsOf(history, inOrder)).toEqual(await costsOf(again, fresh));
      },
    ),
    RUNS,
    { endOnFailure: true },
  );
});
