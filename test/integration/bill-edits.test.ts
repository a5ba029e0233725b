/** Edits of drafts over HTTP, and what master data changed since means for an audit (D20, D21). */
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const [BOTTLE, BOX, PIECE] = ["1001", "1002", "1004"];
const STORE = "2002";
const DISASSEMBLE = "/jdy/v2/scm/inv_disassemble";
const IN = "/jdy/v2/scm/inv_other_in";
const OUT = "/jdy/v2/scm/inv_other_out";

let made = 0;
async function material(fields: object = {}): Promise<string> {
  made += 1;
  const input = { name: `改单${made}`, base_unit_id: PIECE as string, ...fields };
  return (await demo().client.material.save(input)).ids[0] ?? "";
}

const head = { bill_date: "2026-01-01", trans_type_id: "12" };
const row = (material_id: string, more: object = {}) => ({
  material_id,
  unit_id: PIECE as string,
  stock_id: STORE,
  qty: "1",
  ...more,
});
const receipt = (...rows: object[]) => ({ ...head, material_entity: rows });

async function refused(path: string, body: object): Promise<readonly (readonly string[])[]> {
  return (await unchanged(demo(), () => refusedCall(demo(), { path, body }))).faults;
}

/** Rows are built of parts, which no type follows. */
const typed = (body: object) => body as never;

describe("rows of an edit", () => {
  test("by id edited, without id new, left out gone; of another bill or twice refused", async () => {
    const { client } = demo();
    const [goods, other] = [await material(), await material()];
    const rows = [row(goods, { comment: "甲" }), row(goods, { comment: "乙" })];
    const id = (await client.inv_other_in.save(typed(receipt(...rows)))).ids[0] ?? "";
    const [first, second] = (await client.inv_other_in.detail({ id })).material_entity;
    const edited = receipt({ ...row(goods, { qty: "3" }), id: second?.id }, row(other));
    await client.inv_other_in.save(typed({ ...edited, id }));
    const now = (await client.inv_other_in.detail({ id })).material_entity;
    expect(now.map((item) => [item.comment, item.qty, item.seq])).toEqual([
      ["乙", "3", 1],
      ["", "1", 2],
    ]);
    expect(now[0]?.id).toBe(second?.id);
    const gone = { ...receipt({ ...row(goods), id: first?.id }), id };
    expect(await refused(IN, gone)).toEqual([["billRowUnknown", "material_entity[0].id"]]);
    const twice = { ...row(goods), id: second?.id };
    expect(await refused(IN, { ...receipt(twice, twice), id })).toEqual([
      ["billRowRepeated", "material_entity[1].id"],
    ]);
    expect(await refused(IN, receipt(twice))).toEqual([
      ["billRowUnknown", "material_entity[0].id"],
    ]);
    const foreign = (await client.inv_other_in.detail({ id: "1" })).material_entity[0]?.id;
    expect(await refused(IN, { ...receipt({ ...row(goods), id: foreign }), id })).toEqual([
      ["billRowUnknown", "material_entity[0].id"],
    ]);
    // A bill of another type is no bill of this one.
    expect(await refused(OUT, { ...receipt(row(goods)), id })).toEqual([["recordUnknown", "id"]]);
  });

  test("what was worked out follows the new values", async () => {
    const { client } = demo();
    const water = await material({
      base_unit_id: BOTTLE,
      is_multi_unit: true,
      fix_unit_id1: BOX,
      coefficient1: "24",
    });
    const part = row(await material(), { material_type: "S", cost_share_percent: "100" });
    const product = row(water, { unit_id: BOX, material_type: "M" });
    const bill = { bill_date: "2026-01-01", material_entity: [product, part] };
    const id = (await client.inv_disassemble.save(typed(bill))).ids[0] ?? "";
    const line = async () => (await client.inv_disassemble.detail({ id })).material_entity[0];
    expect(await line()).toMatchObject({ base_qty: "24", coefficient: "24" });
    const edit = { ...product, id: (await line())?.id, qty: "2" };
    await client.inv_disassemble.save(typed({ ...bill, id, material_entity: [edit, part] }));
    expect(await line()).toMatchObject({ qty: "2", base_qty: "48" });
    const bottles = { ...edit, unit_id: BOTTLE };
    await client.inv_disassemble.save(typed({ ...bill, id, material_entity: [bottles, part] }));
    expect(await line()).toMatchObject({ qty: "2", base_qty: "2", coefficient: "1" });
  });

  test("a new batch has its own dates, a new unit cost replaces the cost", async () => {
    const { client } = demo();
    const milk = await material({
      is_batch: true,
      is_kf_period: true,
      kf_period: "7",
      kf_period_type: "1",
    });
    const first = row(milk, { batch_no: "A", kf_date: "2026-01-01", cost: "7" });
    const id = (await client.inv_other_in.save(typed(receipt(first)))).ids[0] ?? "";
    const line = async () => (await client.inv_other_in.detail({ id })).material_entity[0];
    const edit = { ...row(milk), id: (await line())?.id };
    const save = (more: object) =>
      client.inv_other_in.save(typed({ ...receipt({ ...edit, ...more }), id }));
    await save({ kf_date: "2026-02-01" });
    expect(await line()).toMatchObject({ batch_no: "A", valid_date: "2026-02-08", cost: "7" });
    await save({ batch_no: "B", kf_date: "2026-03-01", unit_cost: "2", qty: "4" });
    expect(await line()).toMatchObject({ batch_no: "B", valid_date: "2026-03-08", cost: "8" });
    const goods = await material();
    const other = { ...receipt({ ...row(goods), id: edit.id }), id };
    await client.inv_other_in.save(typed(other));
    expect(await line()).toMatchObject({ id: edit.id, batch_no: "", valid_date: "", cost: "0" });
  });
});

describe("fees of an edit (contract section 9)", () => {
  test("they stay until del_ids names them; faults name the place in the request", async () => {
    const { client } = demo();
    const set = row(await material(), { material_type: "M" });
    const part = row(await material(), { material_type: "S", cost_share_percent: "100" });
    const fee = (amount: string) => ({ amount, pacct_type_id: "1", supplier_id: "1" });
    const bill = (cost_fee_entity?: object) => ({
      ...(cost_fee_entity && { cost_fee_entity }),
      material_entity: [set, part],
    });
    const created = bill({ fee_records: [fee("1"), fee("2")] });
    const id = (await client.inv_disassemble.save(typed(created))).ids[0] ?? "";
    const fees = async () =>
      (await client.inv_disassemble.detail({ id })).cost_fee_entity.fee_records;
    const [one, two] = await fees();
    await client.inv_disassemble.save(typed({ ...bill(), id }));
    expect((await fees()).map((item) => Number(item.amount))).toEqual([1, 2]);
    const change = { fee_records: [{ ...fee("9"), id: one?.id }, fee("3")], del_ids: two?.id };
    await client.inv_disassemble.save(typed({ ...bill(change), id }));
    expect((await fees()).map((item) => Number(item.amount))).toEqual([9, 3]);
    const wrong = bill({ fee_records: [fee("-1")] });
    expect(await refused(DISASSEMBLE, { ...wrong, id })).toEqual([
      ["amountInvalid", "cost_fee_entity.fee_records[0].amount"],
    ]);
    const gone = bill({ fee_records: [{ ...fee("1"), id: two?.id }] });
    expect(await refused(DISASSEMBLE, { ...gone, id })).toEqual([
      ["billRowUnknown", "cost_fee_entity.fee_records[0].id"],
    ]);
  });
});

describe("audit", () => {
  test("an edit with operation_key audits it, and a refused one leaves the draft and its number", async () => {
    const { client } = demo();
    const goods = await material();
    const draft = { ...receipt(row(goods)), trans_type_id: "13" };
    const saved = await client.inv_other_out.save(typed(draft));
    const [id = ""] = saved.ids;
    const audit = { ...draft, id, remark: "改", operation_key: "audit" };
    expect(await refused(OUT, audit)).toEqual([["stockShort", "material_entity[0].qty"]]);
    expect(await refused(OUT, { ...audit, id: "" })).toEqual([
      ["stockShort", "material_entity[0].qty"],
    ]);
    await client.inv_other_in.save(typed({ ...receipt(row(goods)), operation_key: "audit" }));
    await client.inv_other_out.save(typed(audit));
    expect(await client.inv_other_out.detail({ id })).toMatchObject({
      bill_no: saved.id_number_map[id],
      bill_status: "C",
      remark: "改",
    });
    expect(await refused(OUT, audit)).toEqual([["billNotEditable", "id"]]);
  });

  test("a draft is audited by the master data of the day: ratios anew, flags checked", async () => {
    const { client } = demo();
    const fields = { base_unit_id: BOTTLE, is_multi_unit: true, fix_unit_id1: BOX };
    const water = await material({ ...fields, coefficient1: "24" });
    const draft = receipt(row(water, { unit_id: BOX }));
    const id = (await client.inv_other_in.save(typed(draft))).ids[0] ?? "";
    const edit = { id: water, name: `改率${made}`, ...fields };
    await client.material.save(typed({ ...edit, coefficient1: "12", is_batch: true }));
    const audit = {
      entity_number: "inv_other_bill_inbound",
      operate_type: "audit",
      ids: [id],
    };
    expect(await refused("/jdy/v2/sys/common_operate", audit)).toEqual([
      ["batchRequired", "ids[0].material_entity[0].batch_no"],
    ]);
    await client.material.save(typed({ ...edit, coefficient1: "12", is_batch: false }));
    await client.system.commonOperate(audit);
    const line = (await client.inv_other_in.detail({ id })).material_entity[0];
    expect(line).toMatchObject({ base_qty: "12", coefficient: "12" });
    const { rows } = await client.stock.inventory({ material_ids: [water] });
    expect(Number(rows[0]?.qty)).toBe(12);
  });
});

describe("totals beyond what can be booked", () => {
  test("quantity and value of a material have at most 15 digits before the point", async () => {
    const { client } = demo();
    const goods = await material();
    const most = row(goods, { qty: "999999999999999", cost: "999999999999999" });
    await client.inv_other_in.save(typed({ ...receipt(most), operation_key: "audit" }));
    const more = { ...receipt(row(goods, { cost: "1" })), operation_key: "audit" };
    expect(await refused(IN, more)).toEqual([
      ["decimalTooLarge", "material_entity[0].qty"],
      ["decimalTooLarge", "material_entity[0].cost"],
    ]);
  });
});
