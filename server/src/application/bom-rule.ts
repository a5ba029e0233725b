/**
 * BOM单保存: parts with their dosage, each in a unit of its material; no part is or contains the
 * product. Names and numbers that are sent beside ids are not kept: the view shows today's.
 */
import { partsMadeOf } from "../domain/bom.ts";
import type { Material } from "../domain/master.ts";
import { isNone } from "../domain/resolve-line.ts";
import { bomDosage, checkRate, ZERO_TO } from "./bom-numbers.ts";
import { invalid, type Ruled } from "./master-rule.ts";
import { LEVELS_MAX } from "./master-tree.ts";
import { materialOf, rowsOf, textOf, unitIdsOf } from "./material-facts.ts";
import type { Data, MasterRecord, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

export const BOM_ROWS = "material_entity";

interface Work {
  readonly unit: UnitOfWork;
  readonly materials: ReadonlyMap<string, Material>;
  readonly before: ReadonlyMap<string, Data>;
  readonly reasons: Reason[];
}

export async function bomRule(
  unit: UnitOfWork,
  record: MasterRecord,
  existing: MasterRecord | undefined,
): Promise<Ruled> {
  const sent = rowsOf(record.data, BOM_ROWS);
  const productId = textOf(record.data, "product_id");
  const partIds = sent.map((row) => textOf(row, "material_id"));
  const work: Work = {
    unit,
    materials: await materialsOf(unit, [productId, ...partIds]),
    before: new Map(rowsOf(existing?.data ?? {}, BOM_ROWS).map((row) => [textOf(row, "id"), row])),
    reasons: [],
  };
  const head = headOf(work, record.data, existing?.data ?? {});
  const taken = new Set<string>();
  const rows = sent.map((row, index) => rowOf(work, row, index, taken));
  await checkCircles(work, productId, partIds);
  const name = `BOM ${work.materials.get(productId)?.name ?? productId}`;
  const data = { ...head, [BOM_ROWS]: rows };
  // The product stands above its BOMs, so that they are found by it.
  return { record: { ...record, name, parentId: productId, data }, reasons: work.reasons };
}

async function materialsOf(
  unit: UnitOfWork,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Material>> {
  const records = await unit.masters("material", ids);
  const units = await unit.masters("measure_unit", [...records.values()].flatMap(unitIdsOf));
  return new Map([...records].map(([id, record]) => [id, materialOf(record, units)]));
}

const SHOWN_ONLY = /_(?:name|number)$|aux\d_id$|baseunit_id$|^unitqty$/;

const kept = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !SHOWN_ONLY.test(key)));

// ---- head ----

function headOf(work: Work, data: Data, before: Data): Data {
  const material = work.materials.get(textOf(data, "product_id"));
  const isSame = textOf(before, "product_id") === textOf(data, "product_id");
  const auxProp = auxPropOf(work, material, data, isSame ? before : {}, "product_aux", "");
  const given = textOf(data, "yield");
  const range = { above: "0", through: "100" };
  if (!isNone(given)) work.reasons.push(...checkRate("yield", "成品率", given, range));
  return {
    ...kept(data),
    product_unit_id: unitOf(work, material, textOf(data, "product_unit_id"), "product_unit_id"),
    product_auxprop_id: auxProp,
    status: textOf(data, "status") || "C",
    yield: isNone(given) ? "100" : given,
  };
}

// ---- rows ----

function rowOf(work: Work, sent: Data, index: number, taken: Set<string>): Data {
  const path = `${BOM_ROWS}[${index}]`;
  const id = textOf(sent, "id");
  const known = taken.has(id) ? undefined : work.before.get(id);
  if (!isNone(id) && known === undefined) {
    const key = taken.has(id) ? "billRowRepeated" : "billRowUnknown";
    work.reasons.push({ key, path: `${path}.id`, params: { given: id } });
  }
  taken.add(id);
  // Another material has nothing in common with the row as it was.
  const isSame = textOf(known ?? {}, "material_id") === textOf(sent, "material_id");
  const before = isSame ? (known ?? {}) : {};
  const material = work.materials.get(textOf(sent, "material_id"));
  const data = { ...before, ...kept(sent) };
  const dosage = bomDosage(sent, before, path);
  work.reasons.push(...dosage.reasons);
  for (const [field, title, range] of ZERO_TO) {
    const given = textOf(data, field);
    if (!isNone(given)) work.reasons.push(...checkRate(`${path}.${field}`, title, given, range));
  }
  const seq = textOf(data, "seq");
  return {
    ...data,
    id: known === undefined ? work.unit.newId() : id,
    seq: isNone(seq) ? String(index + 1) : seq,
    dosage_numerator: dosage.numerator,
    dosage_denominator: dosage.denominator,
    material_unit_id: unitOf(
      work,
      material,
      textOf(data, "material_unit_id"),
      `${path}.material_unit_id`,
    ),
    material_auxprop_id: auxPropOf(work, material, sent, before, "aux", `${path}.`),
  };
}

/** The unit that is given, or the base unit; an unknown material was told already. */
function unitOf(work: Work, material: Material | undefined, given: string, path: string): string {
  if (material === undefined || isNone(given)) return material?.baseUnit.id ?? given;
  if (!material.units.some(({ id }) => id === given)) {
    const choices = material.units.map(({ name }) => name).join("、");
    const params = { given, material: material.number, choices };
    work.reasons.push({ key: "unitNotOfMaterial", path, params });
  }
  return given;
}

/**
 * The combination that is given by its id or by its values, of `product_aux` or of a row's `aux`;
 * neither is needed.
 */
function auxPropOf(
  work: Work,
  material: Material | undefined,
  sent: Data,
  before: Data,
  prefix: "product_aux" | "aux",
  path: string,
): string {
  const idKey = prefix === "aux" ? "material_auxprop_id" : "product_auxprop_id";
  const values = [1, 2, 3, 4, 5]
    .map((slot) => textOf(sent, `${prefix}${slot}_id`))
    .filter((id) => !isNone(id));
  const given = sent[idKey] === undefined ? "" : textOf(sent, idKey);
  if (isNone(given) && values.length === 0) {
    return sent[idKey] === undefined ? textOf(before, idKey) : "";
  }
  const wanted = values.toSorted().join();
  const found = material?.auxProps.find((prop) =>
    isNone(given) ? prop.valueIds.toSorted().join() === wanted : prop.id === given,
  );
  if (found === undefined && material !== undefined) {
    const key = isNone(given) ? `${prefix}1_id` : idKey;
    const params = { given: isNone(given) ? values.join("/") : given, material: material.number };
    work.reasons.push({ key: "auxPropUnknown", path: `${path}${key}`, params });
  }
  return found?.id ?? "";
}

// ---- circles ----

async function checkCircles(
  work: Work,
  productId: string,
  partIds: readonly string[],
): Promise<void> {
  const below = await partsBelow(work.unit, productId, partIds);
  if (below === undefined) {
    const why = [
      `子件的 BOM 最多 ${LEVELS_MAX} 级`,
      `at most ${LEVELS_MAX} levels of BOMs`,
    ] as const;
    const name = work.materials.get(productId)?.name ?? "";
    work.reasons.push(invalid(BOM_ROWS, "子件分录", name, why));
    return;
  }
  const wrong = partsMadeOf(productId, partIds, below);
  for (const [index, id] of partIds.entries()) {
    if (!wrong.has(id)) continue;
    const path = `${BOM_ROWS}[${index}].material_id`;
    const given = work.materials.get(id)?.name ?? id;
    const product = work.materials.get(productId)?.name ?? productId;
    const key = id === productId ? "partEqualsProduct" : "bomCircle";
    work.reasons.push({ key, path, params: { given, product } });
  }
}

/** What each material is made of, read level by level; undefined when that does not end. */
async function partsBelow(
  unit: UnitOfWork,
  productId: string,
  partIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const below = new Map<string, string[]>();
  let open = [...new Set(partIds)].filter((id) => id !== productId);
  for (let level = 1; open.length > 0; level += 1) {
    if (level > LEVELS_MAX) return undefined;
    for (const id of open) below.set(id, []);
    for (const { parentId, data } of await unit.mastersUnder("bom", open)) {
      below.get(parentId)?.push(...rowsOf(data, BOM_ROWS).map((row) => textOf(row, "material_id")));
    }
    const next = open.flatMap((id) => below.get(id) ?? []);
    open = [...new Set(next)].filter((id) => id !== productId && !below.has(id));
  }
  return below;
}
