/**
 * What may not change once stock was ever kept (D1, D2, D30): also when all of it is gone again,
 * for what the ledger says would mean something else. A draft locks nothing.
 */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const [BOTTLE, BOX, CUP, PIECE] = ["1001", "1002", "1003", "1004"];
const STORE = "2002";
const UNITS = { is_multi_unit: true, fix_unit_id1: BOX, coefficient1: "10" };

/** Field of the refusal, and an edit that changes what it means. */
const CHANGES = [
  ["base_unit_id", { base_unit_id: BOTTLE }],
  ["coefficient1", { coefficient1: "12" }],
  ["coefficient1", { fix_unit_id1: CUP }],
  ["coefficient1", { is_multi_unit: false }],
  ["coefficient1", { fix_unit_id2: CUP, coefficient2: "2", conversion_unit1_id: CUP }],
  ["is_batch", { is_batch: true }],
  ["is_kf_period", { is_kf_period: true }],
  ["is_serial", { is_serial: true }],
  ["is_asst_attr", { is_asst_attr: true, aux_entity: [{ aux_id1: "5101" }] }],
  ["is_float", { is_float: true }],
  ["check_type", { check_type: "2" }],
  ["cost_method", { cost_method: "3" }],
  ["inv_mgr_type", { inv_mgr_type: "1" }],
  ["is_aux_cost", { is_aux_cost: true }],
  ["is_bat_ch_cost", { is_bat_ch_cost: true }],
] as const;

let made = 0;
async function material(): Promise<string> {
  made += 1;
  const fields = { name: `锁定${made}`, base_unit_id: PIECE as string, ...UNITS };
  return (await demo().client.material.save(fields as never)).ids[0] ?? "";
}

const edit = (id: string, fields: object) =>
  demo().client.material.save({
    id,
    name: `锁定 ${id}`,
    base_unit_id: PIECE,
    ...UNITS,
    ...fields,
  } as never);

const receive = (material_id: string, fields: object = {}, head: object = {}) =>
  demo().client.inv_other_in.save({
    bill_date: "2026-01-01",
    trans_type_id: "12",
    ...head,
    material_entity: [
      { material_id, unit_id: PIECE as string, stock_id: STORE, qty: "2", ...fields },
    ],
  });

const operate = (operate_type: string, ids: readonly string[]) =>
  demo().client.system.commonOperate({
    entity_number: "inv_other_bill_inbound",
    operate_type,
    ids: [...ids],
  });

/** Received and taken back: nothing is on hand, and nobody holds anything. */
async function onceStocked(): Promise<string> {
  const id = await material();
  const { ids } = await receive(id, {}, { operation_key: "audit" });
  await operate("unaudit", ids);
  return id;
}

async function held(): Promise<string> {
  const id = await material();
  await receive(id, {}, { operation_key: "audit" });
  await demo().client.stock.occupy({
    bill_type_id: "isv_bill",
    bill_id: `lock-${id}`,
    is_re_calc_qty: true,
    material_entity: [
      { bill_entry_id: "1", material_id: id, unit: PIECE as string, stock_id: STORE, qty: "2" },
    ],
  });
  return id;
}

describe("a material", () => {
  test.each([
    ["whose stock is all gone again", onceStocked],
    ["whose stock is held", held],
  ] as const)("%s: each of these is refused, by its field", async (_, make) => {
    const id = await make();
    const before = await demo().client.material.detail({ id });
    for (const [field, change] of CHANGES) {
      expect(await refusalOf(edit(id, change)), field).toContainEqual(["fieldLocked", field]);
      await expectClear(edit(id, change));
    }
    expect(await demo().client.material.detail({ id })).toEqual(before);
  });

  test("that only a draft names: each of these is accepted", async () => {
    for (const [field, change] of CHANGES) {
      const id = await material();
      await receive(id);
      await edit(id, change);
      const shown = (await demo().client.material.detail({ id })) as Record<string, unknown>;
      const [key = "", value] = Object.entries(change)[0] ?? [];
      // The vendor's detail does not show every one of them.
      if (key in shown) expect(String(shown[key]), field).toBe(String(value));
    }
  });

  test("with stock: the same again, said otherwise, is no change", async () => {
    const id = await onceStocked();
    const same = { coefficient1: "10.00", cost_method: "1", inv_mgr_type: "0", is_batch: false };
    await edit(id, { ...same, conversion_unit1_id: PIECE });
    await edit(id, { fix_unit_id2: CUP, coefficient2: "5" });
    const shown = await demo().client.material.detail({ id });
    expect(shown).toMatchObject({ coefficient1: "10", coefficient2: "5" });
  });

  test("all that is locked is told at once", async () => {
    const id = await onceStocked();
    const wanted = { is_batch: true, cost_method: "3", coefficient1: "9" };
    expect(await refusalOf(edit(id, wanted))).toEqual([
      ["fieldLocked", "is_batch"],
      ["fieldLocked", "cost_method"],
      ["fieldLocked", "coefficient1"],
    ]);
  });

  test("an audit and an edit at the same time: one of them is refused, or they agree", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await material();
      const draft = await receive(id);
      const [audited, edited] = await Promise.allSettled([
        operate("audit", draft.ids),
        edit(id, { is_batch: true }),
      ]);
      // Audited without a batch, then locked; or made a batch material, whose draft lacks one.
      expect([audited.status, edited.status].sort()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("a store and its bins", () => {
  test("bin management and the store of a bin, also when all of it is gone again", async () => {
    const { client } = demo();
    const fields = { number: "LOCK-1", name: "有仓位", is_allow_freight: true };
    const store = (await client.store.save(fields)).ids[0] ?? "";
    const place = { number: "LOCK-B", name: "仓位", stock_id: store };
    const bin = (await client.space.save(place)).ids[0] ?? "";
    const goods = await material();
    const { ids } = await receive(
      goods,
      { stock_id: store, sp_id: bin },
      { operation_key: "audit" },
    );
    await operate("unaudit", ids);
    const off = client.store.save({ ...fields, id: store, is_allow_freight: false });
    expect(await refusalOf(off)).toEqual([["fieldLocked", "is_allow_freight"]]);
    const moved = client.space.save({ ...place, id: bin, stock_id: "2001" });
    expect(await refusalOf(moved)).toEqual([["fieldLocked", "stock_id"]]);
  });

  test("a store without bins that had stock cannot start to manage them", async () => {
    const { client } = demo();
    const fields = { number: "LOCK-2", name: "无仓位" };
    const store = (await client.store.save(fields)).ids[0] ?? "";
    await client.store.save({ ...fields, id: store, is_allow_freight: true });
    await client.store.save({ ...fields, id: store, is_allow_freight: false });
    const { ids } = await receive(
      await material(),
      { stock_id: store },
      { operation_key: "audit" },
    );
    await operate("unaudit", ids);
    const on = client.store.save({ ...fields, id: store, is_allow_freight: true });
    expect(await refusalOf(on)).toEqual([["fieldLocked", "is_allow_freight"]]);
    await client.store.save({ ...fields, id: store, name: "改名" });
  });
});
