/**
 * Two goods occupied in opposite order by many clients at once, on one server and on two that share
 * a database: all succeed, and no client and no server ever sees a deadlock (P11).
 */
import { describe, expect, test } from "vitest";
import { newName } from "../support/bill-wishes.ts";
import type { DemoServer } from "../support/running-server.ts";
import { useTwoServers } from "../support/two-servers.ts";
import { warehouse } from "../support/warehouse.ts";

const both = useTwoServers();
const REQUESTS = 200;
const CONNECTIONS = 32;

const first = () => both()[0];
const { material, book, row, held, stock, occupy } = warehouse(first);

async function goodsOf(qty: number): Promise<string> {
  const id = await material();
  await book("inv_other_in", [row(id, `${qty}`, { cost: `${qty}` })]);
  return id;
}

/** Transactions that were tried again on all servers. */
async function retries(): Promise<number> {
  const texts = both().map(async ({ server }) => (await fetch(`${server.url}/metrics`)).text());
  const found = (await Promise.all(texts)).join("\n");
  const samples = found.matchAll(/^xingcang_transaction_retries_total\{[^}]*\} (\d+)$/gm);
  return [...samples].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Each connection has one request under way at a time. */
async function sendAll(send: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const connection = async () => {
    for (let index = next++; index < REQUESTS; index = next++) await send(index);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

describe.each([
  ["one server", () => [first()]],
  ["two servers", () => [...both()]],
] as const)("%s", (_, serversOf: () => DemoServer[]) => {
  test(`${REQUESTS} requests in opposite order on ${CONNECTIONS} connections`, async () => {
    const goods = [await goodsOf(REQUESTS), await goodsOf(REQUESTS)];
    const [before, servers] = [await retries(), serversOf()];
    // What is refused or answered as busy throws: nothing is tried again by the client.
    const clients = servers.map((server) => server.clientWith({ retries: 0 }));
    await sendAll((index) => {
      const lines = goods.map((id, entry) => held(id, "1", { bill_entry_id: `${entry}` }));
      return clients[index % clients.length]!.stock.occupy({
        bill_type_id: "isv_bill",
        bill_id: newName(),
        is_re_calc_qty: true,
        material_entity: index % 4 < 2 ? lines : lines.reverse(),
      } as never);
    });
    for (const id of goods) expect(await stock(id)).toEqual([`${REQUESTS}`, `${REQUESTS}`, "0"]);
    expect(await retries()).toBe(before);
  });
});

test("the same write on two servers at once is done once, and answered the same", async () => {
  const id = await goodsOf(5);
  const body = {
    bill_type_id: "isv_bill",
    bill_id: newName(),
    is_re_calc_qty: true,
    material_entity: [held(id, "2")],
  };
  const idempotencyKey = newName();
  const path = "/jdy/v2/scm/inv_occupy";
  const sent = Array.from({ length: 20 }, (_, index) =>
    both()[index % 2 ? 1 : 0].client.call("POST", path, { body, idempotencyKey }),
  );
  const replies = await Promise.all(sent);
  expect(new Set(replies.map((reply) => reply.body)).size).toBe(1);
  const first = replies.filter(({ headers }) => headers["x-xingcang-replayed"] === undefined);
  expect(first).toHaveLength(1);
  expect(await stock(id)).toEqual(["5", "2", "3"]);
});

test("both cost anew at once: each row once", async () => {
  const id = await material();
  const lines = 350;
  const day = (date: number) => ({ bill_date: `2026-03-0${date}` });
  await book("inv_other_in", [row(id, "2000", { cost: "2000" })], day(1));
  for (const date of [3, 4, 5]) {
    const rows = Array.from({ length: lines }, () => row(id, "1"));
    await book("inv_other_out", rows, day(date));
  }
  await book("inv_other_in", [row(id, "2000", { cost: "6000" })], day(2));
  const jobs = [...both(), ...both()].map(({ server }) => server.system.recost());
  const rows = (await Promise.all(jobs)).reduce((sum, count) => sum + count, 0);
  expect(rows).toBe(3 * lines + 1);
  expect(await first().server.system.recost()).toBe(0);
});

test("a hold opened on one server is released on the other", async () => {
  const id = await goodsOf(3);
  const bill = newName();
  await occupy(bill, [held(id, "3")]);
  await warehouse(() => both()[1]).release(bill, [held(id, "3")]);
  expect(await stock(id)).toEqual(["3", "0", "3"]);
});
