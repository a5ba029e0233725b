/**
 * From rows of the tables `bill` and `master` to the application's records: the columns to ask for,
 * and how to read them.
 */
import type {
  BillLineRecord,
  BillRecord,
  BillStatus,
  Data,
  MasterRecord,
} from "../application/ports.ts";

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Columns of `bill b`; its lines are another, since lists do without. */
export const BILL_COLUMNS = `
  b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
  ${millis("b.created_at")} as created_ms, ${millis("b.modified_at")} as modified_ms,
  ${millis("b.audited_at")} as audited_ms`;

/**
 * Lines of `bill b` of account `$1` in the order of the rows; costs as text, so that no digit is
 * lost.
 */
export const LINES_COLUMN = `
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', l.id, 'seq', l.seq, 'materialId', l.material_id, 'storeId', l.store_id,
      'cost', coalesce(l.cost::text, ''), 'data', l.data) order by l.seq), '[]'::jsonb)
   from bill_line l
   where l.account_id = $1 and l.bill_type = b.type and l.bill_id = b.id) as lines`;

export interface BillRow {
  type: string;
  id: string;
  bill_no: string;
  bill_date: string;
  status: BillStatus;
  head: Data;
  /** Absent where the lines were not asked for. */
  lines?: BillLineRecord[];
  created_ms: string;
  creator_id: string;
  modified_ms: string;
  modifier_id: string;
  audited_ms: string | null;
  auditor_id: string;
}

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

/** Columns of `master m`. */
export const MASTER_COLUMNS = `
  m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
  ${millis("m.created_at")} as created_ms, ${millis("m.modified_at")} as modified_ms`;

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
