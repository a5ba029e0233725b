/** 单据 over HTTP: save, audit, un-audit, delete, numbers, lists, details, costs and serials. */
import { describe, expect, test } from "vitest";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const UNIT = "1002";
const PIECE = "1004";
const STORE = "1";

let made = 0;
async function material(fields: object = {}): Promise<string> {
  made += 1;
  const saved = await demo().client.material.save({
    name: `测试商品${made}`,
    base_unit_id: PIECE,
    ...fields,
  });
  return saved.ids[0] ?? "";
}

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function receive(materialId: string, line: object, operation: "audit" | "" = "audit") {
  return demo().client.inv_other_in.save({
    bill_date: today(),
    trans_type_id: "12",
    ...(operation && { operation_key: operation }),
    material_entity: [
      { material_id: materialId, unit_id: PIECE, stock_id: STORE, qty: "1", ...line },
    ],
  });
}

async function onHand(materialId: string): Promise<string | undefined> {
  const page = await demo().client.stock.inventory({ material_ids: [materialId] });
  return page.rows[0]?.qty;
}

async function operate(entity: string, operate_type: string, ids: string[]) {
  return demo().client.system.commonOperate({ entity_number: entity, operate_type, ids });
}

describe("life of a bill (D20)", () => {
  test("a draft neither moves nor holds; audit moves, a second audit changes nothing, un-audit gives back", async () => {
    const goods = await material();
    const { ids, id_number_map } = await receive(goods, { qty: "5", unit_cost: "2" }, "");
    const [id = ""] = ids;
    expect(id_number_map[id]).toMatch(/^QTRK-\d{8}-\d{5}$/);
    expect(await onHand(goods)).toBeUndefined();
    for (const _ of [1, 2]) {
      await operate("inv_other_bill_inbound", "audit", [id]);
      expect(await onHand(goods)).toBe("5.0000000000");
    }
    expect(await refusalOf(operate("inv_other_bill_inbound", "delete", [id]))).toEqual([
      ["billNotEditable", "ids[0]"],
    ]);
    const edit = demo().client.inv_other_in.save({
      id,
      bill_date: today(),
      trans_type_id: "12",
      material_entity: [{ material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "6" }],
    });
    expect(await refusalOf(edit)).toEqual([["billNotEditable", "id"]]);
    for (const _ of [1, 2]) await operate("inv_other_bill_inbound", "unaudit", [id]);
    const detail = await demo().client.inv_other_in.detail({ id });
    expect(detail.bill_status).toBe("Z");
    await operate("inv_other_bill_inbound", "delete", [id]);
    expect(await refusalOf(demo().client.inv_other_in.detail({ id }))).toEqual([
      ["recordUnknown", "id"],
    ]);
  });

  test("save with audit is both or neither", async () => {
    const goods = await material();
    const before = (await demo().client.inv_other_out.list({})).count;
    const out = demo().client.inv_other_out.save({
      bill_date: today(),
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [{ material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "1" }],
    });
    expect(await refusalOf(out)).toEqual([["stockShort", "material_entity[0].qty"]]);
    expect((await demo().client.inv_other_out.list({})).count).toBe(before);
  });

  test("a failing bill of a batch does not undo the others", async () => {
    const goods = await material();
    const first = (await receive(goods, { qty: "5" }, "")).ids[0] ?? "";
    const reply = await demo().client.call("POST", "/jdy/v2/sys/common_operate", {
      body: {
        entity_number: "inv_other_bill_inbound",
        operate_type: "audit",
        ids: [first, "404"],
      },
    });
    const { errcode, data, errors } = JSON.parse(reply.body);
    expect({ errcode, ids: data.ids, keys: errors.map((e: { key: string }) => e.key) }).toEqual({
      errcode: 0,
      ids: [first],
      keys: ["recordUnknown"],
    });
    expect(await onHand(goods)).toBe("5.0000000000");
  });

  test("numbers may be given, are unique, and count on from the day (D21)", async () => {
    const goods = await material();
    const save = (bill_no: string, bill_date: string) =>
      demo().client.inv_other_in.save({
        bill_no,
        bill_date,
        trans_type_id: "12",
        material_entity: [{ material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "1" }],
      });
    await save("QTRK-20300105-00001", "2030-01-05");
    expect(await refusalOf(save("QTRK-20300105-00001", "2030-01-05"))).toEqual([
      ["billNumberTaken", "bill_no"],
    ]);
    const parallel = await Promise.all([1, 2, 3, 4, 5].map(() => save("", "2030-01-05")));
    const numbers = parallel.flatMap((saved) => Object.values(saved.id_number_map)).sort();
    expect(numbers).toEqual([2, 3, 4, 5, 6].map((n) => `QTRK-20300105-0000${n}`));
  });

  test("an edit keeps what is not sent, and its rows are the bill's rows", async () => {
    const goods = await material();
    const { ids } = await demo().client.inv_other_in.save({
      bill_date: today(),
      trans_type_id: "12",
      remark: "先前的备注",
      custom_field: { custom_field__1__abc: "头" },
      material_entity: [
        { material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "1", comment: "甲" },
        { material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "2" },
      ],
    });
    const [id = ""] = ids;
    const first = (await demo().client.inv_other_in.detail({ id })).material_entity[0];
    await demo().client.inv_other_in.save({
      id,
      bill_date: today(),
      trans_type_id: "12",
      material_entity: [
        {
          id: first?.id ?? "",
          material_id: goods,
          unit_id: PIECE,
          stock_id: STORE,
          qty: "7",
          custom_entity_field: { custom_entity_field__1__x: "行" },
        },
      ],
    });
    const after = await demo().client.inv_other_in.detail({ id });
    expect(after).toMatchObject({
      remark: "先前的备注",
      custom_field: { custom_field__1__abc: "头" },
    });
    expect(after.material_entity).toMatchObject([
      {
        id: first?.id,
        qty: "7",
        comment: "甲",
        custom_entity_field: { custom_entity_field__1__x: "行" },
      },
    ]);
  });
});

describe("cost", () => {
  test("moving average, and a box of 24", async () => {
    const goods = await material({ is_multi_unit: true, fix_unit_id1: UNIT, coefficient1: "24" });
    await receive(goods, { unit_id: UNIT, qty: "1", unit_cost: "48" });
    await receive(goods, { qty: "6", unit_cost: "3" });
    const { ids } = await demo().client.inv_other_out.save({
      bill_date: today(),
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [
        { material_id: goods, unit_id: PIECE, stock_id: STORE, qty: "7", cost: "9999" },
      ],
    });
    const detail = await demo().client.inv_other_out.detail({ id: ids[0] ?? "" });
    // 66.00 over 30 pieces: 7 × 2.20. A cost sent for goods that leave is ignored (D33).
    expect(detail.material_entity[0]).toMatchObject({
      cost: "15.4",
      unit_cost: "2.2",
      inv_qty: "23",
    });
  });

  test("拆卸单: 150.00 and a fee of 120.00 into 90.00 and 180.00; un-audit: 150.00 back", async () => {
    const [set, a, b] = [await material(), await material(), await material()];
    await receive(set, { cost: "150.00" });
    const { client } = demo();
    const { ids } = await client.inv_disassemble.save({
      bill_date: today(),
      allocate_rule: "1",
      operation_key: "audit",
      cost_fee_entity: {
        fee_records: [
          { amount: "120.00", pacct_type_id: "1", supplier_id: "1", tax_amount: "7.20" },
        ],
      },
      material_entity: [
        { material_id: set, material_type: "M", qty: "1", unit_id: PIECE, stock_id: STORE },
        {
          material_id: a,
          material_type: "S",
          qty: "1",
          unit_id: PIECE,
          stock_id: STORE,
          cost_share_percent: "33.33",
        },
        {
          material_id: b,
          material_type: "S",
          qty: "2",
          unit_id: PIECE,
          stock_id: STORE,
          cost_share_percent: "66.67",
        },
      ],
    });
    const [id = ""] = ids;
    const detail = await client.inv_disassemble.detail({ id });
    expect(detail.material_entity.map((row) => row.cost)).toEqual(["150", "90", "180"]);
    expect(detail.cost_fee_entity.fee_records[0]).toMatchObject({ all_amount: "127.20" });
    await operate("inv_disassemble_bill", "unaudit", [id]);
    const { ids: outs } = await client.inv_other_out.save({
      bill_date: today(),
      trans_type_id: "13",
      operation_key: "audit",
      material_entity: [{ material_id: set, unit_id: PIECE, stock_id: STORE, qty: "1" }],
    });
    const out = await client.inv_other_out.detail({ id: outs[0] ?? "" });
    expect(out.material_entity[0]?.cost).toBe("150");
  });

  test("fee amounts that do not agree are refused with their fields (D33)", async () => {
    const [set, part] = [await material(), await material()];
    const save = demo().client.inv_disassemble.save({
      bill_date: today(),
      cost_fee_entity: {
        fee_records: [
          {
            amount: "100",
            pacct_type_id: "1",
            supplier_id: "1",
            tax_amount: "6",
            all_amount: "105",
          },
          { amount: "100", pacct_type_id: "1" },
          {
            amount: "100",
            pacct_type_id: "1",
            supplier_id: "1",
            exchange_rate: "7",
            amount_for: "1",
          },
        ],
      },
      material_entity: [
        { material_id: set, material_type: "M", qty: "1", unit_id: PIECE, stock_id: STORE },
        {
          material_id: part,
          material_type: "S",
          qty: "1",
          unit_id: PIECE,
          stock_id: STORE,
          cost_share_percent: "100",
        },
      ],
    });
    expect(await refusalOf(save)).toEqual([
      ["feeAmountsDisagree", "cost_fee_entity.fee_records[0].all_amount"],
      ["fieldRequired", "cost_fee_entity.fee_records[1].supplier_id"],
      ["feeAmountsDisagree", "cost_fee_entity.fee_records[2].amount_for"],
    ]);
  });
});

describe("batches, serials and sources", () => {
  test("a serial comes in once, leaves once, and shows in the detail", async () => {
    const phone = await material({ is_serial: true });
    const { ids } = await receive(phone, { qty: "2", sn_list: "A1:展示;A2" });
    const detail = await demo().client.inv_other_in.detail({ id: ids[0] ?? "" });
    expect(detail.material_entity[0]).toMatchObject({ material_is_serial: true });
    expect(await refusalOf(receive(phone, { qty: "1", sn_list: "A2" }))).toEqual([
      ["serialInStock", "material_entity[0].sn_list"],
    ]);
    const out = (sn_list: string) =>
      demo().client.inv_other_out.save({
        bill_date: today(),
        trans_type_id: "13",
        operation_key: "audit",
        material_entity: [
          { material_id: phone, unit_id: PIECE, stock_id: STORE, qty: "1", sn_list },
        ],
      });
    await out("A1");
    expect(await refusalOf(out("A1"))).toEqual([
      ["serialNotInStock", "material_entity[0].sn_list"],
    ]);
  });

  test("a batch has one production date (D5)", async () => {
    const milk = await material({
      is_batch: true,
      is_kf_period: true,
      kf_period: "7",
      kf_period_type: "1",
    });
    const dates = { batch_no: "M1", kf_date: today() };
    await receive(milk, { qty: "2", ...dates });
    const other = receive(milk, { qty: "2", batch_no: "M1", kf_date: "2026-01-01" });
    const keys = (await refusalOf(other)).map(([key]) => key);
    expect(keys).toContain("batchDatesDiffer");
  });

  test("a source of our own must exist and be audited (contract section 6)", async () => {
    const goods = await material();
    const { ids } = await receive(goods, { qty: "3" }, "");
    const source = await demo().client.inv_other_in.detail({ id: ids[0] ?? "" });
    const out = (src_inter_id: string) =>
      demo().client.inv_other_out.save({
        bill_date: today(),
        trans_type_id: "13",
        material_entity: [
          {
            material_id: goods,
            unit_id: PIECE,
            stock_id: STORE,
            qty: "1",
            src_bill_type_id: "inv_other_bill_inbound",
            src_inter_id,
            src_entry_id: source.material_entity[0]?.id ?? "",
          },
        ],
      });
    expect(await refusalOf(out("404"))).toEqual([
      ["sourceUnknown", "material_entity[0].src_inter_id"],
    ]);
    expect(await refusalOf(out(source.id))).toEqual([
      ["sourceNotAudited", "material_entity[0].src_inter_id"],
    ]);
    await operate("inv_other_bill_inbound", "audit", [source.id]);
    const { ids: outs } = await out(source.id);
    const detail = await demo().client.inv_other_out.detail({ id: outs[0] ?? "" });
    expect(detail.material_entity[0]).toMatchObject({
      src_bill_no: source.bill_no,
      src_bill_type_name: "其他入库单",
      src_seq: "1",
    });
  });
});

describe("lists", () => {
  test("pages, filters and empty pages (contract section 5)", async () => {
    const { client } = demo();
    const page = await client.inv_other_in.list({ page_size: 2, bill_status: "C" });
    expect(page).toMatchObject({ page: 1, page_size: 2, current_page_size: 2 });
    expect(page.total_page).toBe(Math.ceil(page.count / 2));
    const past = await client.inv_other_in.list({ page: 999 });
    expect(past.rows).toEqual([]);
    const seed = await client.inv_disassemble.list({
      start_bill_date: "2020-03-10",
      end_bill_date: "2020-03-10",
    });
    expect(seed.rows.map((row) => row.bill_no)).toEqual(["DBCK-20200310-00001"]);
  });
});
