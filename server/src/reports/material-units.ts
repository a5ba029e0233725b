/** 商品单位 as a list and a detail: rows of the materials (application/material-units.ts). */
import type { InputOf, masters } from "@xingcang/contract";
import { sql } from "kysely";
import { unitIdsOf } from "../application/material-facts.ts";
import { type MaterialUnitRow, unitRowsOf } from "../application/material-units.ts";
import type { MasterRecord } from "../application/ports.ts";
import { allOf, conditionsOf, contains, type FilterTable, isOneOf, textsOf } from "./filter.ts";
import { listQueryOf, masterFiltersOf } from "./master-filters.ts";
import { type Page, pagingOf, slicePage, wholePage } from "./page.ts";
import { type MasterRow, masterColumns, masterRecordOf, mastersById } from "./records.ts";
import type { Queries } from "./report.ts";

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
