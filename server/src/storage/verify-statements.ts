/**
 * The statements of `verify`: what is stored beside what the ledger and the hold events say, one
 * row for each record. Columns are named as the facts of `application/verify-checks.ts`; $1 is the
 * account.
 */

import { TRANSIT_PREFIX } from "../domain/transit.ts";
import { STANDING } from "./standing.ts";

/** Readable names of a key's parts; a part without a master record shows its id. */
const NAMES = (key: string) => `
  left join master material on material.account_id = $1 and material.kind = 'material'
    and material.id = ${key}.material_id
  left join master store on store.account_id = $1 and store.kind = 'store'
    and store.id = ${key}.store_id`;

const MATERIAL = (key: string) =>
  `coalesce(material.number || ' ' || material.name, ${key}.material_id)`;

/** Goods in transit are in the place of a row of a 调拨出库单, which is no store (decision 7). */
const STORE = (key: string) =>
  `coalesce(store.name, regexp_replace(${key}.store_id, '^${TRANSIT_PREFIX}', '在途 '))`;

const AUX_NAME = (key: string) => `
  nullif(coalesce(jsonb_path_query_first(material.data,
    '$.aux_entity[*] ? (@.sku_id == $id).aux_combination_name',
    jsonb_build_object('id', ${key}.aux_prop_id)) #>> '{}', ${key}.aux_prop_id), '')`;

const KEY_NAME = `
  concat_ws(' / ', ${MATERIAL("s")}, ${AUX_NAME("s")}, ${STORE("s")},
    nullif(coalesce(bin.name, s.bin_id), ''), nullif(s.batch_no, ''), nullif(s.kf_date, ''))`;

const KEY_NAMES = `${NAMES("s")}
  left join master bin on bin.account_id = $1 and bin.kind = 'space' and bin.id = s.bin_id`;

/** Every key of the account and its name. */
const NAMED_STOCK = `
  named_stock as materialized (
    select s.id, s.material_id, ${KEY_NAME} as name,
           coalesce(material.data ->> 'is_serial', '') in ('true', '1') as serial_managed
    from stock s ${KEY_NAMES}
    where s.account_id = $1)`;

/** What stands of the account, materialized once. */
const STANDS = `
  stands as materialized (select l.* from ${STANDING} l)`;

/** In the order of dates nothing that stands may take a key below zero (D3). */
export const STOCKS = `
  with ${NAMED_STOCK}, ${STANDS},
  running as (
    select l.stock_id, l.bill_date, l.seq, sum(l.quantity) over w as on_hand,
           sum(l.float_quantity) over w as on_hand_float
    from stands l window w as (partition by l.stock_id order by l.bill_date, l.seq)),
  negative as (
    select distinct on (stock_id) stock_id, bill_date, on_hand, seq
    from running where on_hand < 0 order by stock_id, bill_date, seq),
  negative_float as (
    select distinct on (stock_id) stock_id, bill_date, on_hand_float, seq
    from running where on_hand_float < 0 order by stock_id, bill_date, seq),
  total as (
    select l.stock_id, sum(l.quantity) as on_hand, sum(l.float_quantity) as on_hand_float,
           max(l.seq) as last_seq, sum(sign(l.quantity) * cardinality(l.serials)) as serials,
           case when min(l.pool_id) = max(l.pool_id) then 1 else 2 end as pools
    from ledger l where l.account_id = $1
    group by l.stock_id),
  held as (
    select h.stock_id, max(h.id) as last_hold,
           sum(case when e.kind in ('opened', 'returned') then e.quantity else -e.quantity end)
             as quantity,
           sum(case when e.kind in ('opened', 'returned') then e.float_quantity
               else -e.float_quantity end) as float_quantity
    from hold_event e join hold h on h.account_id = $1 and h.id = e.hold_id
    where e.account_id = $1
    group by h.stock_id)
  select s.id, n.name as subject, coalesce(l.bill_no, '') as bill,
         s.on_hand as "onHand", s.occupied,
         coalesce(t.on_hand, 0) as "ledgerOnHand", coalesce(held.quantity, 0) as "eventsHeld",
         s.on_hand_float as "onHandFloat", s.occupied_float as "occupiedFloat",
         coalesce(t.on_hand_float, 0) as "ledgerOnHandFloat",
         coalesce(held.float_quantity, 0) as "eventsHeldFloat",
         coalesce(nullif(h.bill_no, ''), h.bill_type || ' ' || h.bill_id, '') as "holdBill",
         n.serial_managed or coalesce(t.serials, 0) <> 0 as "serialManaged",
         coalesce(t.serials, 0) as "ledgerSerials", coalesce(t.pools, 0) as "poolCount",
         coalesce(n0.bill_date::text, '') as "negativeDate",
         coalesce(trim_scale(n0.on_hand)::text, '') as "negativeOnHand",
         coalesce(negative.bill_no, '') as "negativeBill",
         coalesce(f0.bill_date || ' ' || trim_scale(f0.on_hand_float), '') as "negativeFloat",
         coalesce(float.bill_no, '') as "negativeFloatBill"
  from stock s
  join named_stock n on n.id = s.id
  left join total t on t.stock_id = s.id
  left join held on held.stock_id = s.id
  left join hold h on h.account_id = $1 and h.id = held.last_hold
  left join ledger l on l.account_id = $1 and l.seq = t.last_seq
  left join negative n0 on n0.stock_id = s.id
  left join ledger negative on negative.account_id = $1 and negative.seq = n0.seq
  left join negative_float f0 on f0.stock_id = s.id
  left join ledger float on float.account_id = $1 and float.seq = f0.seq
  where s.account_id = $1
  order by s.id`;

const POOL_NAME = `
  concat_ws(' / ', ${MATERIAL("p")}, ${AUX_NAME("p")},
    nullif(${STORE("p")}, ''), nullif(p.batch_no, ''))`;

export const POOLS = `
  with ${STANDS},
  total as (
    select l.pool_id, sum(l.quantity) as quantity, sum(l.amount) as value, max(l.seq) as last_seq
    from ledger l where l.account_id = $1 group by l.pool_id),
  latest as (select pool_id, max(bill_date) as on_date from stands group by pool_id)
  select p.id, coalesce(l.bill_no, '') as bill, p.quantity, p.value, p.last_date as "lastDate",
         ${POOL_NAME} as subject,
         coalesce(t.quantity, 0) as "ledgerQuantity", coalesce(t.value, 0) as "ledgerValue",
         coalesce(latest.on_date::text, '') as "ledgerLastDate"
  from cost_pool p ${NAMES("p")}
  left join total t on t.pool_id = p.id
  left join latest on latest.pool_id = p.id
  left join ledger l on l.account_id = $1 and l.seq = t.last_seq
  where p.account_id = $1
  order by p.id`;

/** What moved in each pool, in the order of dates, up to where costs wait for the job. */
export const COSTS = `
  with ${STANDS},
  pool as (
    select p.id, p.method, p.stale_from, ${POOL_NAME} as name
    from cost_pool p ${NAMES("p")} where p.account_id = $1)
  select l.seq as id, pool.id as "poolId", pool.name as subject, pool.method, l.bill_no as bill,
         l.bill_date as "billDate", l.seq, l.quantity, l.amount, l.within_pool as within
  from stands l join pool on pool.id = l.pool_id
  where pool.stale_from = '' or l.bill_date < pool.stale_from::date
  order by pool.id, l.bill_date, l.seq`;

/** Each stored layer of a FIFO pool beside what is left of its receipt by the ledger. */
export const LAYERS = `
  with ${STANDS},
  pool as (
    select p.id, ${POOL_NAME} as name
    from cost_pool p ${NAMES("p")}
    where p.account_id = $1 and p.method = 'fifo' and p.stale_from = ''),
  moved as (
    select l.* from stands l join pool on pool.id = l.pool_id where not l.within_pool),
  gone as (
    select pool_id, -sum(quantity) as quantity from moved where quantity < 0 group by pool_id),
  receipt as (
    select m.pool_id, m.seq, m.bill_no, m.quantity, m.amount,
           sum(m.quantity) over (partition by m.pool_id order by m.bill_date, m.seq) as until
    from moved m where m.quantity > 0),
  due as (
    select r.*, greatest(coalesce(gone.quantity, 0) - (until - r.quantity), 0) as taken
    from receipt r left join gone on gone.pool_id = r.pool_id
    where until > coalesce(gone.quantity, 0)),
  kept as (
    select c.* from cost_layer c join pool on pool.id = c.pool_id where c.account_id = $1)
  select pool.id || ' ' || coalesce(due.seq, kept.seq) as id, pool.name as subject,
         coalesce(due.bill_no, l.bill_no, '') as bill,
         coalesce(concat_ws(' / ', trim_scale(due.taken), trim_scale(due.quantity), due.amount), '')
           as expected,
         coalesce(concat_ws(' / ', trim_scale(kept.taken), trim_scale(kept.quantity), kept.amount),
           '') as actual
  from due full join kept on kept.pool_id = due.pool_id and kept.seq = due.seq
  join pool on pool.id = coalesce(due.pool_id, kept.pool_id)
  left join ledger l on l.account_id = $1 and l.seq = kept.seq
  order by pool.id, coalesce(due.seq, kept.seq)`;

export const HOLDS = `
  with ${NAMED_STOCK}, ${STANDS},
  event as (
    select e.hold_id,
           sum(e.quantity) filter (where e.kind = 'opened') as opened,
           sum(case e.kind when 'consumed' then e.quantity when 'returned' then -e.quantity end)
             as consumed,
           sum(e.quantity) filter (where e.kind = 'released') as released,
           sum(e.quantity) filter (where e.kind = 'expired') as expired,
           sum(e.float_quantity) filter (where e.kind = 'opened') as opened_float,
           sum(case e.kind when 'consumed' then e.float_quantity
                           when 'returned' then -e.float_quantity end) as consumed_float,
           sum(e.float_quantity) filter (where e.kind = 'released') as released_float,
           sum(e.float_quantity) filter (where e.kind = 'expired') as expired_float
    from hold_event e where e.account_id = $1 group by e.hold_id),
  taken as (
    select hold_id, sum(hold_quantity) as quantity, sum(hold_float_quantity) as float_quantity
    from stands where hold_id is not null group by hold_id),
  marked as (
    select hold_id, array_agg(material_id || ' ' || serial order by serial) as serials
    from serial where account_id = $1 and hold_id is not null group by hold_id)
  select h.id, concat_ws(' ', h.bill_type, h.bill_id, h.entry_id) || ' / ' || n.name as subject,
         coalesce(nullif(h.bill_no, ''), h.bill_type || ' ' || h.bill_id) as bill,
         h.opened, h.consumed, h.released, h.expired,
         coalesce(e.opened, 0) as "eventsOpened", coalesce(e.consumed, 0) as "eventsConsumed",
         coalesce(e.released, 0) as "eventsReleased", coalesce(e.expired, 0) as "eventsExpired",
         coalesce(taken.quantity, 0) as "ledgerConsumed", n.serial_managed as "serialManaged",
         jsonb_build_object('opened', h.opened_float::text, 'consumed', h.consumed_float::text,
           'released', h.released_float::text, 'expired', h.expired_float::text) as float,
         jsonb_build_object('opened', coalesce(e.opened_float, 0)::text,
           'consumed', coalesce(e.consumed_float, 0)::text,
           'released', coalesce(e.released_float, 0)::text,
           'expired', coalesce(e.expired_float, 0)::text) as "eventsFloat",
         coalesce(taken.float_quantity, 0) as "ledgerConsumedFloat",
         array(select n.material_id || ' ' || serial from unnest(h.serials) as serial
               order by serial) as listed,
         coalesce(marked.serials, '{}') as marked
  from hold h
  join named_stock n on n.id = h.stock_id
  left join event e on e.hold_id = h.id
  left join taken on taken.hold_id = h.id
  left join marked on marked.hold_id = h.id
  where h.account_id = $1
  order by h.id`;

/** A serial is where the ledger leaves it once more in than out. */
export const SERIALS = `
  with ${NAMED_STOCK},
  move as (
    select n.material_id, m.serial, l.stock_id, n.name, sum(sign(l.quantity))::int as times,
           max(l.seq) as last_seq
    from ledger l
    join named_stock n on n.id = l.stock_id
    cross join lateral unnest(l.serials) as m (serial)
    where l.account_id = $1 and l.serials <> '{}'
    group by n.material_id, m.serial, l.stock_id, n.name),
  placed as (
    select material_id, serial, max(last_seq) as last_seq,
           coalesce(jsonb_agg(jsonb_build_object(
               'stockId', stock_id::text, 'place', name, 'times', times) order by stock_id)
             filter (where times <> 0), '[]') as ledger
    from move group by material_id, serial),
  known as (
    select * from placed
    full join (select material_id, serial, stock_id from serial where account_id = $1) as stored
      using (material_id, serial))
  select k.material_id || ' ' || k.serial as id,
         coalesce(material.number || ' ' || material.name, k.material_id) || ' / ' || k.serial
           as subject,
         coalesce(l.bill_no, '') as bill, coalesce(k.stock_id::text, '') as "stockId",
         coalesce(n.name, '') as place, coalesce(k.ledger, '[]') as ledger
  from known k
  left join master material on material.account_id = $1 and material.kind = 'material'
    and material.id = k.material_id
  left join named_stock n on n.id = k.stock_id
  left join ledger l on l.account_id = $1 and l.seq = k.last_seq
  order by k.material_id, k.serial`;

/** What left decides the cost of a line that has both (a move); otherwise what came in. */
export const BILLS = `
  with ${STANDS},
  booked as (
    select bill_type, bill_id, line_id, max(bill_no) as bill_no, count(*) as row_count,
           sum(amount) as amount,
           coalesce(-sum(amount) filter (where quantity < 0), sum(amount)) as cost
    from stands group by bill_type, bill_id, line_id),
  posted as (
    select bill_type, bill_id, max(bill_no) as bill_no, sum(row_count)::int as row_count,
           sum(amount) as amount,
           jsonb_agg(jsonb_build_object('id', line_id, 'cost', cost::text) order by line_id)
             as lines
    from booked group by bill_type, bill_id),
  stored as (select * from bill where account_id = $1)
  select coalesce(b.type, p.bill_type) as type, coalesce(b.id, p.bill_id) as id,
         coalesce(b.bill_no, p.bill_no) as bill,
         coalesce(b.type, p.bill_type) || ' ' || coalesce(b.bill_no, p.bill_no) as subject,
         coalesce(b.status, '') as status, coalesce(p.row_count, 0) as "standingRows",
         coalesce(p.amount, 0) as amount, coalesce(p.lines, '[]') as booked,
         array(select jsonb_path_query(b.head, '$.cost_fee_entity.fee_records[*].amount_for')
                 #>> '{}') as fees,
         coalesce(b.head ->> 'cost_fee', '') as "headFee",
         (select coalesce(jsonb_agg(jsonb_build_object(
              'id', l.id, 'cost', coalesce(l.cost::text, '')) order by l.seq), '[]')
          from bill_line l
          where l.account_id = $1 and l.bill_type = b.type and l.bill_id = b.id) as lines
  from stored b full join posted p on p.bill_type = b.type and p.bill_id = b.id
  order by 1, 2`;

/**
 * Everything of a reversing row beside the opposite of the row it takes back, that at what it was
 * worth in the end. Only while the job has to cost the pool anew may the reversal be adjusted.
 */
export const REVERSALS = `
  select r.seq as id, r.bill_no || ' #' || r.seq as subject, r.bill_no as bill,
         case when o.reverses = 0 then jsonb_build_object(
           'quantity', trim_scale(-o.quantity)::text, 'amount', (-o.amount - coalesce((
             select sum(a.amount) from ledger a
             where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0))::text,
           'adjusted', '0.00',
           'stock_id', o.stock_id::text, 'pool_id', o.pool_id::text,
           'bill', concat_ws(' ', o.bill_type, o.bill_id, o.line_id),
           'bill_date', o.bill_date::text,
           'serials', array_to_string(o.serials, ';'), 'hold_id', coalesce(o.hold_id::text, ''),
           'hold_quantity', coalesce(trim_scale(o.hold_quantity)::text, ''),
           'float_quantity', trim_scale(-o.float_quantity)::text,
           'hold_float_quantity', trim_scale(o.hold_float_quantity)::text) end as expected,
         jsonb_build_object(
           'reverses', r.reverses::text,
           'quantity', trim_scale(r.quantity)::text, 'amount', r.amount::text,
           'adjusted', case when p.stale_from <> '' then '0.00' else coalesce((
             select sum(a.amount) from ledger a
             where a.account_id = $1 and a.adjusts = r.seq and a.adjusts <> 0), 0.00)::text end,
           'stock_id', r.stock_id::text, 'pool_id', r.pool_id::text,
           'bill', concat_ws(' ', r.bill_type, r.bill_id, r.line_id),
           'bill_date', r.bill_date::text,
           'serials', array_to_string(r.serials, ';'), 'hold_id', coalesce(r.hold_id::text, ''),
           'hold_quantity', coalesce(trim_scale(r.hold_quantity)::text, ''),
           'float_quantity', trim_scale(r.float_quantity)::text,
           'hold_float_quantity', trim_scale(r.hold_float_quantity)::text) as actual
  from ledger r
  left join ledger o on o.account_id = $1 and o.seq = r.reverses
  left join cost_pool p on p.account_id = $1 and p.id = r.pool_id
  where r.account_id = $1 and r.reverses <> 0
  order by r.seq`;

/** Rows are numbered from 1 without gaps, up to the number that the account's lane remembers. */
export const SEQUENCES = `
  with numbered as (
    select l.seq, l.bill_no, lag(l.seq, 1, 0::bigint) over (order by l.seq) as before
    from ledger l where l.account_id = $1),
  ending as (select coalesce(max(seq), 0) as seq from numbered)
  select 'ledgerGap' as kind, seq::text as id, 'ledger #' || seq as subject, bill_no as bill,
         (before + 1)::text as expected, seq::text as actual
  from numbered where seq <> before + 1
  union all
  select 'ledgerEnd', ending.seq::text, 'lane ' || $1::text, coalesce(n.bill_no, ''),
         ending.seq::text, coalesce(lane.ledger_seq::text, '')
  from ending
  left join lane on lane.account_id = $1
  left join numbered n on n.seq = ending.seq`;
