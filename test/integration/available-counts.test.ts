/** What an account counts into 可用库存 beside on hand and holds (contract section 8). */
import { bills } from "@xingcang/contract";
import { afterEach, expect, test } from "vitest";
import { useDemoServer } from "../support/running-server.ts";
import { CUSTOMER, SUPPLIER } from "../support/trading.ts";
import { type Fields, OTHER_STORE, PIECE, STORE, warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, book, row, occupy, held } = warehouse(demo);

const count = (...names: string[]) =>
  demo().client.xingcang.saveSettings({ available_counts: names });
afterEach(() => count());

type Name = keyof typeof bills;
const HEADS: Partial<Record<Name, Fields>> = {
  inv_other_in: { trans_type_id: "12" },
  inv_other_out: { trans_type_id: "13" },
  pur_order: SUPPLIER,
  pur_inbound: { ...SUPPLIER, ignore_warn: true },
  sal_order: CUSTOMER,
  sal_out_bound: CUSTOMER,
};

async function save(name: Name, line: Fields, head: Fields = {}): Promise<string> {
  const body = { bill_date: "2026-03-02", ...HEADS[name], ...head, material_entity: [line] };
  const { ids } = await (demo().client[name] as never as Saver).save(body);
  return ids[0] ?? "";
}
interface Saver {
  save(body: Fields): Promise<{ ids: string[] }>;
}

const operate = (name: Name, operate_type: string, id: string) =>
  demo().client.system.commonOperate({
    entity_number: bills[name].entity,
    operate_type,
    ids: [id],
  } as never);

/** Of both stock reports, which agree: on hand and available in a store. */
async function available(goods: string, store = STORE): Promise<string> {
  const { stock } = demo().client;
  const { rows } = await stock.inventory({ material_ids: [goods], stock_ids: [store] });
  const byStore = await stock.inventoryStock({ material_id: goods });
  const [listed] = rows;
  const same = byStore.rows.find(({ inv_stock_id }) => inv_stock_id === store);
  expect([Number(same?.inv_im_qty ?? 0), Number(same?.inv_qty ?? 0)]).toEqual([
    Number(listed?.qty ?? 0),
    Number(listed?.valid_qty ?? 0),
  ]);
  return `${Number(listed?.qty)} ${Number(listed?.valid_qty)}`;
}

const AUDIT = { operation_key: "audit" };
const moved = (goods: string): Fields => {
  const { stock_id: from, ...line } = row(goods, "3");
  return { ...line, out_stock_id: from, in_stock_id: OTHER_STORE };
};

test.each<[string, Name, Fields, string]>([
  ["saved_oi", "inv_other_in", {}, "10 13"],
  ["saved_gain", "inv_check_gail_bill", {}, "10 13"],
  ["saved_pur", "pur_inbound", {}, "10 13"],
  ["audited_pur_ord", "pur_order", AUDIT, "10 13"],
  ["saved_oo", "inv_other_out", {}, "10 7"],
  ["saved_loss", "inv_check_loss_bill", {}, "10 7"],
  ["saved_sal", "sal_out_bound", {}, "10 7"],
  ["audited_sal_ord", "sal_order", AUDIT, "10 7"],
])("%s", async (name, bill, head, expected) => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10")]);
  const id = await save(bill, row(goods, "3"), head);
  expect(await available(goods)).toBe("10 10");
  await count(name);
  expect(await available(goods)).toBe(expected);
  const [undo, redo] = head === AUDIT ? ["unaudit", "audit"] : ["invalid", "valid"];
  await operate(bill, undo, id);
  expect(await available(goods)).toBe("10 10");
  await operate(bill, redo, id);
  expect(await available(goods)).toBe(expected);
});

test("transfers: a draft goes out, what is under way comes in", async () => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10")]);
  await book("inv_other_in", [row(goods, "1", { stock_id: OTHER_STORE })]);
  const id = await save("inv_tfout", moved(goods));
  await count("saved_tf_out", "un_push_tf_out");
  expect([await available(goods), await available(goods, OTHER_STORE)]).toEqual(["10 7", "1 1"]);
  await operate("inv_tfout", "audit", id);
  expect([await available(goods), await available(goods, OTHER_STORE)]).toEqual(["7 7", "1 4"]);
});

test("of an order counts what is left of it", async () => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10")]);
  const id = await save("pur_order", row(goods, "5"), AUDIT);
  const [line] = (await demo().client.pur_order.detail({ id })).material_entity;
  const source = {
    src_bill_type_id: bills.pur_order.entity,
    src_inter_id: id,
    src_entry_id: line?.id,
  };
  await save("pur_inbound", { ...row(goods, "2"), ...source }, AUDIT);
  await count("audited_pur_ord");
  expect(await available(goods)).toBe("12 15");
  await operate("pur_order", "close_donothing", id);
  expect(await available(goods)).toBe("12 12");
});

test("several are added up, holds are taken off, and nothing expected can be held", async () => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10")]);
  await save("inv_other_in", row(goods, "5"));
  await save("inv_other_in", row(goods, "5"));
  await save("inv_other_out", row(goods, "1"));
  await count("saved_oi", "saved_oo");
  expect(await available(goods)).toBe("10 19");
  await occupy("COUNTS-1", [held(goods, "4")]);
  expect(await available(goods)).toBe("10 15");
  await expect(occupy("COUNTS-2", [held(goods, "7")])).rejects.toThrow(/可用/);
});

test("a past day knows nothing of what is expected", async () => {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10")]);
  await save("inv_other_in", row(goods, "5"));
  await count("saved_oi");
  const { rows } = await demo().client.stock.inventory({
    material_ids: [goods],
    point_date: "2026-03-05",
  });
  expect(rows.map(({ valid_qty }) => Number(valid_qty))).toEqual([10]);
});

test("系统参数 shows what is counted; another name is refused", async () => {
  await count("saved_oi");
  const { pur } = await demo().client.system.systemParam({});
  expect([pur.saved_oi, pur.saved_oo]).toEqual([true, false]);
  const { errors } = await count("saved_oi", "everything").catch((error) => error);
  expect(errors).toMatchObject([{ key: "valueInvalid", field: "available_counts[1]" }]);
});

test("units other than the base unit are counted in it", async () => {
  const goods = await material({ is_multi_unit: true, fix_unit_id1: "1002", coefficient1: "12" });
  await book("inv_other_in", [row(goods, "10")]);
  await save("inv_other_in", { ...row(goods, "1"), unit_id: "1002" });
  await count("saved_oi");
  expect(await available(goods)).toBe("10 22");
  expect(PIECE).not.toBe("1002");
});
