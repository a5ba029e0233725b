/** 组装拆卸模板 on the wire: what it takes, what its list is filtered by, and that it moves nothing. */
import { bills } from "@xingcang/contract";
import { expect, test } from "vitest";
import { dayOf } from "../../server/src/application/china-time.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";
import { BIN_STORE, type Fields, warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const { material, row, stock } = warehouse(demo);

const save = (rows: readonly Fields[], head: Fields = {}) =>
  demo().client.assemble_tpl.save({
    tpl_type: "assemble_tpl",
    ...head,
    material_entity: rows,
  } as never);

const operate = (operate_type: string, ids: readonly string[]) =>
  demo().client.system.commonOperate({
    entity_number: bills.assemble_tpl.entity,
    operate_type,
    ids,
  } as never);

const product = (goods: string, more: Fields = {}) =>
  row(goods, "1", { material_type: "M", ...more });
const part = (goods: string, more: Fields = {}) => row(goods, "2", { material_type: "S", ...more });

test("a template is saved, edited, audited and deleted, and moves nothing", async () => {
  const [set, wheel] = [await material(), await material({ is_batch: true, is_serial: true })];
  // No store, bin, batch or serial has to be named, and where there is none nothing is short.
  const { ids, id_number_map: numbers } = await save([
    product(set, { stock_id: undefined }),
    part(wheel, { stock_id: BIN_STORE, comment: "两个" }),
  ]);
  const [id = ""] = ids;
  expect(numbers[id]).toMatch(/^ZZMB-\d{8}-\d{5}$/);
  const before = await demo().client.assemble_tpl.detail({ id });
  expect(before).toMatchObject({ bill_status: "Z", tpl_type: "assemble_tpl" });
  expect(before.material_entity).toMatchObject([
    { material_type: "M", material_id: set, qty: "1", stock_id: "" },
    { material_type: "S", material_id: wheel, qty: "2", stock_id: BIN_STORE, comment: "两个" },
  ]);
  const [entry] = before.material_entity;
  await save([product(set, { id: entry?.id }), part(wheel)], { id, tpl_type: "disassemble_tpl" });
  await operate("audit", ids);
  expect(await demo().client.assemble_tpl.detail({ id })).toMatchObject({
    bill_status: "C",
    tpl_type: "disassemble_tpl",
    material_entity: [{ id: entry?.id, stock_id: "1" }, { qty: "2" }],
  });
  expect([await stock(set), await stock(wheel)]).toEqual([
    ["0", "0", "0"],
    ["0", "0", "0"],
  ]);
  expect(await refusalOf(operate("delete", ids))).toEqual([["billNotEditable", "ids[0]"]]);
  expect(await refusalOf(operate("close_donothing", ids))).toEqual([
    ["operateTypeUnsupported", "operate_type"],
  ]);
  await operate("unaudit", ids);
  await operate("delete", ids);
  expect(await refusalOf(demo().client.assemble_tpl.detail({ id }))).toEqual([
    ["recordUnknown", "id"],
  ]);
});

test("it has a product and parts, of a known kind, in units of theirs", async () => {
  const [set, wheel] = [await material(), await material()];
  const table: [() => Promise<unknown>, [string, string][]][] = [
    [() => save([part(wheel)]), [["billRowsMissing", "material_entity"]]],
    [() => save([product(set)]), [["billRowsMissing", "material_entity"]]],
    [
      () => save([product(set), part(set)]),
      [["partEqualsProduct", "material_entity[1].material_id"]],
    ],
    [() => save([product(set), part(wheel)], { tpl_type: "x" }), [["choiceUnknown", "tpl_type"]]],
    [
      () => save([product(set), part(wheel, { material_type: undefined, qty: "0" })]),
      [["fieldRequired", "material_entity[1].material_type"]],
    ],
    [
      () => save([product(set), part(wheel, { qty: "0" })]),
      [["quantityNotPositive", "material_entity[1].qty"]],
    ],
    [
      () => save([product(set), part(wheel, { unit_id: "1005" })]),
      [["unitNotOfMaterial", "material_entity[1].unit_id"]],
    ],
  ];
  for (const [refused, expected] of table) expect(await refusalOf(refused())).toEqual(expected);
});

test("the list is filtered by kind, state, text and times", async () => {
  const [set, wheel] = [await material(), await material()];
  const rows = [product(set), part(wheel)];
  const begin = demo().now();
  const [a = ""] = (await save(rows, { remark: "模板甲" })).ids;
  const head = { remark: "模板乙", tpl_type: "disassemble_tpl", operation_key: "audit" };
  const [b = ""] = (await save(rows, head)).ids;
  const today = dayOf(demo().now());
  const [yesterday, tomorrow] = [-1, 1].map((days) => dayOf(demo().now() + days * 86_400_000));
  const idsOf = async (filters: Fields) => {
    const page = await demo().client.assemble_tpl.list({ search: "模板", ...filters } as never);
    expect(page.count).toBe(page.rows.length);
    return page.rows.map(({ id }) => id);
  };
  const table: [Fields, string[]][] = [
    [{}, [b, a]],
    [{ tpl_type: "assemble_tpl" }, [a]],
    [{ tpl_type: "disassemble_tpl" }, [b]],
    [{ bill_status: "C" }, [b]],
    [{ bill_status: "Z" }, [a]],
    [{ search: "模板甲" }, [a]],
    [{ start_date: today, end_date: today }, [b, a]],
    [{ start_date: tomorrow }, []],
    [{ end_date: yesterday }, []],
    [{ begin_date: today, expire_date: today }, [b, a]],
    [{ begin_date: tomorrow }, []],
    [{ expire_date: yesterday }, []],
    [{ create_start_time: `${begin}`, modify_start_time: `${begin}` }, [b, a]],
    [{ create_end_time: `${begin - 1}` }, []],
    [{ modify_end_time: `${begin - 1}` }, []],
    [{ total_fields: "cost" }, [b, a]],
  ];
  for (const [filters, expected] of table) {
    expect(await idsOf(filters), JSON.stringify(filters)).toEqual(expected);
  }
  const second = await demo().client.assemble_tpl.list({ search: "模板", page: 2, page_size: 1 });
  expect(second).toMatchObject({ count: 2, total_page: 2, page: 2, rows: [{ id: a }] });
  expect((await demo().other.assemble_tpl.list({})).count).toBe(0);
});
