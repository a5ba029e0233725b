/**
 * One statement of a write fails, each in its turn: the disk is full, a serialization failure, a
 * deadlock, the line to the database is cut before or after it. The write is done wholly or not at
 * all; sent again with its key it is done once (P6, P1). What can be tried again is, without the
 * client noticing (P11).
 */
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { accountDigest, deeds } from "../support/account-digest.ts";
import { newName } from "../support/bill-wishes.ts";
import { type Failure, failingStatements, failures } from "../support/failing-statements.ts";
import { HISTORIES } from "../support/random.ts";
import { useDemoServer } from "../support/running-server.ts";
import { type Source, sourceOfStock, stockWrites, type Write } from "../support/stock-writes.ts";
import { warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, book, row, held } = warehouse(demo);
const statements = failingStatements();
afterEach(() => void statements.disarm());
afterAll(() => statements.remove());

const cases = stockWrites(demo);
const ofRoute = (name: string): Source => sourceOfStock(cases[name]!);

const ROWS = 200;
const receipt = (id: string, rows: number) => ({
  bill_date: "2026-03-01",
  trans_type_id: "12",
  material_entity: Array.from({ length: rows }, () => row(id, "1", { cost: "3" })),
});

/** An issue that takes from a hold and from what is available. */
async function manyRows(): Promise<Write> {
  const id = await material();
  await book("inv_other_in", [row(id, `${2 * ROWS}`, { cost: "999" })]);
  const bill = newName();
  const entries = Array.from({ length: ROWS / 2 }, (_, index) => `${index}`);
  const lines = entries.map((bill_entry_id) => held(id, "1", { bill_entry_id }));
  await warehouse(demo).occupy(bill, lines);
  const { source } = warehouse(demo);
  const rows = entries.map((entry) => row(id, "1", source(bill, entry)));
  const free = Array.from({ length: ROWS / 2 }, () => row(id, "1"));
  return {
    path: "/jdy/v2/scm/inv_other_out",
    body: {
      bill_date: "2026-03-01",
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [...rows, ...free],
    },
  };
}

async function manyBills(): Promise<Write> {
  const id = await material();
  const ids: string[] = [];
  for (let bill = 0; bill < 3; bill += 1) {
    ids.push(...(await demo().client.inv_other_in.save(receipt(id, 2) as never)).ids);
  }
  const operate = { entity_number: "inv_other_bill_inbound", operate_type: "audit", ids };
  return { path: "/jdy/v2/sys/common_operate", body: operate };
}

const verbs: Record<string, Source> = {
  occupy: ofRoute("stock.occupy"),
  release: ofRoute("stock.release"),
  "save and audit of a disassembly": ofRoute("inv_disassemble.save"),
};

const largeVerbs: Record<string, Source> = {
  "un-audit of a disassembly": ofRoute("system.commonOperate unaudit inv_disassemble"),
  "audit of three bills": manyBills,
  [`save and audit of ${ROWS} rows`]: manyRows,
};

function state(): Promise<Record<string, string>> {
  const { system, provisioned } = demo().server;
  return accountDigest(system.database.pool, provisioned.grant.accountId);
}

async function post({ path, body }: Write, idempotencyKey: string) {
  const client = demo().clientWith({ retries: 0 });
  const { status, body: text } = await client.call("POST", path, { body, idempotencyKey });
  const { errcode, errors } = JSON.parse(text);
  return { status, errcode, text, fault: errors?.[0].key };
}

/** What it leaves behind when nothing fails. */
async function deedsOf(make: Source): Promise<number[]> {
  const write = await make();
  const before = await state();
  expect(await post(write, newName())).toMatchObject({ status: 200, errcode: 0 });
  return deeds(before, await state());
}

const NOT_DONE = ["serverFault", "serverBusy", "databaseUnwritable"];

/** More than any of the writes has. */
const STATEMENTS_MAX = 100;

/** Fails one statement after the other, each of another write, until a write has no more. */
async function failEach(make: Source, failureAt: (statement: number) => Failure): Promise<void> {
  const deedsOfOne = await deedsOf(make);
  let tried = 0;
  for (let hasFailed = true; hasFailed && tried < STATEMENTS_MAX; ) {
    tried += 1;
    const [write, key, failure] = [await make(), newName(), failureAt(tried)];
    const at = `${failure} at statement ${tried}`;
    const before = await state();
    statements.arm(tried, failure);
    const first = await post(write, key);
    hasFailed = statements.disarm();
    const after = await state();
    const isRetried = failure.startsWith("40");
    if (isRetried || !hasFailed) expect(first, at).toMatchObject({ status: 200, errcode: 0 });
    if (first.status === 200) expect(deeds(before, after), at).toEqual(deedsOfOne);
    else {
      expect(NOT_DONE, at).toContain(first.fault);
      if (failure === "53100") expect(first.fault, at).toBe("databaseUnwritable");
      const isDone = deeds(before, after).some((count) => count !== 0);
      if (isDone) expect(deeds(before, after), at).toEqual(deedsOfOne);
      else expect(after, at).toEqual(before);
    }
    const again = await post(write, key);
    expect(again, at).toMatchObject({ status: 200, errcode: 0 });
    if (first.status === 200) expect(again.text, at).toBe(first.text);
    expect(deeds(before, await state()), at).toEqual(deedsOfOne);
  }
  expect(tried).toBeGreaterThan(3);
  expect(tried).toBeLessThan(STATEMENTS_MAX);
}

describe.each(Object.keys(verbs))("%s", (name) => {
  const make = verbs[name] as Source;
  test.each(failures)("%s", (failure) => failEach(make, () => failure));
});

/** Of these each statement fails in one way, and in every way by `npm run test:long`. */
describe.each(Object.keys(largeVerbs))("%s", (name) => {
  const make = largeVerbs[name] as Source;
  const turns = HISTORIES > 1000 ? failures.length : 1;
  test.each(Array.from({ length: turns }, (_, turn) => turn))("turn %i", (turn) =>
    failEach(make, (statement) => failures[(statement + turn) % failures.length] as Failure),
  );
});
