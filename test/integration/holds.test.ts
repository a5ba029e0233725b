/**
 * 库存占用与释放 over HTTP: the seed's request, all or nothing, exactly once, races, and other accounts.
 */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const WATER = { material_id: "4001", unit: "1001", stock_id: "2001", sp_id: "3001" };

const occupy = (bill_id: string, lines: object[], idempotencyKey?: string) =>
  demo().client.stock.occupy(
    {
      bill_type_id: "isv_bill",
      bill_id,
      is_re_calc_qty: true,
      material_entity: lines.map((line, index) => ({
        bill_entry_id: `${index + 1}`,
        qty: "1",
        ...WATER,
        ...line,
      })),
    },
    idempotencyKey === undefined ? {} : { idempotencyKey },
  );

const release = (src_inter_id: string, line: object = {}) =>
  demo().client.stock.release({
    bill_no: "X",
    bill_date: "2026-01-01",
    src_bill_type_id: "isv_bill",
    src_inter_id,
    is_re_calc_qty: true,
    material_entity: [
      {
        src_entry_id: "1",
        qty: "1",
        base_unit: "1001",
        base_qty: "1",
        def_float_qty: "0",
        ...WATER,
        ...line,
      },
    ],
  });

async function available(): Promise<number> {
  const page = await demo().client.stock.inventory({ material_ids: ["4001"] });
  return Number(page.rows[0]?.valid_qty);
}

describe("occupy and release", () => {
  test("3, release 2, release 2 more is refused (D13)", async () => {
    const before = await available();
    expect(await occupy("b1", [{ qty: "3" }])).toMatchObject({ ids: ["b1"] });
    await release("b1", { qty: "2", base_qty: "2" });
    expect(await refusalOf(release("b1", { qty: "2", base_qty: "2" }))).toEqual([
      ["holdExceeded", "material_entity[0].qty"],
    ]);
    expect(before - (await available())).toBe(1);
    await release("b1");
    expect(await available()).toBe(before);
  });

  test("all or nothing: the refusal names the short rows only (D11)", async () => {
    const before = await available();
    const refusals = await refusalOf(occupy("b2", [{ qty: "1" }, { qty: "999999" }, { qty: "1" }]));
    expect(refusals).toEqual([["stockShort", "material_entity[1].qty"]]);
    expect(await available()).toBe(before);
  });

  test("the refusal of a short row names who holds it, and a held serial its bill", async () => {
    const short = await expectClear(occupy("b2", [{ qty: "999999" }]));
    expect(short.description).toMatch(
      /占用于 isv_bill WEB20001 \/ 1（48，自 \d{4}-\d\d-\d\d，应用 205022）/,
    );
    expect(short.descriptionEn).toMatch(
      /held by isv_bill WEB20001 \/ 1 \(48, since .*, client 205022\)/,
    );
    const phone = { material_id: "4003", unit: "1004", sn_list: "PH0001" };
    await occupy("serial-1", [phone]);
    const held = await expectClear(occupy("serial-2", [phone]));
    expect(held.description).toContain("已被单据 isv_bill serial-1 / 1 占用");
  });

  test("50 parallel occupies of the last unit: one success", async () => {
    const { client } = demo();
    const goods =
      (await client.material.save({ name: "最后一件", base_unit_id: "1004" })).ids[0] ?? "";
    await client.inv_other_in.save({
      bill_date: "2026-01-01",
      trans_type_id: "12",
      operation_key: "audit",
      material_entity: [{ material_id: goods, unit_id: "1004", stock_id: "1", qty: "1" }],
    });
    const line = { material_id: goods, unit: "1004", stock_id: "1", sp_id: "" };
    const attempts = Array.from({ length: 50 }, (_, index) => occupy(`race-${index}`, [line]));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    const row = (await client.stock.inventory({ material_ids: [goods] })).rows[0];
    expect(row).toMatchObject({ qty: "1.0000000000", valid_qty: "0.0000000000" });
  });

  test("the same entry again with the same content: nothing changes; other content is refused (D12)", async () => {
    const before = await available();
    const first = await occupy("b3", [{ qty: "4" }]);
    expect(await occupy("b3", [{ qty: "4" }])).toEqual(first);
    expect(await refusalOf(occupy("b3", [{ qty: "5" }]))).toEqual([
      ["holdExists", "material_entity[0].bill_entry_id"],
    ]);
    expect(before - (await available())).toBe(4);
  });

  test("base quantity and unit must agree unless it is computed (D15)", async () => {
    const line = { bill_entry_id: "1", ...WATER, unit: "1002", qty: "1" };
    const send = (base_qty: string, is_re_calc_qty: boolean) =>
      demo().client.stock.occupy({
        bill_type_id: "isv_bill",
        bill_id: `b4-${base_qty}-${is_re_calc_qty}`,
        is_re_calc_qty,
        material_entity: [{ ...line, base_qty, base_unit: "1001" }],
      });
    expect(await refusalOf(send("23", false))).toEqual([
      ["baseQuantityDisagrees", "material_entity[0].base_qty"],
    ]);
    const before = await available();
    await send("24", false);
    await send("23", true);
    expect(before - (await available())).toBe(48);
  });

  test("an out bill that names the hold consumes it; un-audit gives it back (D16)", async () => {
    const { client } = demo();
    const before = await available();
    await occupy("b5", [{ qty: "10" }]);
    const { ids } = await client.inv_other_out.save({
      bill_date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [
        {
          material_id: WATER.material_id,
          unit_id: WATER.unit,
          stock_id: WATER.stock_id,
          sp_id: WATER.sp_id,
          qty: "12",
          src_bill_type_id: "isv_bill",
          src_inter_id: "b5",
          src_entry_id: "1",
        },
      ],
    });
    expect(before - (await available())).toBe(12);
    expect(await refusalOf(release("b5"))).toEqual([["holdExceeded", "material_entity[0].qty"]]);
    const undo = { entity_number: "inv_other_bill_outbound", operate_type: "unaudit", ids };
    await client.system.commonOperate(undo);
    expect(before - (await available())).toBe(10);
    await release("b5", { qty: "10", base_qty: "10" });
    expect(await available()).toBe(before);
  });

  test("another account sees, holds and releases nothing of this one (D13, D42)", async () => {
    const { other } = demo();
    await occupy("b6", [{ qty: "1" }]);
    expect((await other.stock.inventory({})).rows).toEqual([]);
    const foreign = other.stock.release({
      bill_no: "X",
      bill_date: "2026-01-01",
      src_bill_type_id: "isv_bill",
      src_inter_id: "b6",
      material_entity: [
        {
          src_entry_id: "1",
          qty: "1",
          base_unit: "1001",
          base_qty: "1",
          def_float_qty: "0",
          ...WATER,
        },
      ],
    });
    const keys = new Set((await refusalOf(foreign)).map(([key]) => key));
    expect([...keys]).toEqual(["referenceUnknown"]);
    expect(await refusalOf(other.inv_disassemble.detail({ id: "1" }))).toEqual([
      ["recordUnknown", "id"],
    ]);
  });
});

describe("exactly once (D14)", () => {
  test("20 repeats with one Idempotency-Key act once and answer the same", async () => {
    const before = await available();
    const repeats = Array.from({ length: 20 }, () => occupy("once", [{ qty: "2" }], "key-1"));
    const replies = await Promise.all(repeats);
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    await release("once", { qty: "2", base_qty: "2" });
    // The hold is closed by now; a late repeat still gets the first reply and opens nothing.
    expect(await occupy("once", [{ qty: "2" }], "key-1")).toEqual(replies[0]);
    expect(await available()).toBe(before);
  });

  test("the same key with another body is a conflict", async () => {
    await occupy("two", [{ qty: "1" }], "key-2");
    expect(await refusalOf(occupy("two", [{ qty: "2" }], "key-2"))).toEqual([
      ["idempotencyConflict", ""],
    ]);
  });
});
