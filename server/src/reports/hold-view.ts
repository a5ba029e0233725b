/** A hold and its stock key as our own endpoints show them, wherever they are listed. */
import { timeText } from "../application/china-time.ts";
import { rowsOf, textOf } from "../application/material-facts.ts";
import type { Data } from "../application/ports.ts";
import { isZero, quantity, toText } from "../domain/quantity.ts";
import { TRANSIT_PREFIX } from "../domain/transit.ts";
import { IS_OPEN } from "../storage/hold-store.ts";
import type { ReportMaterial } from "./materials.ts";
import { wireId } from "./stock-sql.ts";

type Texts = Readonly<Record<string, string | null>>;

/** Names of the places of a `stock s`. */
export const PLACE_JOINS = `
  left join master store on store.account_id = s.account_id and store.kind = 'store'
    and store.id = s.store_id
  left join master bin on bin.account_id = s.account_id and bin.kind = 'space'
    and bin.id = s.bin_id`;

export const PLACE_COLUMNS = `
  s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date,
  store.number as store_number,
  coalesce(store.name, case when s.store_id like '${TRANSIT_PREFIX}%' then '在途' end) as store_name,
  bin.number as bin_number, bin.name as bin_name`;

export type PlaceRow = Texts & { readonly material_id: string };

export function placeView(row: PlaceRow, known: ReportMaterial | undefined): Data {
  const auxPropId = row.aux_prop_id ?? "";
  const combinations = rowsOf(known?.record.data ?? {}, "aux_entity");
  const sku = combinations.find((item) => textOf(item, "sku_id") === auxPropId) ?? {};
  return {
    material_id: row.material_id,
    material_number: known?.record.number,
    material_name: known?.record.name,
    aux_prop_id: wireId(auxPropId),
    aux_prop_name: textOf(sku, "aux_combination_name"),
    stock_id: row.store_id,
    stock_number: row.store_number,
    stock_name: row.store_name,
    sp_id: wireId(row.bin_id ?? ""),
    sp_number: row.bin_number,
    sp_name: row.bin_name,
    batch_no: row.batch_no,
    kf_date: row.kf_date,
  };
}

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Of `hold h`, with `stock s` and `client`. */
export const HOLD_VIEW_COLUMNS = `
  h.id as hold_id, h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.opened, h.held, h.consumed,
  h.released, h.expired, h.opened_float, h.held_float, h.consumed_float, h.released_float,
  h.expired_float, h.serials, h.client_id, client.name as client_name,
  ${IS_OPEN} as is_open, ${millis("h.opened_at")} as opened_ms,
  ${millis("h.expires_at")} as expires_ms, ${PLACE_COLUMNS}`;

export const HOLD_VIEW_FROM = `
  from hold h
  join stock s on s.account_id = h.account_id and s.id = h.stock_id
  left join client on client.id = h.client_id
  ${PLACE_JOINS}`;

export interface HoldViewRow {
  readonly hold_id: string;
  readonly material_id: string;
  readonly is_open: boolean;
  readonly serials: readonly string[];
  readonly [column: string]: unknown;
}

const HOUR_MS = 3_600_000;

export function holdView(row: HoldViewRow, known: ReportMaterial | undefined, now: number): Data {
  const texts = row as unknown as PlaceRow;
  const openedAt = Number(texts.opened_ms);
  const expiresAt = Number(texts.expires_ms ?? 0);
  const isDue = row.is_open && expiresAt !== 0 && expiresAt <= now;
  return {
    hold_id: row.hold_id,
    bill_type_id: texts.bill_type,
    bill_id: texts.bill_id,
    bill_no: texts.bill_no,
    bill_entry_id: texts.entry_id,
    ...placeView(texts, known),
    base_unit_name: known?.material.baseUnit.name,
    opened_qty: plain(texts.opened),
    held_qty: plain(texts.held),
    consumed_qty: plain(texts.consumed),
    released_qty: plain(texts.released),
    expired_qty: plain(texts.expired),
    aux_unit_name: known?.material.float?.unit.name,
    opened_aux_qty: plain(texts.opened_float),
    held_aux_qty: plain(texts.held_float),
    consumed_aux_qty: plain(texts.consumed_float),
    released_aux_qty: plain(texts.released_float),
    expired_aux_qty: plain(texts.expired_float),
    state: row.is_open ? (isDue ? "due" : "open") : "closed",
    client_id: texts.client_id,
    client_name: texts.client_name,
    opened_at: timeText(openedAt),
    age_hours: Math.max(0, Math.floor((now - openedAt) / HOUR_MS)),
    expires_at: timeText(expiresAt),
    sn_list: row.serials.join(";"),
  };
}

/** A stored decimal without the zeros that its column adds. */
export const plain = (stored: string | null | undefined): string => {
  const value = quantity(stored ?? "0");
  return isZero(value) ? "0" : toText(value);
};
