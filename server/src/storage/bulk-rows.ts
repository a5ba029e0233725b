/**
 * Goods with their receipts and issues in such numbers that no request could book them: written by
 * the database itself, as the verbs would have written them. Every good lies in every one of the
 * stores; each round moves every key once, by turns 10 pieces in at 2 yuan and 5 pieces out, so
 * that every average is 2 yuan. An account that is filled so is nobody's yet.
 */
import type { BulkChunk } from "../application/bulk.ts";
import type { Database } from "./database.ts";

/** Goods of one transaction. */
export const BULK_CHUNK = 500;

export async function writeBulk(database: Database, chunk: BulkChunk): Promise<void> {
  const { accountId, first, materials, storeIds, rounds, firstDay, days } = chunk;
  const values = [accountId, first, materials, storeIds, rounds, firstDay, days];
  await database.transaction(async (connection) => {
    const [lane] = (
      await connection.query("select ledger_seq from lane where account_id = $1 for update", [
        accountId,
      ])
    ).rows;
    for (const [text, used] of STATEMENTS) {
      await connection.query(text, [
        ...values.slice(0, used),
        ...(used > 7 ? [lane.ledger_seq] : []),
      ]);
    }
  });
}

/** The planner knows the tables as they are now, and no row need be checked for being visible. */
export async function settleBulk({ pool }: Database): Promise<void> {
  await pool.query("vacuum (analyze) master, stock, cost_pool, bill, bill_line, ledger");
}

const GOODS = "generate_series($2::int, $2::int + $3::int - 1) as m";
const materialId = "(10000000 + m)::text";
const stockId = "(m::bigint * 1000 + k)";
const poolId = "(m::bigint + 1)";
const left = "(10 * (($5::int + 1) / 2) - 5 * ($5::int / 2))";

const MATERIALS = `
  insert into master (account_id, kind, id, number, name, data, created_at, creator_id,
                      modified_at, modifier_id)
  select $1, 'material', ${materialId}, 'SP' || lpad(m::text, 9, '0'), '商品' || m,
         jsonb_build_object('name', '商品' || m, 'aux_entity', '[]'::jsonb, 'base_unit_id', '1'),
         now(), '1', now(), '1'
  from ${GOODS}`;

const STOCK = `
  insert into stock (account_id, id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date,
                     on_hand, occupied)
  select $1, ${stockId}, ${materialId}, '', store_id, '', '', '', ${left}, 0
  from ${GOODS} cross join unnest($4::text[]) with ordinality as s (store_id, k)`;

const POOLS = `
  insert into cost_pool (account_id, id, material_id, aux_prop_id, batch_no, store_id, quantity,
                         value, last_date)
  select $1, ${poolId}, ${materialId}, '', '', '', ${left} * cardinality($4::text[]),
         ${left} * cardinality($4::text[]) * 2,
         ($6::date + (($5::int - 1) * $7::int / $5::int))::text
  from ${GOODS}`;

/**
 * Every move of the chunk: `at` counts its keys from 0 in the order of their ids, a round of 100
 * lines is a bill.
 */
const MOVES = `
  (select r, m, k, store_id, bill, (at % 100 + 1)::int as line, r * keys + at + 1 as seq,
          case when r % 2 = 0 then 'inv_other_in' else 'inv_other_out' end as type,
          $6::date + (r * $7::int / $5::int) as day,
          case when r % 2 = 0 then 10 else -5 end as quantity
   from (
     select r, m, k, store_id, at, keys,
            ($2::bigint * $5::int * cardinality($4::text[]) + r * keys + at / 100) as bill
     from generate_series(0, $5::int - 1) as r
     cross join ${GOODS}
     cross join unnest($4::text[]) with ordinality as s (store_id, k)
     cross join lateral (
       select (m - $2::int)::bigint * cardinality($4::text[]) + k - 1 as at,
              $3::bigint * cardinality($4::text[]) as keys) place) keyed
   order by seq) move`;

const billId = "(20000000000 + bill)::text";
const billNo = "'DR-' || lpad(bill::text, 12, '0')";
const lineId = "(3000000000000 + bill * 1000 + line)::text";

const BILLS = `
  insert into bill (account_id, type, id, bill_no, bill_date, status, head, created_at, creator_id,
                    modified_at, modifier_id, audited_at, auditor_id)
  select distinct on (bill) $1, type, ${billId}, ${billNo}, day, 'C',
         jsonb_build_object('trans_type_id', case when quantity > 0 then '12' else '13' end),
         now(), '1', now(), '1', now(), '1'
  from ${MOVES} order by bill`;

const LINES = `
  insert into bill_line (account_id, bill_type, bill_id, id, seq, material_id, store_id, cost, data)
  select $1, type, ${billId}, ${lineId}, line, ${materialId}, store_id, abs(quantity) * 2,
         jsonb_build_object('material_id', ${materialId}, 'stock_id', store_id, 'unit_id', '1',
           'qty', abs(quantity)::text, 'base_unit_id', '1', 'base_qty', abs(quantity)::text,
           'coefficient', '1')
  from ${MOVES}`;

const LEDGER = `
  insert into ledger (account_id, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id,
                      bill_date, quantity, amount, costed, reverses, hold_serials, serials)
  select $1, $8::bigint + seq, ${stockId}, ${poolId}, type, ${billId}, ${billNo}, ${lineId}, day,
         quantity, quantity * 2, quantity < 0, 0, '{}', '{}'
  from ${MOVES}`;

/** Its last conditions only give each value a use: every statement is sent all of them. */
const LANE = `
  update lane set master_seq = master_seq + 1, key_seq = key_seq + 1,
                  ledger_seq = $8::bigint + $5::int * $3::bigint * cardinality($4::text[])
  where account_id = $1 and $2::int >= 0 and $6::date is not null and $7::int > 0`;

/** Each with the number of values that it takes. */
const STATEMENTS = [
  [MATERIALS, 3],
  [STOCK, 5],
  [POOLS, 7],
  [BILLS, 7],
  [LINES, 7],
  [LEDGER, 8],
  [LANE, 8],
] as const;
