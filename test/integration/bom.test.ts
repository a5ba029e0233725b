/** BOM单 over HTTP: dosages, units, aux properties, edited rows, circles, what it protects. */
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const client = () => demo().client;
const PATH = "/jdy/v2/bd/bom";
const PIECE = "1004";

type Fields = Record<string, unknown>;

let made = 0;
async function material(more: Fields = {}): Promise<string> {
  made += 1;
  const input = { name: `物料${made}`, number: `W${made}`, base_unit_id: PIECE, ...more };
  return (await client().material.save(input as never)).ids[0] ?? "";
}

const part = (material_id: string, more: Fields = {}) => ({
  material_id,
  dosage_numerator: "1",
  ...more,
});

async function save(product_id: string, material_entity: Fields[], more: Fields = {}) {
  const input = { product_id, material_entity, ...more };
  return (await client().bom.save(input as never)).ids[0] ?? "";
}

const detail = (id: string) => client().bom.detail({ id });

/** The faults of a save that changes nothing. */
async function faults(product_id: string, material_entity: Fields[], more: Fields = {}) {
  const body = { product_id, material_entity, ...more };
  return unchanged(demo(), () => refusedCall(demo(), { path: PATH, body }));
}

describe("a BOM", () => {
  test("shows its product and parts by the names of today, and its defaults", async () => {
    const [product, rod] = [await material({ name: "车" }), await material({ name: "杆" })];
    const id = await save(product, [part(rod)]);
    await client().material.save({ id: rod, name: "新杆", base_unit_id: PIECE });
    const shown = await detail(id);
    expect(shown).toMatchObject({
      product_name: "车",
      product_unit_id: PIECE,
      product_baseunit_id: PIECE,
      status: "C",
      enable: "1",
      yield: "100",
      auditor_name: shown.modifier_name,
      audit_time: shown.modify_time,
    });
    expect(shown.material_entity).toMatchObject([
      {
        seq: "1",
        material_name: "新杆",
        material_unit_id: PIECE,
        dosage_numerator: "1",
        dosage_denominator: "1",
        unitqty: "1",
      },
    ]);
    expect(shown.number).toMatch(/^BOM\d{5}$/);
    const { rows } = await client().bom.list({ search: "车", un_page: "1" });
    expect(rows.find((row) => row.id === id)).toMatchObject({ product_id: product });
    expect((await client().bom.list({ search: "没有的" })).rows).toEqual([]);
  });

  test.each([
    ["a fraction", { dosage_numerator: "1", dosage_denominator: "3" }, "1", "3", "0.3333333333"],
    ["the quotient alone", { dosage_numerator: "", unitqty: 0.25 }, "0.25", "1", "0.25"],
    [
      "all of them",
      { dosage_numerator: "3", dosage_denominator: "4", unitqty: 0.75 },
      "3",
      "4",
      "0.75",
    ],
  ])("a dosage by %s", async (_name, fields, numerator, denominator, quotient) => {
    const id = await save(await material(), [part(await material(), fields)]);
    expect((await detail(id)).material_entity).toMatchObject([
      { dosage_numerator: numerator, dosage_denominator: denominator, unitqty: quotient },
    ]);
  });

  test("rows: edited by their ids, new without, gone when left out", async () => {
    const product = await material();
    const [first, second, third] = [await material(), await material(), await material()];
    const id = await save(product, [
      part(first, { machinepos: "A1", scrap: 2 }),
      part(second, { dosage_numerator: "5" }),
    ]);
    const [a, b] = (await detail(id)).material_entity;
    await client().bom.save({
      id,
      product_id: product,
      material_entity: [{ id: b?.id, material_id: second, unitqty: "0.5" }, part(third)],
    } as never);
    const rows = (await detail(id)).material_entity;
    expect(rows).toMatchObject([
      { id: b?.id, material_id: second, dosage_numerator: "0.5", unitqty: "0.5" },
      { material_id: third },
    ]);
    await client().bom.save({
      id,
      product_id: product,
      material_entity: [{ id: rows[0]?.id, material_id: first, dosage_numerator: "2" }],
    } as never);
    expect((await detail(id)).material_entity).toMatchObject([
      { id: b?.id, material_id: first, machinepos: "", scrap: "0", dosage_numerator: "2" },
    ]);
    const gone = await faults(product, [{ ...part(first), id: a?.id }], { id });
    expect(gone.faults).toEqual([["billRowUnknown", "material_entity[0].id"]]);
    const twice = { ...part(first), id: b?.id };
    expect((await faults(product, [twice, twice], { id })).faults).toEqual([
      ["billRowRepeated", "material_entity[1].id"],
    ]);
  });

  test("aux properties by their values or their id", async () => {
    const { rows } = await client().aux_attribute.list({ page_size: 2 });
    const [red, blue] = rows.map((row) => row.id);
    const cloth = await material({
      is_asst_attr: true,
      aux_entity: [
        { aux_id1: red, sku_number: "R" },
        { aux_id1: blue, sku_number: "B" },
      ],
    });
    const [sku] = (await client().material.detail({ id: cloth })).aux_entity;
    const id = await save(await material(), [
      part(cloth, { aux1_id: red }),
      part(cloth, { material_auxprop_id: sku?.sku_id }),
      part(cloth),
    ]);
    const one = { material_auxprop_id: sku?.sku_id, material_auxprop_number: "R", aux1_id: red };
    expect((await detail(id)).material_entity).toMatchObject([
      { ...one, aux1_name: rows[0]?.name },
      one,
      { material_auxprop_id: "", aux1_id: "" },
    ]);
    const wrong = await faults(await material(), [
      part(cloth, { aux1_id: red, aux2_id: blue }),
      part(cloth, { material_auxprop_id: "404" }),
    ]);
    expect(wrong.faults).toEqual([
      ["auxPropUnknown", "material_entity[0].aux1_id"],
      ["auxPropUnknown", "material_entity[1].material_auxprop_id"],
    ]);
    const asProduct = await save(cloth, [part(await material())], { product_aux1_id: blue });
    expect(await detail(asProduct)).toMatchObject({ product_aux1_id: blue });
  });

  test("every fault of every row is told at once", async () => {
    const [product, rod, nut] = [await material(), await material(), await material()];
    const box = (await client().measure_unit.save({ name: "箱装", precision: "0" })).ids[0] ?? "";
    const refused = await faults(
      product,
      [
        { material_id: rod },
        part(nut, { dosage_numerator: "0", dosage_denominator: "-1" }),
        part(rod, { dosage_numerator: "1", dosage_denominator: "3", unitqty: 0.3 }),
        part(nut, { scrap: 100, fixed_loss: -1, material_unit_id: box }),
        part("404"),
      ],
      { yield: 101, product_unit_id: box },
    );
    expect(refused.faults).toEqual([
      ["referenceUnknown", "material_entity[4].material_id"],
      ["valueInvalid", "yield"],
      ["unitNotOfMaterial", "product_unit_id"],
      ["fieldRequired", "material_entity[0].dosage_numerator"],
      ["quantityNotPositive", "material_entity[1].dosage_numerator"],
      ["quantityNotPositive", "material_entity[1].dosage_denominator"],
      ["valueInvalid", "material_entity[2].unitqty"],
      ["valueInvalid", "material_entity[3].scrap"],
      ["valueInvalid", "material_entity[3].fixed_loss"],
      ["unitNotOfMaterial", "material_entity[3].material_unit_id"],
    ]);
    expect(refused.text).toContain("0.3333333333");
    expect((await faults(product, [])).faults).toEqual([["fieldRequired", "material_entity"]]);
  });
});

describe("circles", () => {
  test("a part that is the product, contains it, or contains what does", async () => {
    const [bike, wheel, kit, box] = await Promise.all([1, 2, 3, 4].map(() => material()));
    await save(bike ?? "", [part(wheel ?? "")]);
    await save(kit ?? "", [part(bike ?? ""), part(wheel ?? "")]);
    await save(box ?? "", [part(kit ?? "")]);
    const refused = await faults(bike ?? "", [
      part(bike ?? ""),
      part(wheel ?? ""),
      part(box ?? ""),
    ]);
    expect(refused.faults).toEqual([
      ["partEqualsProduct", "material_entity[0].material_id"],
      ["bomCircle", "material_entity[2].material_id"],
    ]);
    expect((await faults(wheel ?? "", [part(box ?? "")])).faults).toEqual([
      ["bomCircle", "material_entity[0].material_id"],
    ]);
  });

  test("two saves at once cannot close one", async () => {
    const [egg, hen] = [await material(), await material()];
    const saves = await Promise.allSettled([save(egg, [part(hen)]), save(hen, [part(egg)])]);
    expect(saves.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("an edit is judged by what it becomes", async () => {
    const [outer, inner] = [await material(), await material()];
    const id = await save(outer, [part(inner)]);
    await save(outer, [part(inner)], { id });
    await save(outer, [part(await material())], { id });
    const back = await save(inner, [part(outer)]);
    expect((await faults(outer, [part(inner)], { id })).faults).toEqual([
      ["bomCircle", "material_entity[0].material_id"],
    ]);
    await client().system.commonOperate({
      entity_number: "bd_bom",
      operate_type: "delete",
      ids: [back],
    });
    await save(outer, [part(inner)], { id });
  });

  test("no deeper than anybody could follow", async () => {
    let top = await material();
    for (let level = 1; level <= 20; level += 1) {
      const above = await material();
      await save(above, [part(top)]);
      top = above;
    }
    const refused = await faults(await material(), [part(top)]);
    expect(refused.faults).toEqual([["valueInvalid", "material_entity"]]);
  });
});

test("its product and parts cannot be deleted", async () => {
  const [product, rod] = [await material(), await material()];
  const id = await save(product, [part(rod)]);
  const remove = (entity_number: string, one: string) =>
    client().system.commonOperate({ entity_number, operate_type: "delete", ids: [one] });
  for (const one of [product, rod]) {
    expect(await refusalOf(remove("bd_material", one))).toEqual([["recordInUse", "ids[0]"]]);
  }
  await remove("bd_bom", id);
  expect(await remove("bd_material", rod)).toMatchObject({ ids: [rod] });
});
