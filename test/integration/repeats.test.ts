/**
 * Every write, sent 1, 2 and 20 times (P1, D14): one after another and at once, signed afresh with
 * one `Idempotency-Key` and as the same signed bytes. It acts once and answers the same; the state
 * is that of one. What a repeat is, `http.test.ts` tells.
 */
import { type AnyMaster, endpoints as contractEndpoints, masters } from "@xingcang/contract";
import { expect, test } from "vitest";
import { accountDigest, deeds } from "../support/account-digest.ts";
import type { SchemaNode } from "../support/bad-values.ts";
import { newName } from "../support/bill-wishes.ts";
import { useDemoServer } from "../support/running-server.ts";
import {
  isStockless,
  type Source,
  sourceOfStock,
  stockWriteNames,
  stockWrites,
  type Write,
  writeOperations,
} from "../support/stock-writes.ts";
import type { Fields } from "../support/warehouse.ts";

const demo = useDemoServer();

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly isRepeat: boolean;
}

/** Sends a write again and again, as the same one. */
type Sender = () => Promise<Answer>;

// ---- one write for each route ----

/** Records of the demo data that others point to. */
const SAMPLES: Record<string, string> = { measure_unit: "1004", store: "2001", aux_type: "5001" };

function masterBody({ endpoints }: AnyMaster): Fields {
  const { properties = {}, required = [] } = endpoints.save.body as unknown as SchemaNode;
  const name = newName();
  const needed = required.map((key) => {
    const { master, choices } = properties[key]?.options ?? {};
    return [key, master ? (SAMPLES[master] ?? "1") : (choices?.[0] ?? "2")];
  });
  return { ...Object.fromEntries(needed), ...(properties.number && { number: name }), name };
}

/** Those that move no stock. */
const plainBodies: Record<string, () => Fields> = {
  ...Object.fromEntries(
    (Object.values(masters) as AnyMaster[])
      .filter(({ paths }) => paths.save)
      .map((master) => [master.endpoints.save.operation, () => masterBody(master)]),
  ),
  "bom.save": () => ({
    product_id: "4006",
    material_entity: [{ material_id: "4001", dosage_numerator: "2" }],
  }),
  "material_label.save": () => ({ number: newName(), name: newName() }),
  "material_picture.upload": () => ({
    file_name: `${newName()}.gif`,
    base_string: "R0lGODlhAQABAAAAACwAAAAAAQABAAA=",
  }),
  "system.customFieldSave": () => ({
    field_name: newName(),
    field_type: "1",
    data_position: "head",
    suit_bills: ["inv_other_bill_inbound"],
  }),
  "xingcang.saveSettings": () => ({ bill_prefixes: { inv_other_in: newName() } }),
};

const pathOf = (operation: string) =>
  contractEndpoints.find((endpoint) => endpoint.operation === operation)?.path ?? "";

const stock = stockWrites(demo);

const sourceOfPlain = (name: string, body: () => Fields): Source => {
  return async () => ({ path: pathOf(name), body: body() });
};

const cases: Record<string, Source> = {};
for (const [name, body] of Object.entries(plainBodies)) cases[name] = sourceOfPlain(name, body);
for (const [name, make] of Object.entries(stock)) cases[name] = sourceOfStock(make);

test("every route that writes has its case", () => {
  const plain = writeOperations.filter(isStockless);
  expect(Object.keys(cases).sort()).toEqual([...plain, ...stockWriteNames].sort());
});

// ---- two ways to be the same write ----

/** Signed afresh each time, with one key. */
function byKey({ path, body }: Write, idempotencyKey = newName()): Sender {
  return async () => {
    const reply = await demo().client.call("POST", path, { body, idempotencyKey });
    const isRepeat = reply.headers["x-xingcang-replayed"] === "true";
    return { status: reply.status, text: reply.body, isRepeat };
  };
}

/** The bytes that a client signs, without a key: the signature does not cover it. */
async function byBytes({ path, body }: Write): Promise<Sender> {
  let sent: { url: string; init: RequestInit } | undefined;
  const record: typeof fetch = (url, init = {}) => {
    if (!String(url).endsWith(path)) return fetch(url, init);
    const { "Idempotency-Key": _, ...headers } = init.headers as Record<string, string>;
    sent = { url: String(url), init: { method: "POST", body: init.body ?? null, headers } };
    return Promise.resolve(new Response('{"errcode":0,"data":{}}'));
  };
  const recorder = demo().clientWith({ fetch: record });
  await recorder.call("POST", path, { body });
  return async () => {
    if (sent === undefined) throw new Error("nothing was signed");
    const reply = await fetch(sent.url, sent.init);
    const isRepeat = reply.headers.get("x-xingcang-replayed") === "true";
    return { status: reply.status, text: await reply.text(), isRepeat };
  };
}

// ---- what is kept ----

/** Everything of the account, and its settings. */
async function state(): Promise<Record<string, string>> {
  const { system, provisioned } = demo().server;
  const { accountId } = provisioned.grant;
  const { pool } = system.database;
  const { rows } = await pool.query("select settings from account where id = $1", [accountId]);
  return { ...(await accountDigest(pool, accountId)), account: `1 ${JSON.stringify(rows)}` };
}

function expectSame(answers: readonly Answer[], first: Answer | undefined = answers[0]): void {
  for (const { status, text } of answers) expect([status, text]).toEqual([200, first?.text]);
  expect(JSON.parse(first?.text ?? "")).toMatchObject({ errcode: 0 });
}

const inTurn = async (send: Sender, times: number): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await send());
  return answers;
};
const atOnce = (send: Sender, times: number) =>
  Promise.all(Array.from({ length: times }, () => send()));
const repeats = (answers: readonly Answer[]) => answers.filter(({ isRepeat }) => isRepeat).length;

test.each(Object.keys(cases))("%s", async (name) => {
  const make = cases[name] as Source;
  const write = await make();
  const before = await state();
  const key = newName();
  const [first] = await inTurn(byKey(write, key), 1);
  const once = await state();
  expect(once).not.toEqual(before);
  const deedsOfOne = deeds(before, once);

  // Sent twice, and 20 times, one after another.
  for (const times of [1, 18]) {
    const again = await inTurn(byKey(write, key), times);
    expectSame(again, first);
    expect(repeats(again)).toBe(times);
  }

  // The key is taken for another body.
  const other = await byKey({ ...write, body: { ...write.body, other: "1" } }, key)();
  const { errors } = JSON.parse(other.text);
  expect([other.status, errors[0].key]).toEqual([409, "idempotencyConflict"]);
  expect(await state()).toEqual(once);

  for (const [times, sender] of [
    [2, byKey],
    [20, byBytes],
  ] as const) {
    const send = await sender(await make());
    const start = await state();
    const answers = await atOnce(send, times);
    expectSame(answers);
    expect(repeats(answers)).toBe(times - 1);
    expectSame(await inTurn(send, 1), answers[0]);
    expect(deeds(start, await state()), `${sender.name} ${times}`).toEqual(deedsOfOne);
  }
});
