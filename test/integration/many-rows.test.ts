/**
 * Bills and holds as large as they come: one set into 200 parts with a fee, and 10,000 serials on
 * one row, in, held, out by the hold, and back; 1,000 rows of a bill. How long each took is
 * printed, nothing is asserted of it.
 */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import { OTHER_STORE, STORE, warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const LONG = 600_000;
const { material, row, held, source, book, undo, occupy, release, explain, stock, values, costs } =
  warehouse(demo);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${name}: ${(performance.now() - start).toFixed(0)} ms`);
  return result;
}

const sum = (amounts: readonly string[]) =>
  amounts.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);

describe("拆卸单 of one set into 200 parts", () => {
  const parts: string[] = [];
  /** 199 small shares of 8 decimals, and what they leave of 100. */
  const fine = (index: number) => (index < 199 ? `0.${String(50_000_001 + index)}` : "0.499801");

  test.each([
    ["0.5 each", () => "0.5", {}, "1000.01"],
    ["0.5 each and a fee by share", () => "0.5", { fee: "77.77", rule: "1" }, "1077.78"],
    ["8 decimals and a fee by quantity", fine, { fee: "0.99", rule: "2" }, "1001"],
  ] as const)("%s: to the cent, and back", async (name, share, costing, total) => {
    const fees: { fee?: string; rule?: string } = costing;
    if (parts.length === 0) for (let i = 0; i < 200; i += 1) parts.push(await material());
    const set = await material();
    await book("inv_other_in", [row(set, "1", { cost: "1000.01" })]);
    const rows = [
      row(set, "1", { material_type: "M" }),
      ...parts.map((part, index) =>
        row(part, String((index % 7) + 1), {
          material_type: "S",
          cost_share_percent: share(index),
        }),
      ),
    ];
    const head = {
      allocate_rule: fees.rule ?? "1",
      ...(fees.fee && {
        cost_fee_entity: {
          fee_records: [{ amount: fees.fee, pacct_type_id: "1", supplier_id: "1" }],
        },
      }),
    };
    const id = await timed(`${name}: save and audit`, () => book("inv_disassemble", rows, head));
    const booked = await costs("inv_disassemble", id);
    expect(booked).toHaveLength(201);
    expect(sum(booked.slice(1))).toBe(sum([total]));
    expect(await values(set)).toEqual(["0.00"]);
    await timed(`${name}: un-audit`, () => undo("inv_disassemble", id));
    expect(await values(set)).toEqual(["1000.01"]);
    expect(await stock(parts[199] ?? "")).toEqual(["0", "0", "0"]);
  });
});

test("10,000 serials on one row: in, held, out by the hold, back to the hold, out of it", {
  timeout: LONG,
}, async () => {
  const phone = await material({ is_serial: true });
  const serials = Array.from({ length: 10_000 }, (_, index) => `SN-2026-${100_000 + index}`);
  const sn_list = serials.join(";");
  const shuffled = serials.toSorted((a, b) => a.slice(-3).localeCompare(b.slice(-3))).join(";");
  const all = { sn_list };
  const receipt = await timed("10,000 serials in", () =>
    book("inv_other_in", [row(phone, "10000", { ...all, cost: "12345.67" })]),
  );
  await timed("10,000 serials held", () => occupy("many", [held(phone, "10000", all)]));
  expect(await stock(phone)).toEqual(["10000", "10000", "0"]);
  const issue = await timed("10,000 serials out by the hold", () =>
    book("inv_other_out", [row(phone, "10000", { sn_list: shuffled, ...source("many") })]),
  );
  expect(await stock(phone)).toEqual(["0", "0", "0"]);
  await timed("10,000 serials back to the hold", () => undo("inv_other_out", issue));
  expect(await stock(phone)).toEqual(["10000", "10000", "0"]);
  const last = (await explain(phone, { serial: serials[9999] })).serial;
  expect(last).toMatchObject({ in_stock: true, hold_id: expect.stringMatching(/^\d+$/) });
  await timed("10,000 serials released", () =>
    release("many", [held(phone, "10000", { sn_list: shuffled })]),
  );
  expect(await stock(phone)).toEqual(["10000", "0", "10000"]);
  await timed("10,000 serials un-received", () => undo("inv_other_in", receipt));
  expect(await stock(phone)).toEqual(["0", "0", "0"]);
  expect(await values(phone)).toEqual(["0.00"]);
});

test("10,000 serials of 100 characters fit into a request; each that is held names its bill", {
  timeout: LONG,
}, async () => {
  const phone = await material({ is_serial: true });
  const serials = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(100, "S"));
  const all = { sn_list: serials.join(";") };
  await timed("10,000 long serials in", () => book("inv_other_in", [row(phone, "10000", all)]));
  await occupy("long", [held(phone, "10000", all)]);
  const { errors } = await timed("10,000 long serials refused", () =>
    expectClear(book("inv_other_out", [row(phone, "10000", all)])),
  );
  // A reply names the first 1,000 faults.
  expect(errors).toHaveLength(1000);
  for (const error of errors) {
    expect(error).toMatchObject({ key: "serialHeld", field: "material_entity[0].sn_list" });
    expect(error.description).toContain("已被单据 isv_bill long / 1 占用");
  }
});

test("1,000 rows in, moved, held, refused, out by their holds, and all of it back", {
  timeout: LONG,
}, async () => {
  const goods = await material({ is_batch: true });
  const batches = Array.from({ length: 1000 }, (_, index) => ({ batch_no: `B${index}` }));
  const rows = (qty: string, more: (index: number) => object = () => ({})) =>
    batches.map((batch, index) => row(goods, qty, { ...batch, ...more(index) }));
  const holds = (qty: string, more: object = {}) =>
    batches.map((batch, index) =>
      held(goods, qty, { ...batch, bill_entry_id: `${index}`, ...more }),
    );
  const receipt = await timed("1,000 rows in", () =>
    book(
      "inv_other_in",
      rows("3", () => ({ cost: "0.01" })),
    ),
  );
  const there = { out_stock_id: STORE, in_stock_id: OTHER_STORE };
  const move = await timed("1,000 rows moved", () =>
    book(
      "inv_tfmove",
      rows("3", () => there),
    ),
  );
  expect(await stock(goods, { stock_id: OTHER_STORE })).toEqual(["3000", "0", "3000"]);
  const at = { stock_id: OTHER_STORE };
  await timed("1,000 rows held", () => occupy("rows", holds("2", at)));
  const short = await timed("1,000 rows refused", () =>
    refusalOf(
      book(
        "inv_other_out",
        rows("2", () => at),
      ),
    ),
  );
  expect(short).toEqual(batches.map((_, index) => ["stockShort", `material_entity[${index}].qty`]));
  const issue = await timed("1,000 rows out by their holds", () =>
    book(
      "inv_other_out",
      rows("3", (index) => ({ ...at, ...source("rows", `${index}`) })),
    ),
  );
  expect([await stock(goods), await values(goods)]).toEqual([["0", "0", "0"], ["0.00"]]);
  await timed("1,000 rows back to their holds", () => undo("inv_other_out", issue));
  expect(await stock(goods)).toEqual(["3000", "2000", "1000"]);
  await release("rows", holds("2", at));
  await timed("1,000 rows moved back", () => undo("inv_tfmove", move));
  await timed("1,000 rows un-received", () => undo("inv_other_in", receipt));
  expect([await stock(goods), await values(goods)]).toEqual([["0", "0", "0"], ["0.00"]]);
});
