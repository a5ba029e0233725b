/**
 * Another account taken over through its API: here the demo account, by a second Xingcang that
 * plays the vendor. What there is there is then here, under the same ids and of the same value.
 */
import { type Client, createClient } from "@xingcang/client";
import { beforeAll, describe, expect, test } from "vitest";
import { fillAccount, grantTo, newAccount } from "../../server/src/provision.ts";
import { type Pulled, pull } from "../../server/src/pull/pull.ts";
import { createSource, type Source } from "../../server/src/pull/source.ts";
import type { Target } from "../../server/src/pull/target.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const TODAY = "2026-08-31";

type Fields = Record<string, unknown>;

/** As fast as it goes. */
const PACE = { callsPerMinute: 1e9, now: () => performance.now(), wait: async () => {} };

async function newTarget(): Promise<{ target: Target; client: Client }> {
  const { server, clientWith } = demo();
  const { system, provisioned } = server;
  const account = await newAccount(system, { name: "取来的账套", demo: false });
  const { id: clientId } = provisioned.client;
  const { outerInstanceId } = await grantTo(system, provisioned.client, account.id);
  const target: Target = {
    caller: { accountId: account.id, clientId, userId: "1" },
    inAccount: (work) => system.workStore.inAccount(account.id, work),
  };
  return { target, client: clientWith({ outerInstanceId }) };
}

const run = (source: Source, target: Target): Promise<Pulled> =>
  pull(source, target, { today: TODAY, onProgress: () => {} });

async function allRows(client: Client, operation: string, filters: Fields = {}) {
  const rows: Fields[] = [];
  for await (const row of createSource(client, PACE).rows(operation, filters)) rows.push(row);
  return rows;
}

describe("the demo account", () => {
  let taken: Client;
  let target: Target;
  let pulled: Pulled;
  beforeAll(async () => {
    const { client } = demo();
    await client.inv_other_out.save({
      bill_date: "2026-08-30",
      trans_type_id: "13",
      remark: "未审核",
      material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1.5" }],
    } as never);
    ({ target, client: taken } = await newTarget());
    pulled = await run(createSource(client, PACE), target);
  });

  test("is taken over without a problem", () => {
    expect(pulled.problems).toEqual([]);
    expect(pulled.masters.added).toBeGreaterThan(40);
    expect(pulled.stock?.withoutCost).toEqual([]);
  });

  test.each(["measure_unit", "store", "space", "material", "supplier", "customer", "emp"])(
    "%s: the same records under the same ids",
    async (kind) => {
      const names = async (client: Client) =>
        (await allRows(client, `${kind}.list`, { enable: "-1" }))
          .map(({ id, number, name, enable }) => [id, number, name, enable].join(" "))
          .sort();
      const there = await names(demo().client);
      expect(there.length).toBeGreaterThan(0);
      expect(await names(taken)).toEqual(there);
    },
  );

  test("materials keep units, properties and switches", async () => {
    const details = async (client: Client) => {
      const found: Fields[] = [];
      for (const { id } of await allRows(client, "material.list", { enable: "-1" }))
        found.push(await client.material.detail({ id: String(id) }));
      return found.sort((a, b) => String(a.id).localeCompare(String(b.id)));
    };
    expect(await details(taken)).toEqual(await details(demo().client));
  });

  test("stock is the same by place and batch, and nothing of it is held", async () => {
    const stock = async (client: Client) => {
      const rows = await allRows(client, "stock.inventory", { include_batch_kf_period: true });
      return rows
        .filter(({ qty }) => Number(qty) !== 0)
        .map(({ valid_qty: _, valid_aux_qty: __, ...row }) => row);
    };
    const there = await stock(demo().client);
    expect(there.length).toBeGreaterThan(5);
    expect(await stock(taken)).toEqual(there);
    for (const { qty, valid_qty } of await allRows(taken, "stock.inventory"))
      expect(valid_qty).toBe(qty);
  });

  test("stock is worth the same, to the cent", async () => {
    const values = async (client: Client) => {
      const last = new Map<unknown, unknown>();
      for (const row of await allRows(client, "stock.invDetail"))
        last.set(row.material_id, `${row.remain_base_qty} ${row.remain_cost}`);
      return [...last].filter(([, value]) => !String(value).startsWith("0 ")).sort();
    };
    expect(await values(taken)).toEqual(await values(demo().client));
  });

  test("bills that wait for their audit are drafts here too", async () => {
    const drafts = (client: Client) => allRows(client, "inv_other_out.list", { bill_status: "Z" });
    const [there] = await drafts(demo().client);
    const [here] = await drafts(taken);
    expect(here).toMatchObject({ id: there?.id, bill_no: there?.bill_no });
    const id = String(there?.id);
    const [line] = (await taken.inv_other_out.detail({ id })).material_entity;
    const [original] = (await demo().client.inv_other_out.detail({ id })).material_entity;
    expect(line).toMatchObject({ id: original?.id, material_id: "4006", qty: original?.qty });
  });

  test("a second run adds nothing", async () => {
    const again = await run(createSource(demo().client, PACE), target);
    expect(again.masters).toMatchObject({ added: 0, known: pulled.masters.added });
    expect(again).toMatchObject({
      stock: { billNumbers: [] },
      drafts: { added: 0, known: pulled.drafts?.added },
    });
  });
});

test("cut short anywhere, it goes on and ends the same", async () => {
  const { target, client } = await newTarget();
  class Cut extends Error {}
  for (let limit = 30; ; limit += 60) {
    const source = createSource(demo().client, PACE);
    let left = limit;
    const cutting: Source = {
      ...source,
      async ask(operation, input) {
        left -= 1;
        if (left < 0) throw new Cut();
        return source.ask(operation, input);
      },
    };
    const outcome = await run(cutting, target).catch((error) => error);
    if (outcome instanceof Cut) continue;
    expect(outcome).toMatchObject({ problems: [], masters: { added: expect.any(Number) } });
    break;
  }
  const there = await allRows(demo().client, "stock.inventory");
  const here = await allRows(client, "stock.inventory");
  expect(here.map(({ qty }) => qty)).toEqual(there.map(({ qty }) => qty));
});

test("what cannot be taken is named, and no stock comes before all masters are in", async () => {
  const { target, client } = await newTarget();
  const source = createSource(demo().client, PACE);
  const lying: Source = {
    ...source,
    async ask(operation, input) {
      const reply = await source.ask(operation, input);
      const isTorn = operation === "material.detail" && input.id === "4006";
      return isTorn ? { ...reply, base_unit_id: "404" } : reply;
    },
  };
  const { problems, stock } = await run(lying, target);
  expect(problems).toMatchObject([
    { kind: "商品", id: "4006", reasons: [{ key: "referenceUnknown", path: "base_unit_id" }] },
  ]);
  expect(stock).toBeUndefined();
  expect(await allRows(client, "stock.inventory")).toEqual([]);
});

test("calls keep their distance", async () => {
  let time = 0;
  const waited: number[] = [];
  const wait = async (ms: number) => {
    waited.push(ms);
    time += ms;
  };
  const source = createSource(demo().client, { callsPerMinute: 300, now: () => time, wait });
  for (let call = 0; call < 3; call += 1) await source.ask("store.list", { page: 1 });
  expect(waited).toEqual([200, 200]);
  expect(source.calls()).toBe(3);
});

test("a client that the server does not know is refused", async () => {
  const { server } = demo();
  const stranger = createClient({
    baseUrl: server.url,
    clientId: "1",
    clientSecret: "x".repeat(32),
    signBody: false,
  });
  const { target } = await newTarget();
  await expect(run(createSource(stranger, PACE), target)).rejects.toThrow();
});

test("an account that was taken over is filled with nothing else", async () => {
  const { system, provisioned } = demo().server;
  const { target, client } = await newTarget();
  const source = createSource(demo().client, PACE);
  // As where the currency has another id than the built-in one.
  const elsewhere: Source = {
    ...source,
    async *rows(operation, filters) {
      for await (const row of source.rows(operation, filters))
        yield operation === "currency.list" ? { ...row, id: "77" } : row;
    },
    ask: async (operation, input) =>
      operation === "currency.detail" ? { id: "77" } : source.ask(operation, input),
  };
  await run(elsewhere, target);
  const before = await allRows(client, "material.list");
  await fillAccount(system, target.caller.accountId, provisioned.client.id, true);
  expect(await allRows(client, "material.list")).toEqual(before);
});

test("stock that cannot be taken is named by its good, and none of it is booked", async () => {
  const { target, client } = await newTarget();
  const source = createSource(demo().client, PACE);
  const negative: Source = {
    ...source,
    async *rows(operation, filters) {
      for await (const row of source.rows(operation, filters)) {
        const isBad = operation === "stock.inventory" && row.material_id === "4006";
        yield isBad ? { ...row, qty: "-1" } : row;
      }
    },
  };
  const { problems } = await run(negative, target);
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems.filter(({ kind }) => kind === "期初库存"))
    expect(problem).toMatchObject({ id: "4006", reasons: [{ key: "quantityNotPositive" }] });
  expect(problems.some(({ kind }) => kind === "期初库存")).toBe(true);
  expect(await allRows(client, "stock.inventory")).toEqual([]);
});
