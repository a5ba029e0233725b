/**
 * 商品单位: the units of materials. They have no table; they follow from the material's record (its
 * base unit and its up to three fixed units). The id of a row is the material's id with one digit
 * behind it: 0 the base unit, 1 to 3 the fixed units. It is decimal, stays the same while the
 * material keeps its units, and is read back by cutting the digit off.
 */
import type { InputOf, masters } from "@xingcang/contract";
import { sql } from "kysely";
import { fixedUnitsOf, textOf, unitIdsOf } from "../application/material-facts.ts";
import type { MasterRecord } from "../application/ports.ts";
import { allOf, conditionsOf, contains, type FilterTable, isOneOf, textsOf } from "./filter.ts";
import { listQueryOf, masterFiltersOf } from "./master-filters.ts";
import { type Page, pagingOf, slicePage, wholePage } from "./page.ts";
import { type MasterRow, masterColumns, masterRecordOf, mastersById } from "./records.ts";
import type { Queries } from "./report.ts";

export interface MaterialUnitRow {
  readonly id: string;
  readonly material_id: string;
  /** From 1, the base unit first. */
  readonly index: number;
  /** The base unit. */
  readonly is_default: boolean;
  /** Always false: units listed here have a fixed ratio. */
  readonly is_float: boolean;
  /** 1 of this unit = coefficient × the conversion unit. */
  readonly coefficient: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly conversion_unit_id: string;
  readonly conversion_unit_name: string;
}

/** Rows of one material; `units` has the records of its units, an unknown one has no name. */
export function unitRowsOf(
  material: MasterRecord,
  units: ReadonlyMap<string, MasterRecord>,
): MaterialUnitRow[] {
  const baseUnitId = textOf(material.data, "base_unit_id");
  const base = { unitId: baseUnitId, coefficient: "1", conversionUnitId: baseUnitId };
  const slots = ["fix_unit_id1", "fix_unit_id2", "fix_unit_id3"];
  return [base, ...fixedUnitsOf(material.data)].map((row, position) => {
    const slot = slots.findIndex((key) => textOf(material.data, key) === row.unitId) + 1;
    return {
      id: `${material.id}${position === 0 ? 0 : slot}`,
      material_id: material.id,
      index: position + 1,
      is_default: position === 0,
      is_float: false,
      coefficient: row.coefficient,
      unit_id: row.unitId,
      unit_name: units.get(row.unitId)?.name ?? "",
      conversion_unit_id: row.conversionUnitId,
      conversion_unit_name: units.get(row.conversionUnitId)?.name ?? "",
    };
  });
}

/** `search` looks for units, not for materials; the times are those of the material. */
const filterTable: FilterTable = {
  ...masterFiltersOf("material_unit"),
  search: () => sql`true`,
  material_id: (_, values) => isOneOf(sql`m.id`, values),
};

/** @throws Refused for a timestamp that is none. */
export async function listMaterialUnits(request: {
  readonly database: Queries;
  readonly accountId: string;
  readonly filters: InputOf<typeof masters.material_unit.endpoints.list>;
}): Promise<Page<MaterialUnitRow>> {
  const { database, accountId, filters } = request;
  const where = allOf([
    sql`m.account_id = ${accountId}`,
    sql`m.kind = 'material'`,
    ...conditionsOf(filterTable, listQueryOf("material_unit"), accountId, filters),
  ]);
  const found = await sql<MasterRow>`
    select ${masterColumns} from master m where ${where}
    order by m.created_at desc, m.id desc`.execute(database.kysely);
  const all = await rowsOf(database, accountId, found.rows.map(masterRecordOf));
  const matching = await searched(database, accountId, textsOf(filters.search)[0], all);
  return filters.un_page === "1" ? wholePage(matching) : slicePage(pagingOf(filters), matching);
}

/** Undefined when there is no such row. */
export async function findMaterialUnit(
  database: Queries,
  accountId: string,
  id: string,
): Promise<MaterialUnitRow | undefined> {
  const found = await mastersById(accountId, "material", [id.slice(0, -1)]).execute(
    database.kysely,
  );
  const rows = await rowsOf(database, accountId, found.rows.map(masterRecordOf));
  return rows.find((row) => row.id === id);
}

async function rowsOf(
  database: Queries,
  accountId: string,
  materials: readonly MasterRecord[],
): Promise<MaterialUnitRow[]> {
  const units = await unitsOf(database, accountId, materials);
  return materials.flatMap((material) => unitRowsOf(material, units));
}

/** Records of all units that the materials use, by id. */
export async function unitsOf(
  database: Queries,
  accountId: string,
  materials: readonly MasterRecord[],
): Promise<ReadonlyMap<string, MasterRecord>> {
  const ids = [...new Set(materials.flatMap(unitIdsOf))];
  if (ids.length === 0) return new Map();
  const { rows } = await mastersById(accountId, "measure_unit", ids).execute(database.kysely);
  return new Map(rows.map((row) => [row.id, masterRecordOf(row)]));
}

async function searched(
  database: Queries,
  accountId: string,
  text: string | undefined,
  rows: MaterialUnitRow[],
): Promise<MaterialUnitRow[]> {
  if (text === undefined) return rows;
  const found = await sql<{ id: string }>`
    select m.id from master m
    where m.account_id = ${accountId} and m.kind = 'measure_unit'
      and (${contains(sql`m.name`, text)} or ${contains(sql`m.number`, text)})`.execute(
    database.kysely,
  );
  const ids = new Set(found.rows.map((row) => row.id));
  return rows.filter((row) => ids.has(row.unit_id));
}
