/** Bills of all types in two tables; a new type needs no statement of its own. */
import type { UnitOfWork } from "../application/ports.ts";
import { type Connection, inOrder } from "./database.ts";
import { BILL_COLUMNS, billRecordOf, LINES_COLUMN } from "./records.ts";

type Bills = Pick<
  UnitOfWork,
  | "bills"
  | "billsByNumber"
  | "billOfOutsideKey"
  | "saveBill"
  | "deleteBill"
  | "saveLineCosts"
  | "countDrafts"
>;

export function billStore(connection: Connection, accountId: string): Bills {
  const query = async (name: string, text: string, values: unknown[]) =>
    (await connection.query({ name, text, values: [accountId, ...values] })).rows;

  return {
    async bills(type, ids) {
      const text = `select ${BILL_COLUMNS}, ${LINES_COLUMN} from bill b
                    where b.account_id = $1 and b.type = $2 and b.id = any($3)`;
      const rows = await query("read-bills", text, [type, ids]);
      return new Map(rows.map((row) => [row.id, billRecordOf(row)]));
    },
    async billsByNumber(type, numbers) {
      const text = `select ${BILL_COLUMNS}, ${LINES_COLUMN} from bill b
                    where b.account_id = $1 and b.type = $2 and b.bill_no = any($3)`;
      const rows = await query("read-bills-by-number", text, [type, numbers]);
      return new Map(rows.map((row) => [row.bill_no, billRecordOf(row)]));
    },
    async billOfOutsideKey(type, key) {
      const text = `select id, bill_no from bill
                    where account_id = $1 and type = $2 and head ->> 'outside_pk_id' = $3
                      and head ->> 'outside_pk_id' <> '' limit 1`;
      const [row] = await query("bill-of-outside-key", text, [type, key]);
      return row && { id: row.id, billNo: row.bill_no };
    },
    async saveBill(bill) {
      const { lines } = bill;
      const head = query("save-bill", SAVE_BILL, [
        bill.type,
        bill.id,
        bill.billNo,
        bill.billDate,
        bill.status,
        JSON.stringify(bill.head),
        new Date(bill.createdAt),
        bill.creatorId,
        new Date(bill.modifiedAt),
        bill.modifierId,
        bill.auditedAt === 0 ? null : new Date(bill.auditedAt),
        bill.auditorId,
      ]);
      const others = query("replace-bill-lines", DELETE_OTHER_LINES, [
        bill.type,
        bill.id,
        lines.map((line) => line.id),
      ]);
      const rows = query("save-bill-lines", SAVE_LINES, [
        bill.type,
        bill.id,
        lines.map((line) => line.id),
        lines.map((line) => line.seq),
        lines.map((line) => line.materialId),
        lines.map((line) => line.storeId),
        lines.map((line) => (line.cost === "" ? null : line.cost)),
        lines.map((line) => JSON.stringify(line.data)),
      ]);
      await inOrder([head, others, rows]);
    },
    async countDrafts(after, through) {
      const text = `select count(*) as total from bill
                    where account_id = $1 and status = 'Z' and bill_date <= $3::date
                      and ($2 = '' or bill_date > nullif($2, '')::date)`;
      return Number((await query("count-drafts", text, [after, through]))[0]?.total ?? 0);
    },
    async deleteBill(bill) {
      const text = "delete from bill where account_id = $1 and type = $2 and id = $3";
      await query("delete-bill", text, [bill.type, bill.id]);
    },
    async saveLineCosts(costs) {
      if (costs.length === 0) return;
      await query("save-line-costs", SAVE_LINE_COSTS, [
        costs.map((line) => line.billType),
        costs.map((line) => line.billId),
        costs.map((line) => line.lineId),
        costs.map((line) => line.cost),
      ]);
    },
  };
}

const SAVE_BILL = `
  insert into bill (account_id, type, id, bill_no, bill_date, status, head, created_at, creator_id,
                    modified_at, modifier_id, audited_at, auditor_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (account_id, type, id) do update
    set bill_no = excluded.bill_no, bill_date = excluded.bill_date, status = excluded.status,
        head = excluded.head, modified_at = excluded.modified_at,
        modifier_id = excluded.modifier_id, audited_at = excluded.audited_at,
        auditor_id = excluded.auditor_id`;

const DELETE_OTHER_LINES = `
  delete from bill_line
  where account_id = $1 and bill_type = $2 and bill_id = $3 and not (id = any($4))`;

const SAVE_LINES = `
  insert into bill_line (account_id, bill_type, bill_id, id, seq, material_id, store_id, cost, data)
  select $1, $2, $3, v.id, v.seq, v.material_id, v.store_id, v.cost, v.data::jsonb
  from unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::numeric[], $9::text[])
    as v (id, seq, material_id, store_id, cost, data)
  on conflict (account_id, bill_type, bill_id, id) do update
    set seq = excluded.seq, material_id = excluded.material_id, store_id = excluded.store_id,
        cost = excluded.cost, data = excluded.data`;

const SAVE_LINE_COSTS = `
  update bill_line set cost = v.cost
  from unnest($2::text[], $3::text[], $4::text[], $5::numeric[])
    as v (bill_type, bill_id, line_id, cost)
  where bill_line.account_id = $1 and bill_line.bill_type = v.bill_type
    and bill_line.bill_id = v.bill_id and bill_line.id = v.line_id`;
