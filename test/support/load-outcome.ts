/** What must be there after a load of `load.ts`, seen over HTTP. */
import { type Client, pages } from "@xingcang/client";
import { expect } from "vitest";
import { type Deed, HELD, PLENTY, type Plan } from "./load.ts";
import { PIECE, STORE } from "./warehouse.ts";

/** Goods for a plan, with plenty on hand; gives their id. */
export async function goodsOf(client: Client, name: string): Promise<string> {
  const { ids } = await client.material.save({ name, base_unit_id: PIECE });
  const [id = ""] = ids;
  await client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [
      { material_id: id, unit_id: PIECE, stock_id: STORE, qty: `${PLENTY}`, cost: "99999.99" },
    ],
  });
  return id;
}

/** Numbers of the bills that are there, as often as they are, of those whose number has this. */
async function billNumbers(client: Client, search: string): Promise<string[]> {
  const numbers: string[] = [];
  for (const list of [client.inv_other_in.list, client.inv_other_out.list]) {
    for await (const row of pages(list, { search })) numbers.push(row.bill_no);
  }
  return numbers.sort();
}

async function holdsOf(client: Client, goods: readonly string[]) {
  const found = [];
  for (const material_id of goods) {
    const filters = { material_id, open_only: false };
    for await (const row of pages(client.xingcang.holds, filters)) found.push(row);
  }
  return found;
}

export interface Load {
  readonly plan: Plan;
  /** What the names of its bills begin with. */
  readonly prefix: string;
  readonly goods: readonly string[];
}

/** What was answered is there once, and of what was not, no more than was sent. */
export async function expectAnsweredThere(client: Client, load: Load): Promise<void> {
  const { plan, prefix, goods } = load;
  const bills = await billNumbers(client, `${prefix}-`);
  const holds = (await holdsOf(client, goods)).map((hold) => hold.bill_id);
  const idOf = ({ billNo, hold }: Deed) => billNo || (hold?.bill ?? "");
  const sent = new Set(plan.deeds.map(idOf));
  const there = [...bills, ...holds];
  expect(new Set(there).size).toBe(there.length);
  expect(there.filter((id) => !sent.has(id))).toEqual([]);
  const answered = plan.deeds.filter(({ reply }) => reply !== undefined).map(idOf);
  expect(answered.filter((id) => id !== "" && !there.includes(id))).toEqual([]);
}

/** Every write that was planned is done, and nothing else. */
export async function expectAllDoneOnce(client: Client, load: Load): Promise<void> {
  const { plan, prefix, goods } = load;
  const planned = plan.deeds.map(({ billNo }) => billNo).filter((billNo) => billNo !== "");
  expect(await billNumbers(client, `${prefix}-`)).toEqual(planned.sort());
  const holds = (await holdsOf(client, goods)).map((hold) => {
    const { bill_id, material_id, opened_qty, released_qty, consumed_qty } = hold;
    return [bill_id, material_id, opened_qty, released_qty, consumed_qty].join(" ");
  });
  const expected = plan.holds.map(({ bill, goods: id, released, consumed }) =>
    [bill, id, HELD, released, consumed].join(" "),
  );
  expect(holds.sort()).toEqual(expected.sort());
  for (const id of goods) {
    const { on_hand, occupied } = await client.xingcang.explain({ material_id: id });
    const held = plan.holds
      .filter((hold) => hold.goods === id)
      .reduce((sum, { released, consumed }) => sum + HELD - released - consumed, 0);
    expect([on_hand, occupied]).toEqual([`${plan.onHand(id)}`, `${held}`]);
  }
}
