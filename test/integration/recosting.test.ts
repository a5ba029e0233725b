/**
 * 补录与重算成本 (D35) over HTTP: bills dated before others, un-audit of what others were costed
 * from, through moves and disassemblies, by average and FIFO, before the reply and by the job.
 */
import { describe, expect, test } from "vitest";
import { recost } from "../../server/src/application/recost.ts";
import { findingText } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const PIECE = "1004";
const STORE = "1";

let made = 0;
async function material(fields: object = {}): Promise<string> {
  made += 1;
  const name = `重算商品${made}`;
  const saved = await demo().client.material.save({ name, base_unit_id: PIECE, ...fields });
  return saved.ids[0] ?? "";
}

const FIFO = { cost_method: "3" };
/** Prices and taxes of goods in fixed places: the first days of May 2026. */
const day = (number: number) => `2026-05-${String(number).padStart(2, "0")}`;
const row = (goods: string, qty: string, more: object = {}) => ({
  material_id: goods,
  unit_id: PIECE,
  stock_id: STORE,
  qty,
  ...more,
});

type Type = "inv_other_in" | "inv_other_out" | "inv_disassemble" | "inv_tfmove";
const ENTITIES: Record<Type, string> = {
  inv_other_in: "inv_other_bill_inbound",
  inv_other_out: "inv_other_bill_outbound",
  inv_disassemble: "inv_disassemble_bill",
  inv_tfmove: "inv_tfmove_bill_order",
};

async function book(type: Type, date: number, ...rows: object[]): Promise<string> {
  const trans = type === "inv_other_in" ? { trans_type_id: "12" } : { trans_type_id: "13" };
  const head = type.startsWith("inv_other") ? trans : {};
  const { ids } = await demo().client[type].save({
    bill_date: day(date),
    operation_key: "audit",
    ...head,
    material_entity: rows,
  } as never);
  return ids[0] ?? "";
}

const undo = (type: Type, id: string) =>
  demo().client.system.commonOperate({
    entity_number: ENTITIES[type],
    operate_type: "unaudit",
    ids: [id],
  });

async function costs(type: Type, id: string): Promise<string[]> {
  const detail = await demo().client[type].detail({ id });
  return detail.material_entity.map((line) => String(line.cost));
}

async function findings(): Promise<string[]> {
  const { system } = demo().server;
  const store = createVerifyStore(system.database);
  const [accountId = ""] = await store.accountIds();
  return (await verifyAccount({ store, accountId })).map((found) => findingText(found, "en"));
}

let second = "";
/** A second store, without bins. */
async function otherStore(): Promise<string> {
  if (second === "") {
    const saved = await demo().client.store.save({ number: "CK-RC", name: "重算二仓" });
    second = saved.ids[0] ?? "";
  }
  return second;
}

describe("before the reply", () => {
  test("a receipt dated earlier costs the issue anew, its un-audit brings the cost back", async () => {
    const goods = await material();
    await book("inv_other_in", 1, row(goods, "10", { cost: "100" }));
    const out = await book("inv_other_out", 3, row(goods, "5"));
    expect(await costs("inv_other_out", out)).toEqual(["50"]);
    const early = await book("inv_other_in", 2, row(goods, "10", { cost: "200" }));
    expect(await costs("inv_other_out", out)).toEqual(["75"]);
    await undo("inv_other_in", early);
    expect(await costs("inv_other_out", out)).toEqual(["50"]);
  });

  test("an issue dated earlier takes the average of its day", async () => {
    const goods = await material();
    await book("inv_other_in", 1, row(goods, "10", { cost: "100" }));
    await book("inv_other_in", 3, row(goods, "10", { cost: "300" }));
    const late = await book("inv_other_out", 4, row(goods, "10"));
    expect(await costs("inv_other_out", late)).toEqual(["200"]);
    const early = await book("inv_other_out", 2, row(goods, "5"));
    expect(await costs("inv_other_out", early)).toEqual(["50"]);
    // 5 left at 10.00 and 10 at 30.00: 350.00 over 15, 10 of them.
    expect(await costs("inv_other_out", late)).toEqual(["233.33"]);
  });

  test("through a move and a disassembly to the issue of a part", async () => {
    const [set, a, b] = [await material({ inv_mgr_type: "1" }), await material(), await material()];
    const other = await otherStore();
    await book("inv_other_in", 1, row(set, "1", { cost: "100" }));
    const move = await book("inv_tfmove", 3, {
      material_id: set,
      unit_id: PIECE,
      qty: "1",
      out_stock_id: STORE,
      in_stock_id: other,
    });
    const part = (goods: string, share: string) =>
      row(goods, "1", { material_type: "S", cost_share_percent: share });
    const apart = await book(
      "inv_disassemble",
      4,
      { ...row(set, "1", { material_type: "M" }), stock_id: other },
      part(a, "40"),
      part(b, "60"),
    );
    const out = await book("inv_other_out", 5, row(a, "1"));
    expect(await costs("inv_other_out", out)).toEqual(["40"]);
    await book("inv_other_in", 2, row(set, "1", { cost: "200" }));
    expect(await costs("inv_tfmove", move)).toEqual(["150"]);
    expect(await costs("inv_disassemble", apart)).toEqual(["150", "60", "90"]);
    expect(await costs("inv_other_out", out)).toEqual(["60"]);
    expect(await findings()).toEqual([]);
  });

  test("FIFO: the oldest go first, also those that are booked afterwards", async () => {
    const goods = await material(FIFO);
    await book("inv_other_in", 1, row(goods, "10", { cost: "10" }));
    await book("inv_other_in", 3, row(goods, "10", { cost: "20" }));
    const out = await book("inv_other_out", 4, row(goods, "15"));
    expect(await costs("inv_other_out", out)).toEqual(["20"]);
    const early = await book("inv_other_in", 2, row(goods, "5", { cost: "25" }));
    expect(await costs("inv_other_out", out)).toEqual(["35"]);
    await undo("inv_other_in", early);
    expect(await costs("inv_other_out", out)).toEqual(["20"]);
    await undo("inv_other_out", out);
    const again = await book("inv_other_out", 2, row(goods, "4"));
    expect(await costs("inv_other_out", again)).toEqual(["4"]);
    expect(await findings()).toEqual([]);
  });

  test("FIFO: goods that only change place stay as old as they are", async () => {
    const goods = await material(FIFO);
    await book("inv_other_in", 1, row(goods, "10", { cost: "10" }));
    await book("inv_other_in", 2, row(goods, "10", { cost: "20" }));
    const places = { out_stock_id: STORE, in_stock_id: await otherStore() };
    await book("inv_tfmove", 3, { material_id: goods, unit_id: PIECE, qty: "10", ...places });
    const out = await book("inv_other_out", 4, row(goods, "10"));
    expect(await costs("inv_other_out", out)).toEqual(["10"]);
  });

  test("a recount followed by a receipt dated earlier (PEERS, ERPNext)", async () => {
    const goods = await material();
    await book("inv_other_in", 1, row(goods, "50", { cost: "5000" }));
    const { ids } = await demo().client.inv_check_gail_bill.save({
      bill_date: day(5),
      operation_key: "audit",
      material_entity: [row(goods, "5", { cost: "500" })],
    } as never);
    const out = await book("inv_other_out", 6, row(goods, "55"));
    expect(await costs("inv_other_out", out)).toEqual(["5500"]);
    await book("inv_other_in", 3, row(goods, "10", { cost: "2000" }));
    const gain = await demo().client.inv_check_gail_bill.detail({ id: ids[0] ?? "" });
    expect(gain.material_entity[0]).toMatchObject({ qty: "5", cost: "500" });
    // 65 pieces worth 7500.00.
    expect(await costs("inv_other_out", out)).toEqual(["6346.15"]);
    const page = await demo().client.stock.inventory({ material_ids: [goods] });
    expect(page.rows[0]?.qty).toBe("10.0000000000");
  });
});

describe("what is refused", () => {
  test("stock below zero on a day in between, with the day and the bill", async () => {
    const goods = await material();
    await book("inv_other_in", 1, row(goods, "10", { cost: "10" }));
    await book("inv_other_out", 2, row(goods, "10"));
    const late = await book("inv_other_in", 4, row(goods, "10", { cost: "10" }));
    const early = book("inv_other_out", 1, row(goods, "5"));
    expect(await refusalOf(early)).toEqual([["negativeAtDate", "material_entity[0].qty"]]);
    await expect(early).rejects.toThrow(/2026-05-02.*结存为 -5/);
    await book("inv_other_out", 5, row(goods, "5"));
    expect(await refusalOf(undo("inv_other_in", late))).toEqual([["stockUsed", "ids[0]"]]);
  });

  test("un-audit that leaves too little on a day that is over", async () => {
    const goods = await material();
    const first = await book("inv_other_in", 1, row(goods, "10", { cost: "10" }));
    await book("inv_other_out", 2, row(goods, "10"));
    await book("inv_other_in", 4, row(goods, "20", { cost: "10" }));
    expect(await refusalOf(undo("inv_other_in", first))).toEqual([["negativeAtDate", "ids[0]"]]);
  });

  test("a serial that moved later, in both directions", async () => {
    const phone = await material({ is_serial: true });
    const first = await book("inv_other_in", 5, row(phone, "2", { sn_list: "T1;T2", cost: "2" }));
    const early = book("inv_other_out", 4, row(phone, "1", { sn_list: "T1" }));
    expect(await refusalOf(early)).toEqual([
      ["negativeAtDate", "material_entity[0].qty"],
      ["serialMovedLater", "material_entity[0].sn_list"],
    ]);
    await book("inv_other_out", 6, row(phone, "1", { sn_list: "T1" }));
    await book("inv_other_in", 7, row(phone, "2", { sn_list: "T1;T3", cost: "2" }));
    expect(await refusalOf(undo("inv_other_in", first))).toEqual([
      ["negativeAtDate", "ids[0]"],
      ["serialMovedLater", "ids[0]"],
    ]);
  });

  test("a later bill that cannot be read any more", async () => {
    const [set, part] = [await material(), await material()];
    await book("inv_other_in", 1, row(set, "1", { cost: "100" }));
    const rows = [
      row(set, "1", { material_type: "M" }),
      row(part, "1", { material_type: "S", cost_share_percent: "100" }),
    ];
    const apart = await book("inv_disassemble", 3, ...rows);
    const { pool } = demo().server.system.database;
    const set_ = (from: string, to: string) =>
      pool.query(
        `update bill_line set data = jsonb_set(data, '{unit_id}', to_jsonb($3::text))
         where bill_id = $1 and data ->> 'unit_id' = $2`,
        [apart, from, to],
      );
    await set_(PIECE, "99");
    const early = book("inv_other_in", 2, row(set, "1", { cost: "200" }));
    expect(await refusalOf(early)).toEqual([["recostingBlocked", ""]]);
    await set_("99", PIECE);
    await book("inv_other_in", 2, row(set, "1", { cost: "200" }));
    expect(await costs("inv_disassemble", apart)).toEqual(["150", "150"]);
  });
});

describe("by the job, when more than 1,000 rows follow", () => {
  const LINES = 350;
  const issue = (date: number, goods: string) =>
    book("inv_other_out", date, ...Array.from({ length: LINES }, () => row(goods, "1")));
  const state = () => demo().client.xingcang.recosting();

  test("the bill counts at once, costs follow all at once, with progress", async () => {
    const goods = await material();
    const qty = String(3 * LINES + 10);
    await book("inv_other_in", 1, row(goods, qty, { cost: qty }));
    const outs = [await issue(3, goods), await issue(4, goods), await issue(5, goods)];
    const [last = ""] = outs.slice(-1);
    const early = await book("inv_other_in", 2, row(goods, qty, { cost: String(3 * Number(qty)) }));
    // Not costed anew yet, but right in themselves.
    expect(await costs("inv_other_out", last)).toEqual(Array.from({ length: LINES }, () => "1"));
    expect(await findings()).toEqual([]);
    expect(await state()).toMatchObject({ waiting_pools: 1, from: day(2), is_running: false });
    const close = demo().client.xingcang.saveSettings({ closed_through: day(31) });
    expect(await refusalOf(close)).toEqual([["recostingUnderWay", "closed_through"]]);
    // Another one joins what waits.
    const issued = await book("inv_other_out", 2, row(goods, "10"));
    expect(await demo().server.system.recost()).toBe(3 * LINES + 2);
    expect(await costs("inv_other_out", last)).toEqual(Array.from({ length: LINES }, () => "2"));
    expect(await costs("inv_other_out", issued)).toEqual(["20"]);
    const rows = 3 * LINES + 2;
    expect(await state()).toMatchObject({
      waiting_pools: 0,
      from: "",
      is_running: false,
      done: rows,
      total: rows,
    });
    expect(await findings()).toEqual([]);

    // Un-audit of what all of them were costed from: provisional, then exact.
    await undo("inv_other_out", issued);
    await undo("inv_other_in", early);
    expect(await findings()).toEqual([]);
    expect(await demo().server.system.recost()).toBe(3 * LINES);
    expect(await costs("inv_other_out", last)).toEqual(Array.from({ length: LINES }, () => "1"));
    expect(await state()).toMatchObject({ waiting_pools: 0 });
    expect(await findings()).toEqual([]);
    expect(await demo().server.system.recost()).toBe(0);
  });

  test("a job that fails leaves the costs before, and is done again", async () => {
    const goods = await material();
    await book("inv_other_in", 1, row(goods, "2000", { cost: "2000" }));
    const outs = [await issue(3, goods), await issue(3, goods), await issue(3, goods)];
    await book("inv_other_in", 2, row(goods, "2000", { cost: "6000" }));
    const { system } = demo().server;
    const [accountId = ""] = await createVerifyStore(system.database).accountIds();
    let told = 0;
    const failing = system.lanes.submit(accountId, {
      replays: [],
      run: async (unit) => {
        await recost(unit, async () => {
          told += 1;
          throw new Error("the disk is full");
        });
        return { status: 200, body: "" };
      },
      conflict: () => ({ status: 500, body: "" }),
    });
    await expect(failing).rejects.toThrow("the disk is full");
    expect(told).toBe(1);
    expect(await state()).toMatchObject({ waiting_pools: 1, from: day(2) });
    expect(await costs("inv_other_out", outs[0] ?? "")).toContain("1");
    expect(await findings()).toEqual([]);
    expect(await system.recost()).toBe(3 * LINES + 1);
    expect(new Set(await costs("inv_other_out", outs[0] ?? ""))).toEqual(new Set(["2"]));
  });

  test("FIFO as well, and a disassembly whose parts went on", async () => {
    const [set, part] = [await material(FIFO), await material(FIFO)];
    await book("inv_other_in", 1, row(set, String(3 * LINES + 1), { cost: "3153" }));
    await issue(3, set);
    await issue(3, set);
    const rows = [
      row(set, "1", { material_type: "M" }),
      row(part, "1", { material_type: "S", cost_share_percent: "100" }),
    ];
    const apart = await book("inv_disassemble", 3, ...rows);
    const out = await book("inv_other_out", 4, row(part, "1"));
    await issue(4, set);
    const before = await costs("inv_other_out", out);
    const early = await book("inv_other_in", 1, row(set, "1", { cost: "777.77" }));
    const moved = await book("inv_other_out", 2, row(set, "1"));
    expect(await findings()).toEqual([]);
    await demo().server.system.recost();
    expect(await findings()).toEqual([]);
    expect(await costs("inv_disassemble", apart)).toEqual([before, before].flat());
    await undo("inv_other_out", moved);
    await undo("inv_other_in", early);
    await demo().server.system.recost();
    expect(await costs("inv_other_out", out)).toEqual(before);
    expect(await findings()).toEqual([]);
  });
});
