/**
 * 库存追溯 (D18): the stock keys that fit, who holds them, and what made each number: the events of
 * their holds and their ledger rows. Lists share one page number; each tells its own total.
 */
import { type InputOf, ownEndpoints } from "@xingcang/contract";
import { sql } from "kysely";
import { textOf } from "../application/material-facts.ts";
import type { Data } from "../application/ports.ts";
import { type MasterReader, resolveReferences } from "../application/references.ts";
import { refuse, refuseAll } from "../application/refused.ts";
import * as money from "../domain/money.ts";
import { isNone } from "../domain/resolve-line.ts";
import { explainedEvents, explainedHolds } from "./explain-holds.ts";
import { explainedMovements } from "./explain-movements.ts";
import { allOf, type Condition } from "./filter.ts";
import { PLACE_COLUMNS, PLACE_JOINS, type PlaceRow, placeView, plain } from "./hold-view.ts";
import { type ReportMaterial, readMaterials } from "./materials.ts";
import { type Paging, pagingOf } from "./page.ts";
import type { ReportRequest } from "./report.ts";
import { keyPart, keysWhere } from "./stock-sql.ts";

const { query } = ownEndpoints["xingcang.explain"];
export type ExplainFilters = InputOf<(typeof ownEndpoints)["xingcang.explain"]>;

export interface ExplainRequest extends ReportRequest<ExplainFilters> {
  readonly reader: MasterReader;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What all parts of the reply look at. */
export interface Explained {
  readonly request: ExplainRequest;
  readonly paging: Paging;
  /** Condition on the `stock s` that fits. */
  readonly keys: Condition;
  /** The serial that was asked for, or empty. */
  readonly serial: string;
  readonly known: ReportMaterial;
}

const PAGE_SIZE_DEFAULT = 20;

/** @throws Refused for a material, store or bin that does not exist, and an unknown serial */
export async function explain(request: ExplainRequest): Promise<Data> {
  const { reader, filters, database, accountId } = request;
  const { data, reasons } = await resolveReferences(reader, query, filters as Data, {
    refuseDisabled: false,
  });
  refuseAll(reasons);
  const materialId = textOf(data, "material_id");
  if (isNone(materialId)) {
    refuse("oneOfRequired", "material_id", { fields: "material_id、material_number" });
  }
  const known = (await readMaterials(database, accountId, [materialId])).get(materialId);
  if (known === undefined) {
    return refuse("referenceUnknown", "material_id", { title: "商品id", given: materialId });
  }
  const explained: Explained = {
    request,
    paging: pagingOf(filters, PAGE_SIZE_DEFAULT),
    keys: keysOf(accountId, materialId, data),
    serial: textOf(data, "serial"),
    known,
  };
  const { record, material } = known;
  return {
    material_id: record.id,
    material_number: record.number,
    material_name: record.name,
    base_unit_name: material.baseUnit.name,
    serial: explained.serial === "" ? {} : await serialOf(explained),
    ...(await balancesOf(explained)),
    ...(await explainedHolds(explained)),
    ...(await explainedEvents(explained)),
    ...(await explainedMovements(explained)),
  };
}

function keysOf(accountId: string, materialId: string, data: Data): Condition {
  const conditions: Condition[] = [sql`s.material_id = ${materialId}`];
  const parts = [
    [sql`s.store_id`, "stock_id"],
    [sql`s.bin_id`, "sp_id"],
    [sql`s.aux_prop_id`, "aux_prop_id"],
    [sql`s.batch_no`, "batch_no"],
    [sql`s.kf_date`, "kf_date"],
  ] as const;
  for (const [column, name] of parts) {
    const given = textOf(data, name);
    // "0" asks for keys without a bin or an aux property.
    if (given === "" || (name === "stock_id" && isNone(given))) continue;
    conditions.push(sql`${column} = ${name.endsWith("_id") ? keyPart(given) : given}`);
  }
  const serial = textOf(data, "serial");
  if (serial !== "") {
    conditions.push(sql`s.id in (
      select l.stock_id from ledger l
      where l.account_id = ${accountId} and l.serials @> array[${serial}]::text[])`);
  }
  return allOf(conditions);
}

// ---- what is there ----

interface KeyRow extends PlaceRow {
  readonly on_hand: string;
  readonly occupied: string;
  readonly available: string;
}

async function balancesOf({ request, paging, keys, known }: Explained): Promise<Data> {
  const { accountId, today, database } = request;
  // What can be held: nothing that is only expected.
  const settings = { ...request.settings, availableCounts: [] };
  const counted = keysWhere({ accountId, settings, today, pointDate: undefined }, keys);
  const totals = await sql<Record<string, string>>`
    select count(*) as count, sum(k.on_hand) as on_hand, sum(k.occupied) as occupied,
           sum(k.available) as available, sum(k.on_hand_float) as on_hand_float,
           sum(k.occupied_float) as occupied_float, sum(k.available_float) as available_float
    from ${counted} k`.execute(database.kysely);
  const { rows } = await sql<KeyRow>`
    select ${sql.raw(PLACE_COLUMNS)}, k.on_hand, k.occupied, k.available, k.valid_date,
           k.on_hand_float, k.occupied_float, k.available_float,
           p.quantity as pool_quantity, p.value as pool_value
    from ${counted} k
    join stock s on s.account_id = ${accountId} and s.id = k.id
    left join lateral (
      select l.pool_id from ledger l
      where l.account_id = ${accountId} and l.stock_id = k.id limit 1) of_pool on true
    left join cost_pool p on p.account_id = ${accountId} and p.id = of_pool.pool_id
    ${sql.raw(PLACE_JOINS)}
    order by store.number collate "C", bin.number collate "C" nulls first, s.batch_no,
             s.kf_date, s.aux_prop_id, s.id
    limit ${paging.size} offset ${paging.offset}`.execute(database.kysely);
  const [total] = totals.rows;
  return {
    on_hand: plain(total?.on_hand),
    occupied: plain(total?.occupied),
    available: plain(total?.available),
    aux_unit_name: known.material.float?.unit.name,
    ...floatsOf(total ?? {}),
    key_count: Number(total?.count ?? 0),
    keys: rows.map((row) => ({
      ...placeView(row, known),
      valid_date: row.valid_date,
      on_hand: plain(row.on_hand),
      occupied: plain(row.occupied),
      available: plain(row.available),
      ...floatsOf(row),
      pool_qty: plain(row.pool_quantity),
      pool_value: money.toText(money.money(row.pool_value ?? "0")),
    })),
  };
}

/** Zero for a material without a floating unit (D1). */
const floatsOf = (row: Readonly<Record<string, string | null>>) => ({
  aux_on_hand: plain(row.on_hand_float),
  aux_occupied: plain(row.occupied_float),
  aux_available: plain(row.available_float),
});

interface SerialRow extends PlaceRow {
  readonly serial: string;
}

async function serialOf({ request, serial, known }: Explained): Promise<Data> {
  const { accountId, database } = request;
  const { rows } = await sql<SerialRow>`
    select sn.serial, sn.remark, sn.stock_id as in_stock_id, sn.hold_id,
           ${sql.raw(PLACE_COLUMNS)}
    from serial sn
    left join stock s on s.account_id = ${accountId} and s.id = sn.stock_id
    ${sql.raw(PLACE_JOINS)}
    where sn.account_id = ${accountId} and sn.material_id = ${known.record.id}
      and sn.serial = ${serial}`.execute(database.kysely);
  const [row] = rows;
  if (row === undefined) return refuse("recordUnknown", "serial", { given: `序列号 ${serial}` });
  return {
    ...(row.in_stock_id === null ? {} : placeView(row, known)),
    serial: row.serial,
    remark: row.remark,
    in_stock: row.in_stock_id !== null,
    hold_id: row.hold_id,
  };
}
