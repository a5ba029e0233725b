/** The server's clock jumps by hours and days: nothing fails, and nothing happens twice. */
import { expect, test } from "vitest";
import { planOf, randomOf, send } from "../support/load.ts";
import { expectAllDoneOnce, goodsOf } from "../support/load-outcome.ts";
import { SEED } from "../support/random.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;
const random = randomOf(SEED);

/** There and back, over the life of tokens and of saved replies. */
const JUMPS = [5, -10, 48, -72, 100, -1, -71];

test(`writes go on over all jumps, seed ${SEED}`, async () => {
  const prefix = "T";
  const goods = [await goodsOf(demo().client, "跳钟甲"), await goodsOf(demo().client, "跳钟乙")];
  const plan = planOf(prefix, goods, random);
  const { client, server, advance } = demo();
  for (const hours of JUMPS) {
    const deeds = Array.from({ length: 20 }, plan.next);
    const sent = deeds.map(async (deed) => {
      deed.reply = await send(client, deed);
    });
    await Promise.all(sent);
    advance(hours * HOUR);
    // What was done before the jump is still known as done: each is kept for 72 hours.
    if (Math.abs(hours) < 72) {
      for (const deed of deeds) expect(await send(client, deed)).toBe(deed.reply);
    }
    await server.system.expireHolds();
    await server.system.purgeReplies();
  }
  await expectAllDoneOnce(client, { plan, prefix, goods });
});

test("ids and numbers stay unlike each other when the clock is set back", async () => {
  const { client, advance } = demo();
  const goods = await goodsOf(client, "跳钟丙");
  const { row, book } = warehouse(demo);
  const ids: string[] = [];
  const numbers: string[] = [];
  for (const hours of [0, -30, 30, -0.001]) {
    advance(hours * HOUR);
    for (let bill = 0; bill < 5; bill += 1) {
      ids.push(await book("inv_other_out", [row(goods, "1")], { bill_date: "2026-03-02" }));
    }
  }
  for (const id of ids) numbers.push((await client.inv_other_out.detail({ id })).bill_no);
  expect(new Set(ids).size).toBe(20);
  expect(new Set(numbers).size).toBe(20);
});

test("a hold expires once, whether the clock went there and back or not", async () => {
  const { client, server, advance } = demo();
  await client.xingcang.saveSettings({ hold_expiry_hours: { isv_bill: "10" } });
  const goods = await goodsOf(client, "跳钟丁");
  const { held, occupy, explain } = warehouse(demo);
  await occupy("clock-1", [held(goods, "4")]);
  advance(-24 * HOUR);
  await server.system.expireHolds();
  expect((await explain(goods)).occupied).toBe("4");
  advance(35 * HOUR);
  await server.system.expireHolds();
  advance(-35 * HOUR);
  await occupy("clock-2", [held(goods, "1")]);
  advance(35 * HOUR);
  await server.system.expireHolds();
  await client.xingcang.saveSettings({ hold_expiry_hours: {} });
  const { occupied, hold_events } = await explain(goods);
  expect(occupied).toBe("0");
  const kinds = hold_events.map(({ kind, qty }) => `${kind} ${qty}`).sort();
  expect(kinds).toEqual(["expired 1", "expired 4", "opened 1", "opened 4"]);
});

test("a client whose clock stays behind is told so", async () => {
  const { advance, now, clientWith } = demo();
  const before = now();
  const behind = clientWith({ now: () => before, retries: 0 });
  for (const hours of [1, -2]) {
    advance(hours * HOUR);
    const call = behind.system.currentUserInfo();
    expect((await refusalOf(call)).map(([key]) => key)).toEqual(["timestampInvalid"]);
  }
});
