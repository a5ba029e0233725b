/**
 * From rows of the tables `bill` and `master` to the application's records. Lists do not go
 * through a unit of work.
 */
import { type RawBuilder, sql } from "kysely";
import type {
  BillLineRecord,
  BillRecord,
  BillStatus,
  Data,
  MasterRecord,
} from "../application/ports.ts";

const millis = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::bigint`;

export interface BillRow {
  type: string;
  id: string;
  bill_no: string;
  bill_date: string;
  status: BillStatus;
  head: Data;
  lines: BillLineRecord[] | null;
  created_ms: string;
  creator_id: string;
  modified_ms: string;
  modifier_id: string;
  audited_ms: string | null;
  auditor_id: string;
}

/** Columns of `bill b`; its lines are another, since most lists do without. */
export const billColumns = sql`
  b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
  ${millis("b.created_at")} as created_ms, ${millis("b.modified_at")} as modified_ms,
  ${millis("b.audited_at")} as audited_ms`;

export const noLines = sql`null::jsonb as lines`;

/** Costs as text, so that no digit is lost. */
export const linesOf = (accountId: string) => sql`
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', l.id, 'seq', l.seq, 'cost', coalesce(l.cost::text, ''), 'data', l.data) order by l.seq),
      '[]'::jsonb)
   from bill_line l
   where l.account_id = ${accountId} and l.bill_type = b.type and l.bill_id = b.id) as lines`;

export function billRecordOf(row: BillRow): BillRecord {
  return {
    type: row.type,
    id: row.id,
    billNo: row.bill_no,
    billDate: row.bill_date,
    status: row.status,
    head: row.head,
    lines: row.lines ?? [],
    createdAt: Number(row.created_ms),
    creatorId: row.creator_id,
    modifiedAt: Number(row.modified_ms),
    modifierId: row.modifier_id,
    auditedAt: Number(row.audited_ms ?? 0),
    auditorId: row.auditor_id,
  };
}

export interface MasterRow {
  kind: string;
  id: string;
  number: string;
  name: string;
  parent_id: string;
  enabled: boolean;
  data: Data;
  created_ms: string;
  creator_id: string;
  modified_ms: string;
  modifier_id: string;
}

/** Columns of `master m`. */
export const masterColumns = sql`
  m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id,
  m.modifier_id, ${millis("m.created_at")} as created_ms,
  ${millis("m.modified_at")} as modified_ms`;

export function masterRecordOf(row: MasterRow): MasterRecord {
  return {
    kind: row.kind,
    id: row.id,
    number: row.number,
    name: row.name,
    parentId: row.parent_id,
    enabled: row.enabled,
    data: row.data,
    createdAt: Number(row.created_ms),
    creatorId: row.creator_id,
    modifiedAt: Number(row.modified_ms),
    modifierId: row.modifier_id,
  };
}

/** Records of one kind by their ids. */
export function mastersById(
  accountId: string,
  kind: string,
  ids: readonly string[],
): RawBuilder<MasterRow> {
  return sql<MasterRow>`
    select ${masterColumns} from master m
    where m.account_id = ${accountId} and m.kind = ${kind} and m.id = any(${[...ids]}::text[])`;
}
