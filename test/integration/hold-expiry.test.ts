/**
 * 占用到期 (D18) over HTTP with the server's clock moved: what is past is nobody's, whether the
 * sweep has come by or not.
 */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { composeSystem } from "../../server/src/compose.ts";
import { readConfig, readMasterKey } from "../../server/src/config.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;
const PIECE = "1004";
const STORE = "2002";

let made = 0;
let goods = "";

/** Hours are on for isv_bill alone. */
beforeAll(async () => {
  const saved = await demo().client.xingcang.saveSettings({
    hold_expiry_hours: { isv_bill: "72" },
  });
  expect(saved.hold_expiry_hours).toEqual({ isv_bill: "72" });
});

/** Ten pieces of a new material in one store. */
async function stocked(fields: object = {}, row: object = {}): Promise<string> {
  made += 1;
  const { client } = demo();
  const saved = await client.material.save({
    name: `到期${made}`,
    base_unit_id: PIECE,
    ...fields,
  });
  const id = saved.ids[0] ?? "";
  await client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [
      { material_id: id, unit_id: PIECE, stock_id: STORE, qty: "10", cost: "50", ...row },
    ],
  });
  return id;
}

beforeEach(async () => {
  goods = await stocked();
});

const line = (fields: object = {}) => ({
  material_id: goods,
  unit: PIECE,
  stock_id: STORE,
  qty: "8",
  ...fields,
});

const occupy = (bill_id: string, fields: object = {}, bill_type_id = "isv_bill") =>
  demo().client.stock.occupy({
    bill_type_id,
    bill_id,
    is_re_calc_qty: true,
    material_entity: [{ bill_entry_id: "1", ...line(fields) }],
  });

const release = (src_inter_id: string, qty: string, fields: object = {}) =>
  demo().client.stock.release({
    src_bill_type_id: "isv_bill",
    src_inter_id,
    is_re_calc_qty: true,
    material_entity: [{ src_entry_id: "1", ...line({ qty, ...fields }) }],
  });

const ship = (qty: string, fields: object = {}) =>
  demo().client.inv_other_out.save({
    bill_date: "2026-01-02",
    trans_type_id: "13",
    operation_key: "audit",
    material_entity: [{ material_id: goods, unit_id: PIECE, stock_id: STORE, qty, ...fields }],
  });

const named = (src_inter_id: string) => ({
  src_bill_type_id: "isv_bill",
  src_inter_id,
  src_entry_id: "1",
});

const explained = () => demo().client.xingcang.explain({ material_id: goods, page_size: 100 });
const eventsOf = async () =>
  (await explained()).hold_events.map(({ kind, qty }) => [kind, qty]).reverse();
const numbersOf = async () => {
  const { on_hand, occupied, available } = await explained();
  return { on_hand, occupied, available };
};
const sweep = () => demo().server.system.expireHolds();

describe("a hold under an expiry", () => {
  test("tells when it expires; another bill type does not expire", async () => {
    await occupy(`e${made}`, { qty: "3" });
    await occupy(`e${made}`, { qty: "2" }, "sal_bill_order");
    const { holds } = await explained();
    const [first, second] = holds;
    expect(holds).toHaveLength(2);
    const opened = Date.parse(`${first?.opened_at}Z`);
    expect(Date.parse(`${first?.expires_at}Z`) - opened).toBe(72 * HOUR);
    expect(second).toMatchObject({ expires_at: "", bill_type_id: "sal_bill_order" });
  });

  test("is whole until then, and the sweep leaves it", async () => {
    await occupy(`e${made}`);
    demo().advance(72 * HOUR - 60_000);
    expect(await sweep()).toBe(0);
    expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "8", available: "2" });
    expect((await explained()).holds[0]).toMatchObject({ state: "open", age_hours: 71 });
  });

  test("is expired by the sweep, once, with an event; the parts still sum", async () => {
    await occupy(`e${made}`);
    await release(`e${made}`, "1");
    demo().advance(72 * HOUR);
    expect((await explained()).holds[0]).toMatchObject({ state: "due", held_qty: "7" });
    expect(await sweep()).toBeGreaterThan(0);
    expect(await sweep()).toBe(0);
    expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "0", available: "10" });
    expect(await eventsOf()).toEqual([
      ["opened", "8"],
      ["released", "1"],
      ["expired", "7"],
    ]);
    const { rows } = await demo().client.xingcang.holds({ material_id: goods, open_only: false });
    expect(rows).toMatchObject([
      { opened_qty: "8", held_qty: "0", released_qty: "1", expired_qty: "7", state: "closed" },
    ]);
  });
});

describe("past its time and not swept yet", () => {
  beforeEach(async () => {
    await occupy(`e${made}`);
    demo().advance(72 * HOUR);
  });

  test("its stock is available to others", async () => {
    await occupy(`other${made}`, { qty: "10" });
    expect(await eventsOf()).toEqual([
      ["opened", "8"],
      ["expired", "8"],
      ["opened", "10"],
    ]);
  });

  test("it cannot be released: nothing is held", async () => {
    expect(await refusalOf(release(`e${made}`, "1"))).toEqual([
      ["holdExceeded", "material_entity[0].qty"],
    ]);
    expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "0", available: "10" });
  });

  test("it cannot be released in bulk either, by id: unknown; by filter: not among them", async () => {
    const { holds } = await explained();
    const hold_ids = holds.map(({ hold_id }) => hold_id);
    const { xingcang } = demo().client;
    const reason = "清理";
    expect(await refusalOf(xingcang.releaseHolds({ hold_ids, reason }))).toEqual([
      ["holdUnknown", "hold_ids[0]"],
    ]);
    const done = await xingcang.releaseHolds({ material_id: goods, reason });
    expect(done).toEqual({ released: 0, rows: [] });
    expect(await eventsOf()).toEqual([
      ["opened", "8"],
      ["expired", "8"],
    ]);
  });

  test("a bill that names it takes from what is available, and consumes nothing", async () => {
    await ship("9", named(`e${made}`));
    const { rows } = await explained();
    expect(rows[0]).toMatchObject({ kind: "out", out_qty: "9", hold_id: "" });
    expect(await numbersOf()).toEqual({ on_hand: "1", occupied: "0", available: "1" });
  });

  test("the same entry is held anew, with its own time", async () => {
    const [first] = (await explained()).holds;
    const again = await occupy(`e${made}`);
    expect(again.ret_ids).not.toEqual([first?.hold_id]);
    const { holds } = await explained();
    expect(holds).toMatchObject([{ hold_id: again.ret_ids[0], state: "open", age_hours: 0 }]);
    expect(await eventsOf()).toEqual([
      ["opened", "8"],
      ["expired", "8"],
      ["opened", "8"],
    ]);
  });

  test("a refused request leaves it expired all the same", async () => {
    expect(await refusalOf(occupy(`more${made}`, { qty: "11" }))).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "0", available: "10" });
  });

  test("a dry run sees it expired and changes nothing", async () => {
    const { client } = demo();
    const body = {
      bill_type_id: "isv_bill",
      bill_id: `dry${made}`,
      is_re_calc_qty: true,
      material_entity: [{ bill_entry_id: "1", ...line({ qty: "10" }) }],
    };
    const headers = { "X-Xingcang-Dry-Run": "1" };
    const reply = await client.call("POST", "/jdy/v2/scm/inv_occupy", { body, headers });
    expect(JSON.parse(reply.body)).toMatchObject({
      errcode: 0,
      dry_run: { balances: [{ on_hand: "10", occupied: "10", available: "0" }] },
    });
    expect((await explained()).holds).toMatchObject([{ state: "due", held_qty: "8" }]);
  });
});

test("serials of an expired hold are free", async () => {
  goods = await stocked({ is_serial: true }, { qty: "2", sn_list: "A1;A2" });
  await occupy(`s${made}`, { qty: "1", sn_list: "A1" });
  expect(await refusalOf(occupy(`t${made}`, { qty: "1", sn_list: "A1" }))).toEqual([
    ["serialHeld", "material_entity[0].sn_list"],
  ]);
  demo().advance(72 * HOUR);
  await occupy(`t${made}`, { qty: "1", sn_list: "A1" });
  demo().advance(72 * HOUR);
  await sweep();
  const { serial, holds } = await demo().client.xingcang.explain({
    material_id: goods,
    serial: "A1",
  });
  expect(serial).toMatchObject({ serial: "A1", in_stock: true, hold_id: "" });
  expect(holds).toEqual([]);
});

test("un-audit gives back to a hold that is past: it is available at once", async () => {
  await occupy(`u${made}`, { qty: "6" });
  const out = await ship("4", named(`u${made}`));
  demo().advance(72 * HOUR);
  await sweep();
  await demo().client.system.commonOperate({
    entity_number: "inv_other_bill_outbound",
    operate_type: "unaudit",
    ids: out.ids,
  });
  expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "0", available: "10" });
  expect(await eventsOf()).toEqual([
    ["opened", "6"],
    ["consumed", "4"],
    ["expired", "2"],
    ["returned", "4"],
    ["expired", "4"],
  ]);
});

test("many due holds go in batches, beside requests on the same stock", async () => {
  const lines = Array.from({ length: 10 }, (_, index) => ({
    ...line({ qty: "1" }),
    bill_entry_id: `${index}`,
  }));
  const many = async (bill_id: string, material_entity: object[]) =>
    demo().client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id,
      is_re_calc_qty: true,
      material_entity: material_entity as never,
    });
  await many(`b${made}`, lines);
  const other = await stocked({}, { qty: "450" });
  const rest = Array.from({ length: 450 }, (_, index) => ({
    ...line({ qty: "1", material_id: other }),
    bill_entry_id: `${index}`,
  }));
  await many(`c${made}`, rest);
  demo().advance(72 * HOUR);
  const requests = Array.from({ length: 20 }, (_, index) =>
    occupy(`r${made}-${index}`, { qty: "1" }),
  );
  const [swept, ...answers] = await Promise.allSettled([sweep(), ...requests]);
  expect(swept.status).toBe("fulfilled");
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect(await numbersOf()).toEqual({ on_hand: "10", occupied: "10", available: "0" });
  const { event_count } = await demo().client.xingcang.explain({ material_id: other });
  expect(event_count).toBe(900);
});

test("two servers on one database sweep at the same time: each hold expires once", async () => {
  const { server, advance, now } = demo();
  await occupy(`w${made}`);
  advance(72 * HOUR);
  const environment = { XINGCANG_SECRET_KEY: "00".repeat(32), XINGCANG_DATA_DIR: "." };
  const second = await composeSystem({
    connection: server.connection,
    masterKey: readMasterKey(environment, readConfig(environment).dataDir),
    now,
    log: () => {},
  });
  try {
    const done = await Promise.all([sweep(), second.expireHolds(), sweep(), second.expireHolds()]);
    expect(done.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  } finally {
    await second.close();
  }
  expect(await eventsOf()).toEqual([
    ["opened", "8"],
    ["expired", "8"],
  ]);
});

test("the expiry of a hold is that of the day it was opened", async () => {
  const { client, advance } = demo();
  await occupy(`x${made}`, { qty: "1" });
  await client.xingcang.saveSettings({ hold_expiry_hours: { "*": "1" } });
  await occupy(`y${made}`, { qty: "1" }, "sal_bill_order");
  await client.xingcang.saveSettings({ hold_expiry_hours: { "*": "1", isv_bill: "0" } });
  await occupy(`z${made}`, { qty: "1" });
  advance(HOUR);
  await sweep();
  const open = (await explained()).holds.map(({ bill_id }) => bill_id);
  expect(open).toEqual([`x${made}`, `z${made}`]);
  await client.xingcang.saveSettings({ hold_expiry_hours: {} });
  advance(71 * HOUR);
  await sweep();
  expect((await explained()).holds.map(({ bill_id }) => bill_id)).toEqual([`z${made}`]);
});
