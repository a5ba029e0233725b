/** 占用清单 and 批量释放 (D18) over HTTP: filters, ages, all or nothing, repeats, other accounts. */
import type { ApiError } from "@xingcang/client";
import { beforeEach, describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;
const PIECE = "1004";
const STORE = "2002";

let made = 0;
let goods = "";
let number = "";

beforeEach(async () => {
  made += 1;
  number = `HOLD-${made}`;
  const { client } = demo();
  goods = (await client.material.save({ number, name: number, base_unit_id: PIECE })).ids[0] ?? "";
  await client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [{ material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "100" }],
  });
});

/** Bill ids of one test, which are no other test's. */
const idOf = (bill: string) => `${bill}@${made}`;
const billOf = ({ bill_id }: { bill_id: string }) => bill_id.replace(`@${made}`, "");

interface Wanted {
  type?: string;
  bill: string;
  no?: string;
  entry?: string;
  qty?: string;
}

const occupy = async ({ type = "isv_bill", bill, no = "", entry = "1", qty = "1" }: Wanted) => {
  const reply = await demo().client.stock.occupy({
    bill_type_id: type,
    bill_id: idOf(bill),
    bill_no: no,
    is_re_calc_qty: true,
    material_entity: [
      { bill_entry_id: entry, material_id: goods, unit: PIECE, stock_id: STORE, qty },
    ],
  });
  return reply.ret_ids[0] ?? "";
};

const list = (filters: object = {}) =>
  demo().client.xingcang.holds({ material_id: goods, ...filters });
const release = (input: object, options = {}) =>
  demo().client.xingcang.releaseHolds({ reason: "清理过期订单", ...input } as never, options);
const billsOf = async (filters: object = {}) => (await list(filters)).rows.map(billOf);

describe("the list", () => {
  test("tells who holds what, since when and by which client", async () => {
    await occupy({ bill: "a", no: "SO-1", qty: "5" });
    const { rows, count, total_page } = await list();
    expect({ count, total_page }).toEqual({ count: 1, total_page: 1 });
    expect(rows).toMatchObject([
      {
        bill_type_id: "isv_bill",
        bill_id: idOf("a"),
        bill_no: "SO-1",
        bill_entry_id: "1",
        material_number: number,
        material_name: number,
        stock_id: STORE,
        stock_name: "门店仓",
        sp_id: "0",
        aux_prop_id: "0",
        base_unit_name: "台",
        opened_qty: "5",
        held_qty: "5",
        released_qty: "0",
        state: "open",
        client_id: "205022",
        client_name: "星仓集成应用",
        age_hours: 0,
        expires_at: "",
      },
    ]);
    expect(rows[0]?.opened_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  test("pages from the oldest on, with ages over all pages", async () => {
    const hours = [0, 23, 24, 24 * 7, 24 * 30];
    let passed = 0;
    for (const [index, age] of [...hours].reverse().entries()) {
      const until = 24 * 30 - age;
      demo().advance((until - passed) * HOUR);
      passed = until;
      await occupy({ bill: `age-${index}`, qty: `${index + 1}` });
    }
    const page = await list({ page: 2, page_size: 2 });
    expect(page).toMatchObject({ count: 5, total_page: 3, page: 2, current_page_size: 2 });
    expect(page.rows.map((row) => [billOf(row), row.age_hours])).toEqual([
      ["age-2", 24],
      ["age-3", 23],
    ]);
    expect(page.ages).toEqual([
      { band: "0-1d", holds: 2, held_qty: "9" },
      { band: "1-7d", holds: 1, held_qty: "3" },
      { band: "7-30d", holds: 1, held_qty: "2" },
      { band: ">30d", holds: 1, held_qty: "1" },
    ]);
    expect(await billsOf({ older_than_hours: 24 * 7 })).toEqual(["age-0", "age-1"]);
    expect(await billsOf({ older_than_hours: 24 * 7 + 1 })).toEqual(["age-0"]);
    const { rows } = await list({ page_size: 100 });
    const day = rows[1]?.opened_at.slice(0, 10) ?? "";
    expect(await billsOf({ opened_before: day })).toEqual(["age-0"]);
    // Ages are counted over every material when none is asked for, without a sum of quantities.
    const all = await demo().client.xingcang.holds();
    expect(all.ages.every(({ held_qty }) => held_qty === "")).toBe(true);
    expect(all.ages.reduce((sum, { holds }) => sum + holds, 0)).toBe(all.count);
  });

  test.each([
    ["bill type", { bill_type_id: "sal_bill_order" }, ["b"]],
    ["bill id", { bill_id: "c@" }, ["c"]],
    ["bill number", { bill_no: "NO-b" }, ["b"]],
    ["client", { client_id: "205022" }, ["a", "b", "c"]],
    ["another client", { client_id: "1" }, []],
    ["store", { stock_id: STORE }, ["a", "b", "c"]],
    ["another store", { stock_id: "1" }, []],
    ["all of them", { bill_type_id: "isv_bill", bill_id: "b@" }, []],
    ["a part of a number is no number", { bill_no: "NO-" }, []],
  ] as const)("filtered by %s", async (_, filters, expected) => {
    await occupy({ bill: "a", no: "NO-a" });
    await occupy({ bill: "b", no: "NO-b", type: "sal_bill_order" });
    await occupy({ bill: "c", no: "NO-c" });
    const { bill_id } = filters as { bill_id?: string };
    const own = bill_id === undefined ? {} : { bill_id: `${bill_id}${made}` };
    expect(await billsOf({ ...filters, ...own })).toEqual(expected);
  });

  test("by numbers of material and store; closed holds on request", async () => {
    await occupy({ bill: "n1" });
    await occupy({ bill: "n2" });
    await release({ bill_id: idOf("n1"), material_id: goods });
    const { xingcang } = demo().client;
    const { number: stock_number } = await demo().client.store.detail({ id: STORE });
    const open = await xingcang.holds({ material_number: number, stock_number });
    expect(open.rows.map(billOf)).toEqual(["n2"]);
    const all = await xingcang.holds({ material_number: number, open_only: false });
    expect(all.rows.map((row) => [billOf(row), row.state])).toEqual([
      ["n1", "closed"],
      ["n2", "open"],
    ]);
    // Ages are those of open holds.
    expect(all.ages.reduce((sum, { holds }) => sum + holds, 0)).toBe(1);
  });

  test.each([
    [{ material_number: "NONE" }, [["referenceUnknown", "material_number"]]],
    [{ stock_id: "404" }, [["referenceUnknown", "stock_id"]]],
    [{ older_than_hours: -1 }, [["valueInvalid", "older_than_hours"]]],
    [{ older_than_hours: 1_000_001 }, [["valueInvalid", "older_than_hours"]]],
  ])("%j is refused", async (filters, expected) => {
    expect(await refusalOf(demo().client.xingcang.holds(filters))).toEqual(expected);
  });
});

describe("release in bulk", () => {
  const available = async () =>
    (await demo().client.xingcang.explain({ material_id: goods })).available;

  test("by ids: all that is held still goes back, with the reason in the events", async () => {
    const ids = [await occupy({ bill: "r1", qty: "5" }), await occupy({ bill: "r2", qty: "7" })];
    const done = await release({ hold_ids: ids });
    expect(done.released).toBe(2);
    expect(done.rows).toMatchObject([
      { bill_id: idOf("r1"), released_qty: "5", material_id: goods },
      { bill_id: idOf("r2"), released_qty: "7" },
    ]);
    expect(await available()).toBe("100");
    const { hold_events } = await demo().client.xingcang.explain({ material_id: goods });
    expect(hold_events.slice(0, 2)).toMatchObject([
      {
        kind: "released",
        client_id: "205022",
        client_name: "星仓集成应用",
        reason: "清理过期订单",
      },
      { kind: "released", reason: "清理过期订单" },
    ]);
  });

  test("what a bill consumed and what was released before is not released again", async () => {
    await occupy({ bill: "p", qty: "9" });
    const source = { src_bill_type_id: "isv_bill", src_inter_id: idOf("p"), src_entry_id: "1" };
    const { client } = demo();
    const row = { material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "4", ...source };
    await client.inv_other_out.save({
      bill_date: "2026-01-02",
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [row],
    });
    const done = await release({ bill_id: idOf("p"), material_id: goods });
    expect(done.rows).toMatchObject([{ released_qty: "5" }]);
    expect(await available()).toBe("96");
  });

  test("by filter: only those that fit", async () => {
    await occupy({ bill: "f1" });
    await occupy({ bill: "f2", type: "sal_bill_order" });
    demo().advance(8 * 24 * HOUR);
    await occupy({ bill: "f3" });
    const filter = { material_id: goods, bill_type_id: "isv_bill", older_than_hours: 7 * 24 };
    expect((await release(filter)).rows.map(billOf)).toEqual(["f1"]);
    expect(await billsOf()).toEqual(["f2", "f3"]);
    expect(await release(filter)).toEqual({ released: 0, rows: [] });
  });

  test("all or nothing: a closed or unknown id refuses the others too", async () => {
    const [first, second] = [await occupy({ bill: "n1" }), await occupy({ bill: "n2" })];
    await release({ hold_ids: [first] });
    const odd = [second, first, "12", "x", "99999999999999999999"];
    const refused = release({ hold_ids: odd });
    expect(await refusalOf(refused)).toEqual(
      [1, 2, 3, 4].map((index) => ["holdUnknown", `hold_ids[${index}]`]),
    );
    await expectClear(release({ hold_ids: odd }));
    expect(await billsOf()).toEqual(["n2"]);
  });

  test("an id named twice is released once", async () => {
    const id = await occupy({ bill: "t", qty: "3" });
    expect((await release({ hold_ids: [id, id] })).released).toBe(1);
    expect(await available()).toBe("100");
  });

  test.each([
    ["neither ids nor filters", {}, [["oneOfRequired", "hold_ids"]]],
    ["both", { hold_ids: ["1"], bill_id: "x" }, [["valueInvalid", "hold_ids"]]],
    ["no reason", { bill_id: "x", reason: "" }, [["fieldRequired", "reason"]]],
    [
      "an empty filter beside another",
      { bill_type_id: "isv_bill", bill_id: "" },
      [["valueInvalid", "bill_id"]],
    ],
    [
      "nobody's id beside another filter",
      { bill_type_id: "isv_bill", material_id: "0" },
      [["referenceUnknown", "material_id"]],
    ],
    ["an unknown material", { material_number: "NONE" }, [["referenceUnknown", "material_number"]]],
    [
      "too many ids",
      { hold_ids: Array.from({ length: 5001 }, (_, index) => `${index + 1}`) },
      [["tooManyRows", "hold_ids"]],
    ],
  ] as const)("%s is refused", async (_, input, expected) => {
    expect(await refusalOf(release(input))).toEqual(expected);
  });

  test("a dry run tells what would be released and releases nothing", async () => {
    await occupy({ bill: "d", qty: "6" });
    const body = { material_id: goods, reason: "试算" };
    const headers = { "X-Xingcang-Dry-Run": "1" };
    const { client } = demo();
    const reply = await client.call("POST", "/xingcang/v1/holds_release", { body, headers });
    expect(JSON.parse(reply.body)).toMatchObject({
      errcode: 0,
      data: { released: 1, rows: [{ released_qty: "6" }] },
      dry_run: {
        balances: [{ on_hand: "100", occupied: "0", available: "100" }],
        holds: [{ bill_id: idOf("d"), held: "0" }],
      },
    });
    expect(await available()).toBe("94");
  });

  test("a repeat with the same key gets the first reply and does nothing (D14)", async () => {
    await occupy({ bill: "i", qty: "2" });
    const idempotencyKey = `release-${made}`;
    const first = await release({ material_id: goods }, { idempotencyKey });
    await occupy({ bill: "j", qty: "2" });
    expect(await release({ material_id: goods }, { idempotencyKey })).toEqual(first);
    expect(await billsOf()).toEqual(["j"]);
    const other = release({ material_id: goods, reason: "别的" }, { idempotencyKey });
    expect(await refusalOf(other)).toEqual([["idempotencyConflict", ""]]);
  });

  test("released and occupied again by one batch of requests", async () => {
    const ids = [];
    for (let index = 0; index < 20; index += 1) ids.push(await occupy({ bill: `m${index}` }));
    const work = ids.flatMap((id, index) => [
      release({ hold_ids: [id] }),
      occupy({ bill: `m${index}`, qty: "2" }),
    ]);
    const outcomes = await Promise.allSettled(work);
    // An occupy before its release is refused (D12); nothing else is.
    const refused = outcomes.filter(({ status }) => status === "rejected");
    for (const outcome of refused) {
      expect((outcome as { reason: ApiError }).reason.key).toBe("holdExists");
    }
    const held = 2 * (20 - refused.length);
    expect(await available()).toBe(String(100 - held));
  });
});

describe("another account", () => {
  test("sees no holds and releases none", async () => {
    const id = await occupy({ bill: "secret", no: "SECRET" });
    const { other } = demo();
    const seen = await other.xingcang.holds({ open_only: false });
    expect(seen).toMatchObject({ count: 0, rows: [] });
    expect(seen.ages.map(({ holds }) => holds)).toEqual([0, 0, 0, 0]);
    const reason = "别人的";
    for (const hold of [id, "12"]) {
      const asked = other.xingcang.releaseHolds({ hold_ids: [hold], reason });
      expect(await refusalOf(asked)).toEqual([["holdUnknown", "hold_ids[0]"]]);
    }
    for (const filter of [{ bill_no: "SECRET" }, { bill_type_id: "isv_bill" }]) {
      expect((await other.xingcang.releaseHolds({ ...filter, reason })).released).toBe(0);
    }
    expect(await billsOf()).toEqual(["secret"]);
  });
});
