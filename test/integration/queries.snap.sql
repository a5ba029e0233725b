--
begin read only;

--
begin;

--
close verify_bills;

--
close verify_costs;

--
close verify_draws;

--
close verify_holds;

--
close verify_layers;

--
close verify_pools;

--
close verify_reversals;

--
close verify_sequences;

--
close verify_serials;

--
close verify_stocks;

--
commit;

--
declare verify_bills no scroll cursor for with stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), booked as (
select bill_type, bill_id, line_id, max(bill_no) as bill_no, count(*) as row_count, sum(amount) as amount,
coalesce(-sum(amount) filter (where quantity < 0), sum(amount)) as cost
from stands group by bill_type, bill_id, line_id), posted as (
select bill_type, bill_id, max(bill_no) as bill_no, sum(row_count)::int as row_count, sum(amount) as amount,
jsonb_agg(jsonb_build_object('id', line_id, 'cost', cost::text)
order by line_id) as lines from booked group by bill_type, bill_id), stored as (select *
from bill where account_id = $1) select coalesce(b.type, p.bill_type) as type, coalesce(b.id, p.bill_id) as
id, coalesce(b.bill_no, p.bill_no) as bill, coalesce(b.type, p.bill_type) || ' ' || coalesce(b.bill_no,
p.bill_no) as subject, coalesce(b.status, '') as status, coalesce(p.row_count, 0) as "standingRows",
coalesce(p.amount, 0) as amount, coalesce(p.lines, '[]') as booked, array(select jsonb_path_query(b.head,
'$.cost_fee_entity.fee_records[*].amount_for') #>> '{}') as fees, coalesce(b.head ->> 'cost_fee', '') as
"headFee", (select coalesce(jsonb_agg(jsonb_build_object( 'id', l.id, 'cost', coalesce(l.cost::text, ''))
order by l.seq), '[]') from bill_line l where l.account_id = $1 and l.bill_type = b.type and l.bill_id = b.id)
as lines from stored b full join posted p on p.bill_type = b.type and p.bill_id = b.id
order by 1, 2;

--
declare verify_costs no scroll cursor for with stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), pool as (
select p.id, p.method, p.stale_from, concat_ws(' / ', coalesce(material.number || ' ' || material.name,
p.material_id), nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', p.aux_prop_id)) #>> '{}', p.aux_prop_id), ''),
nullif(coalesce(store.name, regexp_replace(p.store_id, '^transit:', '在途 ')), ''), nullif(p.batch_no, '')) as
name from cost_pool p left join master material on material.account_id = $1 and material.kind = 'material' and
material.id = p.material_id left join master store on store.account_id = $1 and store.kind = 'store' and
store.id = p.store_id where p.account_id = $1) select l.seq as id, pool.id as "poolId", pool.name as subject,
pool.method, l.bill_no as bill, l.bill_date as "billDate", l.seq, l.quantity, l.amount, l.within_pool as
within from stands l join pool on pool.id = l.pool_id where pool.stale_from = '' or l.bill_date <
pool.stale_from::date order by pool.id, l.bill_date, l.seq;

--
declare verify_draws no scroll cursor for with drawing (type, entity, source) as (values ('inv_pick_ret',
'inv_pick_bill', 'inv_pick'), ('inv_product_ret', 'inv_product_bill', 'inv_product'), ('pur_inbound',
'pur_bill_order', 'pur_order'), ('pur_ret', 'pur_bill_inbound', 'pur_inbound'), ('sal_out_bound',
'sal_bill_order', 'sal_order'), ('sal_in_bound', 'sal_bill_outbound', 'sal_out_bound')), taken as (
select d.source, l.data ->> 'src_inter_id' as bill_id, l.data ->> 'src_entry_id' as id, string_agg(concat_ws('
', b.bill_no, l.id, l.data ->> 'base_qty'), '; ' order by l.id) as rows
from bill_line l join bill b on b.account_id = $1 and b.type = l.bill_type and b.id = l.bill_id and b.status =
'C' join drawing d on d.type = l.bill_type and d.entity = l.data ->> 'src_bill_type_id'
join bill s on s.account_id = $1 and s.type = d.source and s.id = l.data ->> 'src_inter_id'
where l.account_id = $1 group by 1, 2, 3), kept as ( select l.bill_type as source, l.bill_id, l.id,
string_agg(concat_ws(' ', f ->> 'bill_no', f ->> 'entry_id', f ->> 'base_qty'), '; '
order by f ->> 'entry_id') as rows from bill_line l cross
join lateral jsonb_array_elements(coalesce(l.data -> 'followers', '[]')) f
where l.account_id = $1 and l.bill_type in (select source
from drawing) group by 1, 2, 3) select coalesce(t.source, k.source) as type, coalesce(t.id, k.id) as id,
coalesce(b.bill_no, '') as bill, coalesce(t.rows, '') as expected, coalesce(k.rows, '') as actual
from taken t full join kept k on k.source = t.source and k.bill_id = t.bill_id and k.id = t.id
left join bill b on b.account_id = $1 and b.type = coalesce(t.source, k.source) and b.id = coalesce(t.bill_id,
k.bill_id) order by 1, 2;

--
declare verify_holds no scroll cursor for with named_stock as materialized (
select s.id, s.material_id, concat_ws(' / ', coalesce(material.number || ' ' || material.name, s.material_id),
nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', s.aux_prop_id)) #>> '{}', s.aux_prop_id), ''),
coalesce(store.name, regexp_replace(s.store_id, '^transit:', '在途 ')), nullif(coalesce(bin.name, s.bin_id),
''), nullif(s.batch_no, ''), nullif(s.kf_date, '')) as name, coalesce(material.data ->> 'is_serial', '') in
('true', '1') as serial_managed from stock s left join master material
on material.account_id = $1 and material.kind = 'material' and material.id = s.material_id
left join master store on store.account_id = $1 and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = $1 and bin.kind = 'space' and bin.id = s.bin_id
where s.account_id = $1), stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), event as (
select e.hold_id, sum(e.quantity) filter (where e.kind = 'opened') as opened, sum(case e.kind when 'consumed'
then e.quantity when 'returned' then -e.quantity end) as consumed, sum(e.quantity) filter (where e.kind =
'released') as released, sum(e.quantity) filter (where e.kind = 'expired') as expired, sum(e.float_quantity)
filter (where e.kind = 'opened') as opened_float, sum(case e.kind when 'consumed' then e.float_quantity when
'returned' then -e.float_quantity end) as consumed_float, sum(e.float_quantity) filter (where e.kind =
'released') as released_float, sum(e.float_quantity) filter (where e.kind = 'expired') as expired_float
from hold_event e where e.account_id = $1 group by e.hold_id), taken as (
select hold_id, sum(hold_quantity) as quantity, sum(hold_float_quantity) as float_quantity
from stands where hold_id is not null group by hold_id), marked as (
select hold_id, array_agg(material_id || ' ' || serial order by serial) as serials
from serial where account_id = $1 and hold_id is not null group by hold_id)
select h.id, concat_ws(' ', h.bill_type, h.bill_id, h.entry_id) || ' / ' || n.name as subject,
coalesce(nullif(h.bill_no, ''), h.bill_type || ' ' || h.bill_id) as bill, h.opened, h.consumed, h.released,
h.expired, coalesce(e.opened, 0) as "eventsOpened", coalesce(e.consumed, 0) as "eventsConsumed",
coalesce(e.released, 0) as "eventsReleased", coalesce(e.expired, 0) as "eventsExpired",
coalesce(taken.quantity, 0) as "ledgerConsumed", n.serial_managed as "serialManaged",
jsonb_build_object('opened', h.opened_float::text, 'consumed', h.consumed_float::text, 'released',
h.released_float::text, 'expired', h.expired_float::text) as float, jsonb_build_object('opened',
coalesce(e.opened_float, 0)::text, 'consumed', coalesce(e.consumed_float, 0)::text, 'released',
coalesce(e.released_float, 0)::text, 'expired', coalesce(e.expired_float, 0)::text) as "eventsFloat",
coalesce(taken.float_quantity, 0) as "ledgerConsumedFloat", array(select n.material_id || ' ' || serial
from unnest(h.serials) as serial order by serial) as listed, coalesce(marked.serials, '{}') as marked
from hold h join named_stock n on n.id = h.stock_id left
join event e on e.hold_id = h.id left join taken on taken.hold_id = h.id
left join marked on marked.hold_id = h.id where h.account_id = $1
order by h.id;

--
declare verify_layers no scroll cursor for with stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), pool as (
select p.id, concat_ws(' / ', coalesce(material.number || ' ' || material.name, p.material_id),
nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', p.aux_prop_id)) #>> '{}', p.aux_prop_id), ''),
nullif(coalesce(store.name, regexp_replace(p.store_id, '^transit:', '在途 ')), ''), nullif(p.batch_no, '')) as
name from cost_pool p left join master material on material.account_id = $1 and material.kind = 'material' and
material.id = p.material_id left join master store on store.account_id = $1 and store.kind = 'store' and
store.id = p.store_id where p.account_id = $1 and p.method = 'fifo' and p.stale_from = ''), moved as (
select l.* from stands l join pool on pool.id = l.pool_id
where not l.within_pool), gone as ( select pool_id, -sum(quantity) as quantity
from moved where quantity < 0 group by pool_id), receipt as (
select m.pool_id, m.seq, m.bill_no, m.quantity, m.amount, sum(m.quantity) over (partition by m.pool_id
order by m.bill_date, m.seq) as until from moved m where m.quantity > 0), due as (
select r.*, greatest(coalesce(gone.quantity, 0) - (until - r.quantity), 0) as taken
from receipt r left join gone on gone.pool_id = r.pool_id
where until > coalesce(gone.quantity, 0)), kept as ( select c.*
from cost_layer c join pool on pool.id = c.pool_id where c.account_id = $1)
select pool.id || ' ' || coalesce(due.seq, kept.seq) as id, pool.name as subject, coalesce(due.bill_no,
l.bill_no, '') as bill, coalesce(concat_ws(' / ', trim_scale(due.taken), trim_scale(due.quantity),
due.amount), '') as expected, coalesce(concat_ws(' / ', trim_scale(kept.taken), trim_scale(kept.quantity),
kept.amount), '') as actual from due full join kept on kept.pool_id = due.pool_id and kept.seq = due.seq
join pool on pool.id = coalesce(due.pool_id, kept.pool_id)
left join ledger l on l.account_id = $1 and l.seq = kept.seq
order by pool.id, coalesce(due.seq, kept.seq);

--
declare verify_pools no scroll cursor for with stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), total as (
select l.pool_id, sum(l.quantity) as quantity, sum(l.amount) as value, max(l.seq) as last_seq
from ledger l where l.account_id = $1 group by l.pool_id), latest as (select pool_id, max(bill_date) as
on_date from stands group by pool_id) select p.id, coalesce(l.bill_no, '') as bill, p.quantity, p.value,
p.last_date as "lastDate", concat_ws(' / ', coalesce(material.number || ' ' || material.name, p.material_id),
nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', p.aux_prop_id)) #>> '{}', p.aux_prop_id), ''),
nullif(coalesce(store.name, regexp_replace(p.store_id, '^transit:', '在途 ')), ''), nullif(p.batch_no, '')) as
subject, coalesce(t.quantity, 0) as "ledgerQuantity", coalesce(t.value, 0) as "ledgerValue",
coalesce(latest.on_date::text, '') as "ledgerLastDate" from cost_pool p
left join master material on material.account_id = $1 and material.kind = 'material' and material.id =
p.material_id left join master store on store.account_id = $1 and store.kind = 'store' and store.id =
p.store_id left join total t on t.pool_id = p.id left join latest
on latest.pool_id = p.id left join ledger l on l.account_id = $1 and l.seq = t.last_seq
where p.account_id = $1 order by p.id;

--
declare verify_reversals no scroll cursor for select r.seq as id, r.bill_no || ' #' || r.seq as subject,
r.bill_no as bill, case when o.reverses = 0 then jsonb_build_object( 'quantity',
trim_scale(-o.quantity)::text, 'amount', (-o.amount - coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0),
0))::text, 'adjusted', '0.00', 'stock_id', o.stock_id::text, 'pool_id', o.pool_id::text, 'bill', concat_ws('
', o.bill_type, o.bill_id, o.line_id), 'bill_date', o.bill_date::text, 'serials', array_to_string(o.serials,
';'), 'hold_id', coalesce(o.hold_id::text, ''), 'hold_quantity', coalesce(trim_scale(o.hold_quantity)::text,
''), 'float_quantity', trim_scale(-o.float_quantity)::text, 'hold_float_quantity',
trim_scale(o.hold_float_quantity)::text) end as expected, jsonb_build_object( 'reverses', r.reverses::text,
'quantity', trim_scale(r.quantity)::text, 'amount', r.amount::text, 'adjusted', case when p.stale_from <> ''
then '0.00' else coalesce(( select sum(a.amount) from ledger a
where a.account_id = $1 and a.adjusts = r.seq and a.adjusts <> 0), 0.00)::text end, 'stock_id',
r.stock_id::text, 'pool_id', r.pool_id::text, 'bill', concat_ws(' ', r.bill_type, r.bill_id, r.line_id),
'bill_date', r.bill_date::text, 'serials', array_to_string(r.serials, ';'), 'hold_id',
coalesce(r.hold_id::text, ''), 'hold_quantity', coalesce(trim_scale(r.hold_quantity)::text, ''),
'float_quantity', trim_scale(r.float_quantity)::text, 'hold_float_quantity',
trim_scale(r.hold_float_quantity)::text) as actual from ledger r
left join ledger o on o.account_id = $1 and o.seq = r.reverses
left join cost_pool p on p.account_id = $1 and p.id = r.pool_id
where r.account_id = $1 and r.reverses <> 0 order by r.seq;

--
declare verify_sequences no scroll cursor for with numbered as (
select l.seq, l.bill_no, lag(l.seq, 1, 0::bigint) over (order by l.seq) as before
from ledger l where l.account_id = $1), ending as (select coalesce(max(seq), 0) as seq
from numbered) select 'ledgerGap' as kind, seq::text as id, 'ledger #' || seq as subject, bill_no as bill,
(before + 1)::text as expected, seq::text as actual from numbered
where seq <> before + 1 union all select 'ledgerEnd', ending.seq::text, 'lane ' || $1::text,
coalesce(n.bill_no, ''), ending.seq::text, coalesce(lane.ledger_seq::text, '')
from ending left join lane on lane.account_id = $1 left join numbered n
on n.seq = ending.seq;

--
declare verify_serials no scroll cursor for with named_stock as materialized (
select s.id, s.material_id, concat_ws(' / ', coalesce(material.number || ' ' || material.name, s.material_id),
nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', s.aux_prop_id)) #>> '{}', s.aux_prop_id), ''),
coalesce(store.name, regexp_replace(s.store_id, '^transit:', '在途 ')), nullif(coalesce(bin.name, s.bin_id),
''), nullif(s.batch_no, ''), nullif(s.kf_date, '')) as name, coalesce(material.data ->> 'is_serial', '') in
('true', '1') as serial_managed from stock s left join master material
on material.account_id = $1 and material.kind = 'material' and material.id = s.material_id
left join master store on store.account_id = $1 and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = $1 and bin.kind = 'space' and bin.id = s.bin_id
where s.account_id = $1), move as ( select n.material_id, m.serial, l.stock_id, n.name,
sum(sign(l.quantity))::int as times, max(l.seq) as last_seq
from ledger l join named_stock n on n.id = l.stock_id cross
join lateral unnest(l.serials) as m (serial) where l.account_id = $1 and l.serials <> '{}' group by
n.material_id, m.serial, l.stock_id, n.name), placed as (
select material_id, serial, max(last_seq) as last_seq, coalesce(jsonb_agg(jsonb_build_object( 'stockId',
stock_id::text, 'place', name, 'times', times) order by stock_id) filter (where times <> 0), '[]') as ledger
from move group by material_id, serial), known as ( select *
from placed full join (select material_id, serial, stock_id
from serial where account_id = $1) as stored using (material_id, serial))
select k.material_id || ' ' || k.serial as id, coalesce(material.number || ' ' || material.name,
k.material_id) || ' / ' || k.serial as subject, coalesce(l.bill_no, '') as bill, coalesce(k.stock_id::text,
'') as "stockId", coalesce(n.name, '') as place, coalesce(k.ledger, '[]') as ledger
from known k left join master material on material.account_id = $1 and material.kind = 'material' and
material.id = k.material_id left join named_stock n on n.id = k.stock_id
left join ledger l on l.account_id = $1 and l.seq = k.last_seq
order by k.material_id, k.serial;

--
declare verify_stocks no scroll cursor for with named_stock as materialized (
select s.id, s.material_id, concat_ws(' / ', coalesce(material.number || ' ' || material.name, s.material_id),
nullif(coalesce(jsonb_path_query_first(material.data, '$.aux_entity[*] ? (@.sku_id ==
$id).aux_combination_name', jsonb_build_object('id', s.aux_prop_id)) #>> '{}', s.aux_prop_id), ''),
coalesce(store.name, regexp_replace(s.store_id, '^transit:', '在途 ')), nullif(coalesce(bin.name, s.bin_id),
''), nullif(s.batch_no, ''), nullif(s.kf_date, '')) as name, coalesce(material.data ->> 'is_serial', '') in
('true', '1') as serial_managed from stock s left join master material
on material.account_id = $1 and material.kind = 'material' and material.id = s.material_id
left join master store on store.account_id = $1 and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = $1 and bin.kind = 'space' and bin.id = s.bin_id
where s.account_id = $1), stands as materialized (select l.*
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l), running as (
select l.stock_id, l.bill_date, l.seq, sum(l.quantity) over w as on_hand, sum(l.float_quantity) over w as
on_hand_float from stands l window w as (partition by l.stock_id
order by l.bill_date, l.seq)), negative as ( select distinct
on (stock_id) stock_id, bill_date, on_hand, seq from running
where on_hand < 0 order by stock_id, bill_date, seq), negative_float as (
select distinct on (stock_id) stock_id, bill_date, on_hand_float, seq
from running where on_hand_float < 0 order by stock_id, bill_date, seq), total as (
select l.stock_id, sum(l.quantity) as on_hand, sum(l.float_quantity) as on_hand_float, max(l.seq) as last_seq,
sum(sign(l.quantity) * cardinality(l.serials)) as serials, case when min(l.pool_id) = max(l.pool_id) then 1
else 2 end as pools from ledger l where l.account_id = $1 group by l.stock_id), held as (
select h.stock_id, max(h.id) as last_hold, sum(case when e.kind in ('opened', 'returned') then e.quantity else
-e.quantity end) as quantity, sum(case when e.kind in ('opened', 'returned') then e.float_quantity else
-e.float_quantity end) as float_quantity from hold_event e
join hold h on h.account_id = $1 and h.id = e.hold_id where e.account_id = $1 group by h.stock_id)
select s.id, n.name as subject, coalesce(l.bill_no, '') as bill, s.on_hand as "onHand", s.occupied,
coalesce(t.on_hand, 0) as "ledgerOnHand", coalesce(held.quantity, 0) as "eventsHeld", s.on_hand_float as
"onHandFloat", s.occupied_float as "occupiedFloat", coalesce(t.on_hand_float, 0) as "ledgerOnHandFloat",
coalesce(held.float_quantity, 0) as "eventsHeldFloat", coalesce(nullif(h.bill_no, ''), h.bill_type || ' ' ||
h.bill_id, '') as "holdBill", n.serial_managed or coalesce(t.serials, 0) <> 0 as "serialManaged",
coalesce(t.serials, 0) as "ledgerSerials", coalesce(t.pools, 0) as "poolCount", coalesce(n0.bill_date::text,
'') as "negativeDate", coalesce(trim_scale(n0.on_hand)::text, '') as "negativeOnHand",
coalesce(negative.bill_no, '') as "negativeBill", coalesce(f0.bill_date || ' ' ||
trim_scale(f0.on_hand_float), '') as "negativeFloat", coalesce(float.bill_no, '') as "negativeFloatBill"
from stock s join named_stock n on n.id = s.id left join total t
on t.stock_id = s.id left join held on held.stock_id = s.id
left join hold h on h.account_id = $1 and h.id = held.last_hold
left join ledger l on l.account_id = $1 and l.seq = t.last_seq
left join negative n0 on n0.stock_id = s.id left join ledger negative
on negative.account_id = $1 and negative.seq = n0.seq left
join negative_float f0 on f0.stock_id = s.id left join ledger float
on float.account_id = $1 and float.seq = f0.seq where s.account_id = $1
order by s.id;

--
declare walk no scroll cursor for select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data,
m.creator_id, m.modifier_id, (extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled order by m.created_at desc, m.id desc;

--
fetch 1000 from verify_bills;

--
fetch 1000 from verify_costs;

--
fetch 1000 from verify_draws;

--
fetch 1000 from verify_holds;

--
fetch 1000 from verify_layers;

--
fetch 1000 from verify_pools;

--
fetch 1000 from verify_reversals;

--
fetch 1000 from verify_sequences;

--
fetch 1000 from verify_serials;

--
fetch 1000 from verify_stocks;

--
fetch 500 from walk;

--
insert into account (id, name, settings) values ($n, …);

--
insert into app_user (account_id, id, number, name, is_admin)
values ($n, …);

--
insert into authorization_grant (client_id, outer_instance_id, account_id, app_key, app_secret,
former_app_secret, former_valid_until, service_id, active)
values ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000), $8, $9);

--
insert into client (id, name, secret) values ($n, …);

--
insert into lane (account_id) values ($1);

--
insert into recosting (account_id, started_at, done, total)
values ($1, now(), 0, 0) on conflict (account_id) do update set started_at = excluded.started_at, finished_at
= null, done = 0, total = 0;

--
insert into token_key (id, private_key, public_key) select $1, $2, $3
where not exists (select from token_key);

--
lock table token_key in share row exclusive mode;

--
rollback;

--
select 1;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 = any($29::text[]) and exists ( select 1
from bill_line l where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 =
any($32::text[])) and exists ( select 1 from bill_line l
where l.account_id = $33 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $34 = any($35::text[]))
order by b.bill_date desc, b.bill_no desc limit $36 offset $37;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 in ( select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number =
any($31::text[])) and b.head ->> $32 = any($33::text[]) and b.head ->> $34 in (
select m.id from master m where m.account_id = $35 and m.kind = $36 and m.name ilike $37) and b.head ->> $38
in ( select m.id from master m where m.account_id = $39 and m.kind = $40 and m.number = any($41::text[])) and
b.head ->> $42 = any($43::text[]) order by b.bill_date desc, b.bill_no desc limit $44 offset $45;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 in ( select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number =
any($31::text[])) and b.head ->> $32 = any($33::text[]) and b.head ->> $34 in (
select m.id from master m where m.account_id = $35 and m.kind = $36 and m.number = any($37::text[]))
order by b.bill_date desc, b.bill_no desc limit $38 offset $39;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19))
order by b.bill_date desc, b.bill_no desc limit $20 offset $21;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19)) and exists (
select 1 from bill_line l where l.account_id = $20 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $21 and m.kind = 'material' and m.number =
any($22::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $23 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $24 and m.kind = 'material' and m.data ->> 'model' ilike $25))
and exists ( select 1 from bill_line l where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id
and l.data ->> $27 in ( select m.id from master m where m.account_id = $28 and m.kind = 'store' and m.number =
any($29::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 in (
select m.id from master m where m.account_id = $32 and m.kind = 'store' and m.number = any($33::text[])))
order by b.bill_date desc, b.bill_no desc limit $34 offset $35;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7 and b.created_at < $8::timestamptz
+ interval '1 millisecond' and b.modified_at >= $9 and b.modified_at < $10::timestamptz + interval '1
millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or exists (
select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19)) and exists (
select 1 from bill_line l where l.account_id = $20 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $21 and m.kind = 'material' and m.number =
any($22::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $23 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $24 and m.kind = 'material' and m.data ->> 'model' ilike $25))
and exists ( select 1 from bill_line l where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id
and l.data ->> $27 in ( select m.id from master m where m.account_id = $28 and m.kind = 'store' and m.number =
any($29::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 in (
select m.id from master m where m.account_id = $32 and m.kind = 'store' and m.number = any($33::text[]))) and
case when b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when
bool_and(t."left" = t.base_qty) then '1' else '2' end from (
select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
from bill_line l left join lateral ( select sum(s.on_hand) as on_hand
from stock s where s.account_id = $34 and s.store_id = $35 || l.id) v
on true where l.account_id = $36 and l.bill_type = b.type and l.bill_id = b.id) t) end = any($37::text[]) and
b.head ->> $38 = any($39::text[]) and b.head ->> $40 = any($41::text[]) and exists (
select 1 from bill_line l where l.account_id = $42 and l.bill_type = b.type and l.bill_id = b.id and l.data
->> $43 = any($44::text[])) and exists ( select 1 from bill_line l
where l.account_id = $45 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $46 = any($47::text[]))
order by b.bill_date desc, b.bill_no desc limit $48 offset $49;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.modified_at >= $5 and b.modified_at < $6::timestamptz + interval '1 millisecond' and (b.bill_no ilike $7 or
b.head ->> 'remark' ilike $8 or exists ( select 1 from bill_line l
where l.account_id = $9 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $10 and m.kind = 'material' and (m.name ilike $11 or m.number
ilike $12)))) and b.head ->> $13 = any($14::text[]) and exists (
select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and m.name ilike
$17)) and exists ( select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $19 and m.kind = 'material' and
m.number = any($20::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $21 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $22 and m.kind = 'material' and m.data ->> 'model' ilike $23))
and b.bill_date >= $24::date and b.bill_date <= $25::date and b.created_at >= $26 and b.created_at <
$27::timestamptz + interval '1 millisecond' and b.head ->> $28 in (
select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number = any($31::text[])) and
b.head ->> $32 = any($33::text[]) and b.head ->> $34 = any($35::text[]) and (b.head -> 'acceptorid_id' ?|
$36::text[] or b.head ->> 'acceptor_id' = any($37::text[])) and b.head ->> $38 = any($39::text[])
order by b.bill_date desc, b.bill_no desc limit $40 offset $41;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[]) and b.status = any($4::text[]) and
b.modified_at >= $5 and b.modified_at < $6::timestamptz + interval '1 millisecond' and (b.bill_no ilike $7 or
b.head ->> 'remark' ilike $8 or exists ( select 1 from bill_line l
where l.account_id = $9 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $10 and m.kind = 'material' and (m.name ilike $11 or m.number
ilike $12)))) and b.head ->> $13 = any($14::text[]) and exists (
select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and m.name ilike
$17)) and exists ( select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $19 and m.kind = 'material' and
m.number = any($20::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $21 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $22 and m.kind = 'material' and m.data ->> 'model' ilike $23))
and b.bill_date >= $24::date and b.bill_date <= $25::date and b.created_at >= $26 and b.created_at <
$27::timestamptz + interval '1 millisecond' and b.head ->> $28 in (
select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number = any($31::text[])) and
b.head ->> $32 = any($33::text[]) and b.head ->> $34 = any($35::text[]) and (b.head -> 'acceptorid_id' ?|
$36::text[] or b.head ->> 'acceptor_id' = any($37::text[])) and b.head ->> $38 = any($39::text[]) and exists (
select 1 from bill_line l where l.account_id = $40 and l.bill_type = b.type and l.bill_id = b.id and (l.data
->> 'src_bill_no' = any($41::text[]) or exists ( select 1
from bill s where s.account_id = $42 and s.type = $43::jsonb ->> (l.data ->> 'src_bill_type_id') and s.id =
l.data ->> 'src_inter_id' and s.bill_no = any($44::text[]))))
order by b.bill_date desc, b.bill_no desc limit $45 offset $46;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.head ->> $3 = any($4::text[]) and b.status = any($5::text[]) and
(b.bill_no ilike $6 or b.head ->> 'remark' ilike $7 or exists (
select 1 from bill_line l where l.account_id = $8 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $9 and m.kind = 'material' and (m.name ilike
$10 or m.number ilike $11)))) and b.bill_date >= $12::date and b.bill_date <= $13::date and (b.modified_at at
time zone 'Asia/Shanghai')::date >= $14::date and (b.modified_at at time zone 'Asia/Shanghai')::date <=
$15::date and b.created_at >= $16 and b.created_at < $17::timestamptz + interval '1 millisecond' and
b.modified_at >= $18 and b.modified_at < $19::timestamptz + interval '1 millisecond'
order by b.bill_date desc, b.bill_no desc limit $20 offset $21;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.modified_at >= $3
order by b.bill_date desc, b.bill_no desc limit $4 offset $5;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = 'C' and case when b.status = 'Z' then '0' else (
select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" = t.base_qty) then '1' else '2' end
from ( select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
from bill_line l left join lateral ( select sum(s.on_hand) as on_hand
from stock s where s.account_id = $3 and s.store_id = $4 || l.id) v
on true where l.account_id = $5 and l.bill_type = b.type and l.bill_id = b.id) t) end <> '3'
order by b.bill_date desc, b.bill_no desc limit $6 offset $7;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = 'C' and case when b.status = 'Z' then '0' else (
select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" = t.base_qty) then '1' else '2' end
from ( select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
from bill_line l left join lateral ( select sum(s.on_hand) as on_hand
from stock s where s.account_id = $3 and s.store_id = $4 || l.id) v
on true where l.account_id = $5 and l.bill_type = b.type and l.bill_id = b.id) t) end <> '3' and b.modified_at
>= $6 order by b.bill_date desc, b.bill_no desc limit $7 offset $8;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = 'C' and case when b.status = 'Z' then '0' else (
select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" = t.base_qty) then '1' else '2' end
from ( select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
from bill_line l left join lateral ( select sum(s.on_hand) as on_hand
from stock s where s.account_id = $3 and s.store_id = $4 || l.id) v
on true where l.account_id = $5 and l.bill_type = b.type and l.bill_id = b.id) t) end <> '3' and b.status =
any($6::text[]) and b.bill_date >= $7::date and b.bill_date <= $8::date and b.created_at >= $9 and
b.created_at < $10::timestamptz + interval '1 millisecond' and b.modified_at >= $11 and b.modified_at <
$12::timestamptz + interval '1 millisecond' and (b.bill_no ilike $13 or b.head ->> 'remark' ilike $14 or
exists ( select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and (m.name
ilike $17 or m.number ilike $18)))) and b.head ->> $19 = any($20::text[]) and b.head ->> $21 =
any($22::text[]) and coalesce(nullif(b.head ->> 'trans_type', ''), '1') = any($23::text[]) and case when
b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" =
t.base_qty) then '1' else '2' end from ( select (l.data ->> 'base_qty')::numeric as base_qty,
coalesce(v.on_hand, 0) as "left" from bill_line l left join lateral (
select sum(s.on_hand) as on_hand from stock s where s.account_id = $24 and s.store_id = $25 || l.id) v
on true where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id) t) end = any($27::text[])
order by b.bill_date desc, b.bill_no desc limit $28 offset $29;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = any($3::text[]) and b.bill_date >= $4::date and
b.bill_date <= $5::date and b.created_at >= $6 and b.created_at < $7::timestamptz + interval '1 millisecond'
and b.modified_at >= $8 and b.modified_at < $9::timestamptz + interval '1 millisecond' and (b.bill_no ilike
$10 or b.head ->> 'remark' ilike $11 or exists ( select 1
from bill_line l where l.account_id = $12 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $13 and m.kind = 'material' and (m.name ilike $14 or m.number
ilike $15)))) and b.head ->> $16 = any($17::text[]) and case when b.status = 'Z' then case when exists (
select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id = b.id and l.data
->> 'qty' <> '') then 'E' else 'D' end when b.head ->> 'dealt_at' is null then 'A' when concat(b.head ->>
'gain_id', b.head ->> 'loss_id') <> '' and not exists ( select x.status
from bill x where x.account_id = $19 and ( (x.type = 'inv_check_gail_bill' and x.id = b.head ->> 'gain_id') or
(x.type = 'inv_check_loss_bill' and x.id = b.head ->> 'loss_id'))) then 'A' when 'Z' in (
select x.status from bill x where x.account_id = $20 and ( (x.type = 'inv_check_gail_bill' and x.id = b.head
->> 'gain_id') or (x.type = 'inv_check_loss_bill' and x.id = b.head ->> 'loss_id'))) then 'Z' else 'C' end =
any($21::text[]) and coalesce(( select m.data ->> 'check_model'
from master m where m.account_id = $22 and m.kind = 'inv_check_task' and m.id = b.head ->> 'check_task_id'),
'1') = any($23::text[]) and b.creator_id = any($24::text[]) and b.head ->> $25 = any($26::text[])
order by b.bill_date desc, b.bill_no desc limit $27 offset $28;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = any($3::text[]) and b.created_at >= $4 and b.created_at
< $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6 and b.modified_at < $7::timestamptz +
interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark' ilike $9 or exists (
select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and (m.name
ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.bill_no = any($22::text[]) and b.head ->> $23 = any($24::text[])
order by b.bill_date desc, b.bill_no desc limit $25 offset $26;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = any($3::text[]) and b.created_at >= $4 and b.created_at
< $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6 and b.modified_at < $7::timestamptz +
interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark' ilike $9 or exists (
select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and (m.name
ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.bill_no = any($22::text[]) order by b.bill_date desc, b.bill_no desc limit $23 offset
$24;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 and b.status = any($3::text[]) and b.created_at >= $4 and b.created_at
< $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6 and b.modified_at < $7::timestamptz +
interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark' ilike $9 or exists (
select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and (m.name
ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.head ->> $22 = any($23::text[]) order by b.bill_date desc, b.bill_no desc limit $24
offset $25;

--
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms from bill b
where b.account_id = $1 and b.type = $2 order by b.bill_date desc, b.bill_no desc limit $3 offset $4;

--
select clock_timestamp()::text as now;

--
select count(*) as count, sum(k.on_hand) as on_hand, sum(k.occupied) as occupied, sum(k.available) as
available, sum(k.on_hand_float) as on_hand_float, sum(k.occupied_float) as occupied_float,
sum(k.available_float) as available_float from ( select k.*, case when coalesce(k.valid_date < $1::date,
false) then 0 else greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date <
$2::date, false) then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6 and s.id in (
select l.stock_id from ledger l where l.account_id = $7 and l.serials @> array[$8]::text[])) k) k;

--
select count(*) as count, sum(k.on_hand) as on_hand, sum(k.occupied) as occupied, sum(k.available) as
available, sum(k.on_hand_float) as on_hand_float, sum(k.occupied_float) as occupied_float,
sum(k.available_float) as available_float from ( select k.*, case when coalesce(k.valid_date < $1::date,
false) then 0 else greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date <
$2::date, false) then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6) k) k;

--
select count(*) as total from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id,
o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $2 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $3 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $4 and s.id = l.stock_id left
join master m on m.account_id = $5 and m.kind = 'material' and m.id = s.material_id
where l.account_id = $6 and s.account_id = $7 and s.store_id not like $8 and s.store_id in (select m.id
from master m where m.account_id = $9 and m.kind = $10 and m.parent_id = any($11::text[])) and s.bin_id =
any($12::text[]) and s.store_id = any($13::text[]) and s.batch_no = any($14::text[]) and s.material_id in
(select m.id from master m where m.account_id = $15 and m.kind = $16 and (m.name ilike $17 or m.number ilike
$18)) and s.material_id in (select m.id from master m where m.account_id = $19 and m.kind = $20 and
m.parent_id = any($21::text[])) and s.material_id = any($22::text[]) and l.bill_date >= $23::date and
l.bill_date <= $24::date and (l.bill_type, l.bill_id) in (
select b.type, b.id from bill b where b.account_id = $25 and b.head ->> 'dept_id' = any($26::text[])) and
l.bill_type = any($27::text[]);

--
select count(*) as total from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id,
o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $2 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $3 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $4 and s.id = l.stock_id left
join master m on m.account_id = $5 and m.kind = 'material' and m.id = s.material_id
where l.account_id = $6 and s.account_id = $7 and s.store_id not like $8;

--
select count(*) as total from ( select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no,
s.kf_date from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not like $5 and s.material_id
= any($6::text[]) and s.store_id = any($7::text[]) and s.bin_id = any($8::text[]) and s.aux_prop_id =
any($9::text[]) group by s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
having min(change.first_at) >= $10 and min(change.first_at) < $11::timestamptz + interval '1 millisecond' and
max(change.last_at) >= $12 and max(change.last_at) < $13::timestamptz + interval '1 millisecond') p;

--
select count(*) as total from ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 group by s.material_id, s.store_id, s.bin_id, s.aux_prop_id
having true and max(change.last_at) >= $6) p;

--
select count(*) as total from ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s where s.account_id = $1 and s.store_id not like $2 and exists (
select 1 from ledger l where l.account_id = $3 and l.stock_id = s.id and l.bill_date <= $4::date) group by
s.material_id, s.store_id, s.bin_id, s.aux_prop_id having true) p;

--
select count(*) as total from ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s where s.account_id = $1 and s.store_id not like $2 group by s.material_id, s.store_id, s.bin_id,
s.aux_prop_id having true) p;

--
select count(*) as total from ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no,
s.kf_date from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 and s.material_id = any($6::text[]) and s.material_id in
(select m.id from master m where m.account_id = $7 and m.kind = $8 and m.number = any($9::text[])) and
s.store_id = any($10::text[]) and s.store_id in (select m.id
from master m where m.account_id = $11 and m.kind = $12 and m.number = any($13::text[])) and s.bin_id =
any($14::text[]) and s.bin_id in (select m.id from master m
where m.account_id = $15 and m.kind = $16 and m.number = any($17::text[])) and s.aux_prop_id =
any($18::text[]) and s.aux_prop_id <> '' and exists ( select 1
from master m, jsonb_path_query(m.data, '$.aux_entity[*]') as sku
where m.account_id = $19 and m.kind = 'material' and m.id = s.material_id and sku ->> 'sku_id' = s.aux_prop_id
and sku ->> 'sku_number' = any($20::text[])) and exists (
select 1 from ledger l where l.account_id = $21 and l.stock_id = s.id and l.bill_date <= $22::date) group by
s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date having true and min(change.first_at)
>= $23 and min(change.first_at) < $24::timestamptz + interval '1 millisecond' and max(change.last_at) >= $25
and max(change.last_at) < $26::timestamptz + interval '1 millisecond') p;

--
select count(*) as total from ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no,
s.kf_date from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 and s.material_id = any($6::text[]) and s.material_id in
(select m.id from master m where m.account_id = $7 and m.kind = $8 and m.number = any($9::text[])) and
s.store_id = any($10::text[]) and s.store_id in (select m.id
from master m where m.account_id = $11 and m.kind = $12 and m.number = any($13::text[])) and s.bin_id =
any($14::text[]) and s.bin_id in (select m.id from master m
where m.account_id = $15 and m.kind = $16 and m.number = any($17::text[])) and s.aux_prop_id =
any($18::text[]) and s.aux_prop_id <> '' and exists ( select 1
from master m, jsonb_path_query(m.data, '$.aux_entity[*]') as sku
where m.account_id = $19 and m.kind = 'material' and m.id = s.material_id and sku ->> 'sku_id' = s.aux_prop_id
and sku ->> 'sku_number' = any($20::text[])) group by s.material_id, s.store_id, s.bin_id, s.aux_prop_id,
s.batch_no, s.kf_date having true and min(change.first_at) >= $21 and min(change.first_at) < $22::timestamptz
+ interval '1 millisecond' and max(change.last_at) >= $23 and max(change.last_at) < $24::timestamptz +
interval '1 millisecond') p;

--
select count(*) as total from ( select x.material_id, x.serial, x.stock_id, x.hold_id
from serial x where x.account_id = $1) p;

--
select count(*) as total from (select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no,
s.kf_date from stock s where s.account_id = $1 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not
like $2 and s.on_hand <> 0) p;

--
select count(*) as total from (select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no,
s.kf_date from stock s where s.account_id = $1 and s.store_id not like $2 and s.on_hand <> 0) p;

--
select count(*) as total from app_user u where u.account_id = $1 and (u.number ilike $2 or u.name ilike $3);

--
select count(*) as total from app_user u where u.account_id = $1;

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 = any($29::text[]) and exists ( select 1
from bill_line l where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 =
any($32::text[])) and exists ( select 1 from bill_line l
where l.account_id = $33 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $34 = any($35::text[]));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 in ( select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number =
any($31::text[])) and b.head ->> $32 = any($33::text[]) and b.head ->> $34 in (
select m.id from master m where m.account_id = $35 and m.kind = $36 and m.name ilike $37) and b.head ->> $38
in ( select m.id from master m where m.account_id = $39 and m.kind = $40 and m.number = any($41::text[])) and
b.head ->> $42 = any($43::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and b.head ->> $17 = any($18::text[]) and exists (
select 1 from bill_line l where l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $20 and m.kind = 'material' and m.name ilike
$21)) and exists ( select 1 from bill_line l where l.account_id = $22 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $23 and m.kind = 'material' and
m.number = any($24::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $26 and m.kind = 'material' and m.data ->> 'model' ilike $27))
and b.head ->> $28 in ( select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number =
any($31::text[])) and b.head ->> $32 = any($33::text[]) and b.head ->> $34 in (
select m.id from master m where m.account_id = $35 and m.kind = $36 and m.number = any($37::text[]));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19)) and exists (
select 1 from bill_line l where l.account_id = $20 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $21 and m.kind = 'material' and m.number =
any($22::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $23 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $24 and m.kind = 'material' and m.data ->> 'model' ilike $25))
and exists ( select 1 from bill_line l where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id
and l.data ->> $27 in ( select m.id from master m where m.account_id = $28 and m.kind = 'store' and m.number =
any($29::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 in (
select m.id from master m where m.account_id = $32 and m.kind = 'store' and m.number = any($33::text[]))) and
case when b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when
bool_and(t."left" = t.base_qty) then '1' else '2' end from (
select (l.data ->> 'base_qty')::numeric as base_qty, coalesce(v.on_hand, 0) as "left"
from bill_line l left join lateral ( select sum(s.on_hand) as on_hand
from stock s where s.account_id = $34 and s.store_id = $35 || l.id) v
on true where l.account_id = $36 and l.bill_type = b.type and l.bill_id = b.id) t) end = any($37::text[]) and
b.head ->> $38 = any($39::text[]) and b.head ->> $40 = any($41::text[]) and exists (
select 1 from bill_line l where l.account_id = $42 and l.bill_type = b.type and l.bill_id = b.id and l.data
->> $43 = any($44::text[])) and exists ( select 1 from bill_line l
where l.account_id = $45 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $46 = any($47::text[]));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19)) and exists (
select 1 from bill_line l where l.account_id = $20 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $21 and m.kind = 'material' and m.number =
any($22::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $23 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $24 and m.kind = 'material' and m.data ->> 'model' ilike $25))
and exists ( select 1 from bill_line l where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id
and l.data ->> $27 in ( select m.id from master m where m.account_id = $28 and m.kind = 'store' and m.number =
any($29::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $30 and l.bill_type = b.type and l.bill_id = b.id and l.data ->> $31 in (
select m.id from master m where m.account_id = $32 and m.kind = 'store' and m.number = any($33::text[])));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.bill_date >= $5::date and b.bill_date <= $6::date and b.created_at >= $7
and b.created_at < $8::timestamptz + interval '1 millisecond' and b.modified_at >= $9 and b.modified_at <
$10::timestamptz + interval '1 millisecond' and (b.bill_no ilike $11 or b.head ->> 'remark' ilike $12 or
exists ( select 1 from bill_line l where l.account_id = $13 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $14 and m.kind = 'material' and (m.name
ilike $15 or m.number ilike $16)))) and exists ( select 1
from bill_line l where l.account_id = $17 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $18 and m.kind = 'material' and m.name ilike $19));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.modified_at >= $5 and b.modified_at < $6::timestamptz + interval '1
millisecond' and (b.bill_no ilike $7 or b.head ->> 'remark' ilike $8 or exists (
select 1 from bill_line l where l.account_id = $9 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $10 and m.kind = 'material' and (m.name
ilike $11 or m.number ilike $12)))) and b.head ->> $13 = any($14::text[]) and exists (
select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and m.name ilike
$17)) and exists ( select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $19 and m.kind = 'material' and
m.number = any($20::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $21 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $22 and m.kind = 'material' and m.data ->> 'model' ilike $23))
and b.bill_date >= $24::date and b.bill_date <= $25::date and b.created_at >= $26 and b.created_at <
$27::timestamptz + interval '1 millisecond' and b.head ->> $28 in (
select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number = any($31::text[])) and
b.head ->> $32 = any($33::text[]) and b.head ->> $34 = any($35::text[]) and (b.head -> 'acceptorid_id' ?|
$36::text[] or b.head ->> 'acceptor_id' = any($37::text[])) and b.head ->> $38 = any($39::text[]) and exists (
select 1 from bill_line l where l.account_id = $40 and l.bill_type = b.type and l.bill_id = b.id and (l.data
->> 'src_bill_no' = any($41::text[]) or exists ( select 1
from bill s where s.account_id = $42 and s.type = $43::jsonb ->> (l.data ->> 'src_bill_type_id') and s.id =
l.data ->> 'src_inter_id' and s.bill_no = any($44::text[]))));

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3::text[])
and b.status = any($4::text[]) and b.modified_at >= $5 and b.modified_at < $6::timestamptz + interval '1
millisecond' and (b.bill_no ilike $7 or b.head ->> 'remark' ilike $8 or exists (
select 1 from bill_line l where l.account_id = $9 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $10 and m.kind = 'material' and (m.name
ilike $11 or m.number ilike $12)))) and b.head ->> $13 = any($14::text[]) and exists (
select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and m.name ilike
$17)) and exists ( select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id =
b.id and l.material_id in ( select m.id from master m where m.account_id = $19 and m.kind = 'material' and
m.number = any($20::text[]))) and exists ( select 1 from bill_line l
where l.account_id = $21 and l.bill_type = b.type and l.bill_id = b.id and l.material_id in (
select m.id from master m where m.account_id = $22 and m.kind = 'material' and m.data ->> 'model' ilike $23))
and b.bill_date >= $24::date and b.bill_date <= $25::date and b.created_at >= $26 and b.created_at <
$27::timestamptz + interval '1 millisecond' and b.head ->> $28 in (
select m.id from master m where m.account_id = $29 and m.kind = $30 and m.number = any($31::text[])) and
b.head ->> $32 = any($33::text[]) and b.head ->> $34 = any($35::text[]) and (b.head -> 'acceptorid_id' ?|
$36::text[] or b.head ->> 'acceptor_id' = any($37::text[])) and b.head ->> $38 = any($39::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.head ->> $3 =
any($4::text[]) and b.status = any($5::text[]) and (b.bill_no ilike $6 or b.head ->> 'remark' ilike $7 or
exists ( select 1 from bill_line l where l.account_id = $8 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $9 and m.kind = 'material' and (m.name ilike
$10 or m.number ilike $11)))) and b.bill_date >= $12::date and b.bill_date <= $13::date and (b.modified_at at
time zone 'Asia/Shanghai')::date >= $14::date and (b.modified_at at time zone 'Asia/Shanghai')::date <=
$15::date and b.created_at >= $16 and b.created_at < $17::timestamptz + interval '1 millisecond' and
b.modified_at >= $18 and b.modified_at < $19::timestamptz + interval '1 millisecond';

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.modified_at >= $3;

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = 'C' and case when
b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" =
t.base_qty) then '1' else '2' end from ( select (l.data ->> 'base_qty')::numeric as base_qty,
coalesce(v.on_hand, 0) as "left" from bill_line l left join lateral (
select sum(s.on_hand) as on_hand from stock s where s.account_id = $3 and s.store_id = $4 || l.id) v
on true where l.account_id = $5 and l.bill_type = b.type and l.bill_id = b.id) t) end <> '3' and b.status =
any($6::text[]) and b.bill_date >= $7::date and b.bill_date <= $8::date and b.created_at >= $9 and
b.created_at < $10::timestamptz + interval '1 millisecond' and b.modified_at >= $11 and b.modified_at <
$12::timestamptz + interval '1 millisecond' and (b.bill_no ilike $13 or b.head ->> 'remark' ilike $14 or
exists ( select 1 from bill_line l where l.account_id = $15 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $16 and m.kind = 'material' and (m.name
ilike $17 or m.number ilike $18)))) and b.head ->> $19 = any($20::text[]) and b.head ->> $21 =
any($22::text[]) and coalesce(nullif(b.head ->> 'trans_type', ''), '1') = any($23::text[]) and case when
b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" =
t.base_qty) then '1' else '2' end from ( select (l.data ->> 'base_qty')::numeric as base_qty,
coalesce(v.on_hand, 0) as "left" from bill_line l left join lateral (
select sum(s.on_hand) as on_hand from stock s where s.account_id = $24 and s.store_id = $25 || l.id) v
on true where l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id) t) end = any($27::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = 'C' and case when
b.status = 'Z' then '0' else ( select case when bool_and(t."left" = 0) then '3' when bool_and(t."left" =
t.base_qty) then '1' else '2' end from ( select (l.data ->> 'base_qty')::numeric as base_qty,
coalesce(v.on_hand, 0) as "left" from bill_line l left join lateral (
select sum(s.on_hand) as on_hand from stock s where s.account_id = $3 and s.store_id = $4 || l.id) v
on true where l.account_id = $5 and l.bill_type = b.type and l.bill_id = b.id) t) end <> '3';

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = any($3::text[])
and b.bill_date >= $4::date and b.bill_date <= $5::date and b.created_at >= $6 and b.created_at <
$7::timestamptz + interval '1 millisecond' and b.modified_at >= $8 and b.modified_at < $9::timestamptz +
interval '1 millisecond' and (b.bill_no ilike $10 or b.head ->> 'remark' ilike $11 or exists (
select 1 from bill_line l where l.account_id = $12 and l.bill_type = b.type and l.bill_id = b.id and
l.material_id in ( select m.id from master m where m.account_id = $13 and m.kind = 'material' and (m.name
ilike $14 or m.number ilike $15)))) and b.head ->> $16 = any($17::text[]) and case when b.status = 'Z' then
case when exists ( select 1 from bill_line l where l.account_id = $18 and l.bill_type = b.type and l.bill_id =
b.id and l.data ->> 'qty' <> '') then 'E' else 'D' end when b.head ->> 'dealt_at' is null then 'A' when
concat(b.head ->> 'gain_id', b.head ->> 'loss_id') <> '' and not exists (
select x.status from bill x where x.account_id = $19 and ( (x.type = 'inv_check_gail_bill' and x.id = b.head
->> 'gain_id') or (x.type = 'inv_check_loss_bill' and x.id = b.head ->> 'loss_id'))) then 'A' when 'Z' in (
select x.status from bill x where x.account_id = $20 and ( (x.type = 'inv_check_gail_bill' and x.id = b.head
->> 'gain_id') or (x.type = 'inv_check_loss_bill' and x.id = b.head ->> 'loss_id'))) then 'Z' else 'C' end =
any($21::text[]) and coalesce(( select m.data ->> 'check_model'
from master m where m.account_id = $22 and m.kind = 'inv_check_task' and m.id = b.head ->> 'check_task_id'),
'1') = any($23::text[]) and b.creator_id = any($24::text[]) and b.head ->> $25 = any($26::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = any($3::text[])
and b.created_at >= $4 and b.created_at < $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6
and b.modified_at < $7::timestamptz + interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark'
ilike $9 or exists ( select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id
= b.id and l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and
(m.name ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.bill_no = any($22::text[]) and b.head ->> $23 = any($24::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = any($3::text[])
and b.created_at >= $4 and b.created_at < $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6
and b.modified_at < $7::timestamptz + interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark'
ilike $9 or exists ( select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id
= b.id and l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and
(m.name ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.bill_no = any($22::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2 and b.status = any($3::text[])
and b.created_at >= $4 and b.created_at < $5::timestamptz + interval '1 millisecond' and b.modified_at >= $6
and b.modified_at < $7::timestamptz + interval '1 millisecond' and (b.bill_no ilike $8 or b.head ->> 'remark'
ilike $9 or exists ( select 1 from bill_line l where l.account_id = $10 and l.bill_type = b.type and l.bill_id
= b.id and l.material_id in ( select m.id from master m where m.account_id = $11 and m.kind = 'material' and
(m.name ilike $12 or m.number ilike $13)))) and b.head ->> $14 = any($15::text[]) and b.head ->> $16 =
any($17::text[]) and b.bill_date >= $18::date and b.bill_date <= $19::date and b.head ->> $20 =
any($21::text[]) and b.head ->> $22 = any($23::text[]);

--
select count(*) as total from bill b where b.account_id = $1 and b.type = $2;

--
select count(*) as total from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
where h.account_id = $1 and ($2::bigint[] is null or h.id = any($2)) and ($3::text is null or h.bill_type =
$3) and ($4::text is null or h.bill_id = $4) and ($5::text is null or h.bill_no = $5) and ($6::text is null or
h.client_id = $6) and ($7::text is null or s.material_id = $7) and ($8::text is null or s.store_id = $8) and
($9::bigint is null or h.opened_at < to_timestamp($9 / 1000.0)) and h.opened > h.consumed + h.released +
h.expired;

--
select count(*) as total from hold h where h.account_id = $1 and h.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3 and s.id in (
select l.stock_id from ledger l where l.account_id = $4 and l.serials @> array[$5]::text[])) and h.opened >
h.consumed + h.released + h.expired and h.serials @> array[$6]::text[];

--
select count(*) as total from hold h where h.account_id = $1 and h.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3) and h.opened > h.consumed +
h.released + h.expired;

--
select count(*) as total from hold_event e join hold h on h.account_id = $1 and h.id = e.hold_id
where e.account_id = $2 and h.account_id = $3 and h.stock_id in (
select s.id from stock s where s.account_id = $4 and s.material_id = $5 and s.id in (
select l.stock_id from ledger l where l.account_id = $6 and l.serials @> array[$7]::text[])) and
(string_to_array(h.content, chr(30)))[5:] @> array[$8]::text[];

--
select count(*) as total from hold_event e join hold h on h.account_id = $1 and h.id = e.hold_id
where e.account_id = $2 and h.account_id = $3 and h.stock_id in (
select s.id from stock s where s.account_id = $4 and s.material_id = $5);

--
select count(*) as total from ledger l where l.account_id = $1 and l.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3 and s.id in (
select l.stock_id from ledger l where l.account_id = $4 and l.serials @> array[$5]::text[])) and l.serials @>
array[$6]::text[];

--
select count(*) as total from ledger l where l.account_id = $1 and l.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.data ->> $12 = any($13::text[]) and
m.parent_id = any($14::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.data ->> $12 = any($13::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.id = any($12::text[]) and m.parent_id =
any($13::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.id in (
with recursive tree as ( select m.id, 1 as depth from master m
where m.account_id = $12 and m.kind = $13 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $14 and m.kind = $15 and m.parent_id = tree.id
where tree.depth < $16::int) select tree.id from tree where tree.depth = $17::int);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.parent_id = any($12::text[]) and m.id in (
with recursive tree as ( select m.id, 1 as depth from master m
where m.account_id = $13 and m.kind = $14 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $15 and m.kind = $16 and m.parent_id = tree.id
where tree.depth < $17::int) select tree.id from tree where tree.depth = $18::int);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled and m.parent_id = any($12::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.enabled;

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and
m.enabled and m.data ->> $14 = any($15::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and
m.enabled and m.id = any($14::text[]) and m.data ->> $15 = any($16::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or
m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.enabled and m.parent_id
= any($8::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.data ->> $12 = any($13::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.id = any($12::text[]) and m.id in (
with recursive tree as ( select m.id, 1 as depth from master m
where m.account_id = $13 and m.kind = $14 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $15 and m.kind = $16 and m.parent_id = tree.id
where tree.depth < $17::int) select tree.id from tree where tree.depth = $18::int) and m.parent_id =
any($19::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and
m.id = any($14::text[]) and m.parent_id = any($15::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond' and m.parent_id = any($12::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and
m.created_at < $9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at <
$11::timestamptz + interval '1 millisecond';

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.name ilike $4 or m.data ->> 'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data ->
'barcode_entity' @> jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.data ->> $8 =
any($9::text[]) and (m.created_at at time zone 'Asia/Shanghai')::date >= $10::date and (m.created_at at time
zone 'Asia/Shanghai')::date <= $11::date;

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number
ilike $3 or m.parent_id in ( select p.id from master p where p.account_id = $4 and p.kind = 'material' and
(p.number ilike $5 or p.name ilike $6)));

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and m.data ->> $3
= any($4::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and m.modified_at
>= $3 and m.data ->> $4 = any($5::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and m.modified_at
>= $3;

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled and m.number =
any($3::text[]);

--
select count(*) as total from master m where m.account_id = $1 and m.kind = $2 and m.enabled;

--
select count(*)::int as pools, coalesce(min(stale_from), '') as first
from cost_pool where account_id = $1 and stale_from <> '';

--
select done, total, started_at as "startedAt", finished_at as "finishedAt"
from recosting where account_id = $1;

--
select e.*, b.bill_no as by_bill_no, client.name as client_name
from ( select e.seq, e.hold_id, e.kind, e.quantity, e.float_quantity, e.bill_type, e.bill_id, e.client_id,
e.reason, (extract(epoch from e.created_at) * 1000)::bigint as at_ms, h.bill_type as hold_bill_type, h.bill_id
as hold_bill_id, h.bill_no as hold_bill_no, h.entry_id from hold_event e
join hold h on h.account_id = $1 and h.id = e.hold_id where e.account_id = $2 and h.account_id = $3 and
h.stock_id in ( select s.id from stock s where s.account_id = $4 and s.material_id = $5 and s.id in (
select l.stock_id from ledger l where l.account_id = $6 and l.serials @> array[$7]::text[])) and
(string_to_array(h.content, chr(30)))[5:] @> array[$8]::text[]
order by e.created_at desc, e.seq desc limit $9 offset $10) e
left join bill b on b.account_id = $11 and b.type = e.bill_type and b.id = e.bill_id
left join client on client.id = e.client_id order by e.at_ms desc, e.seq desc;

--
select e.*, b.bill_no as by_bill_no, client.name as client_name
from ( select e.seq, e.hold_id, e.kind, e.quantity, e.float_quantity, e.bill_type, e.bill_id, e.client_id,
e.reason, (extract(epoch from e.created_at) * 1000)::bigint as at_ms, h.bill_type as hold_bill_type, h.bill_id
as hold_bill_id, h.bill_no as hold_bill_no, h.entry_id from hold_event e
join hold h on h.account_id = $1 and h.id = e.hold_id where e.account_id = $2 and h.account_id = $3 and
h.stock_id in ( select s.id from stock s where s.account_id = $4 and s.material_id = $5)
order by e.created_at desc, e.seq desc limit $6 offset $7) e
left join bill b on b.account_id = $8 and b.type = e.bill_type and b.id = e.bill_id
left join client on client.id = e.client_id order by e.at_ms desc, e.seq desc;

--
select h.id as hold_id, h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.opened, h.held, h.consumed,
h.released, h.expired, h.opened_float, h.held_float, h.consumed_float, h.released_float, h.expired_float,
h.serials, h.client_id, client.name as client_name, h.opened > h.consumed + h.released + h.expired as is_open,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.material_id, s.aux_prop_id, s.store_id, s.bin_id,
s.batch_no, s.kf_date, store.number as store_number, coalesce(store.name, case when s.store_id like
'transit:%' then '在途' end) as store_name, bin.number as bin_number, bin.name as bin_name
from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
left join client on client.id = h.client_id left join master store
on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
where h.account_id = $1 and ($2::bigint[] is null or h.id = any($2)) and ($3::text is null or h.bill_type =
$3) and ($4::text is null or h.bill_id = $4) and ($5::text is null or h.bill_no = $5) and ($6::text is null or
h.client_id = $6) and ($7::text is null or s.material_id = $7) and ($8::text is null or s.store_id = $8) and
($9::bigint is null or h.opened_at < to_timestamp($9 / 1000.0)) and h.opened > h.consumed + h.released +
h.expired order by h.opened_at, h.id limit $10 offset $11;

--
select h.id as hold_id, h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.opened, h.held, h.consumed,
h.released, h.expired, h.opened_float, h.held_float, h.consumed_float, h.released_float, h.expired_float,
h.serials, h.client_id, client.name as client_name, h.opened > h.consumed + h.released + h.expired as is_open,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.material_id, s.aux_prop_id, s.store_id, s.bin_id,
s.batch_no, s.kf_date, store.number as store_number, coalesce(store.name, case when s.store_id like
'transit:%' then '在途' end) as store_name, bin.number as bin_number, bin.name as bin_name
from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
left join client on client.id = h.client_id left join master store
on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
where h.account_id = $1 and h.stock_id in ( select s.id from stock s
where s.account_id = $2 and s.material_id = $3 and s.id in (
select l.stock_id from ledger l where l.account_id = $4 and l.serials @> array[$5]::text[])) and h.opened >
h.consumed + h.released + h.expired and h.serials @> array[$6]::text[]
order by h.opened_at, h.id limit $7 offset $8;

--
select h.id as hold_id, h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.opened, h.held, h.consumed,
h.released, h.expired, h.opened_float, h.held_float, h.consumed_float, h.released_float, h.expired_float,
h.serials, h.client_id, client.name as client_name, h.opened > h.consumed + h.released + h.expired as is_open,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.material_id, s.aux_prop_id, s.store_id, s.bin_id,
s.batch_no, s.kf_date, store.number as store_number, coalesce(store.name, case when s.store_id like
'transit:%' then '在途' end) as store_name, bin.number as bin_number, bin.name as bin_name
from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
left join client on client.id = h.client_id left join master store
on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
where h.account_id = $1 and h.stock_id in ( select s.id from stock s
where s.account_id = $2 and s.material_id = $3) and h.opened > h.consumed + h.released + h.expired
order by h.opened_at, h.id limit $4 offset $5;

--
select id from account order by id;

--
select id, private_key, public_key from token_key order by created_at, id;

--
select key_seq || ' ' || master_seq as version from lane
where account_id = $1;

--
select ledger_seq || ' ' || master_seq as version from lane
where account_id = $1;

--
select m.id from master m where m.account_id = $1 and m.kind = 'measure_unit' and (m.name ilike $2 or m.number
ilike $3);

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.data ->> $12 = any($13::text[])
order by m.created_at desc, m.id desc limit $14 offset $15;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.data ->> $12 = any($13::text[]) and m.parent_id =
any($14::text[]) order by m.created_at desc, m.id desc limit $15 offset $16;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.id = any($12::text[]) and m.parent_id = any($13::text[])
order by m.created_at desc, m.id desc limit $14 offset $15;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.id in ( with recursive tree as (
select m.id, 1 as depth from master m where m.account_id = $12 and m.kind = $13 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $14 and m.kind = $15 and m.parent_id = tree.id
where tree.depth < $16::int) select tree.id from tree where tree.depth = $17::int)
order by m.created_at desc, m.id desc limit $18 offset $19;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.parent_id = any($12::text[])
order by m.created_at desc, m.id desc limit $13 offset $14;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled and m.parent_id = any($12::text[]) and m.id in (
with recursive tree as ( select m.id, 1 as depth from master m
where m.account_id = $13 and m.kind = $14 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $15 and m.kind = $16 and m.parent_id = tree.id
where tree.depth < $17::int) select tree.id from tree where tree.depth = $18::int)
order by m.created_at desc, m.id desc limit $19 offset $20;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.enabled order by m.created_at desc, m.id desc limit $12 offset $13;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and m.enabled and
m.data ->> $14 = any($15::text[]) order by m.created_at desc, m.id desc limit $16 offset $17;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and m.enabled and m.id
= any($14::text[]) and m.data ->> $15 = any($16::text[])
order by m.created_at desc, m.id desc limit $17 offset $18;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and (m.number ilike $3 or m.name ilike $4 or m.data ->> 'barcode'
ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.enabled and m.parent_id = any($8::text[])
order by m.created_at desc, m.id desc limit $9 offset $10;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.data ->> $12 = any($13::text[])
order by m.created_at desc, m.id desc limit $14 offset $15;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.id = any($12::text[]) and m.id in (
with recursive tree as ( select m.id, 1 as depth from master m
where m.account_id = $13 and m.kind = $14 and m.parent_id = ''
union all select m.id, tree.depth + 1 from tree join master m
on m.account_id = $15 and m.kind = $16 and m.parent_id = tree.id
where tree.depth < $17::int) select tree.id from tree where tree.depth = $18::int) and m.parent_id =
any($19::text[]) order by m.created_at desc, m.id desc limit $20 offset $21;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.number = any($12::text[]) and m.name = any($13::text[]) and m.id =
any($14::text[]) and m.parent_id = any($15::text[]) order by m.created_at desc, m.id desc limit $16 offset $17;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' and m.parent_id = any($12::text[])
order by m.created_at desc, m.id desc limit $13 offset $14;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.created_at >= $8 and m.created_at <
$9::timestamptz + interval '1 millisecond' and m.modified_at >= $10 and m.modified_at < $11::timestamptz +
interval '1 millisecond' order by m.created_at desc, m.id desc limit $12 offset $13;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.name ilike $4 or m.data ->>
'barcode' ilike $5 or m.data ->> 'help_code' ilike $6 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $7::text))) and m.data ->> $8 = any($9::text[]) and
(m.created_at at time zone 'Asia/Shanghai')::date >= $10::date and (m.created_at at time zone
'Asia/Shanghai')::date <= $11::date order by m.created_at desc, m.id desc limit $12 offset $13;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and (m.number ilike $3 or m.parent_id in (
select p.id from master p where p.account_id = $4 and p.kind = 'material' and (p.number ilike $5 or p.name
ilike $6))) order by m.created_at desc, m.id desc limit $7 offset $8;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and m.data ->> $3 = any($4::text[])
order by m.created_at desc, m.id desc limit $5 offset $6;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and m.modified_at >= $3
order by m.created_at desc, m.id desc limit $4 offset $5;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and m.modified_at >= $3 and m.data ->> $4 =
any($5::text[]) order by m.created_at desc, m.id desc limit $6 offset $7;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled and m.number = any($3::text[])
order by m.created_at desc, m.id desc limit $4 offset $5;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.enabled order by m.created_at desc, m.id desc limit $3 offset $4;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.id = any($3::text[]);

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = 'material' and m.id = any($2::text[])
order by m.created_at desc, m.id desc;

--
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = 'material' and m.id = any($2::text[]) and true and m.created_at >= $3 and
m.created_at < $4::timestamptz + interval '1 millisecond' and m.modified_at >= $5 and m.modified_at <
$6::timestamptz + interval '1 millisecond' order by m.created_at desc, m.id desc;

--
select nextval('server_node') as node;

--
select s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, store.number as
store_number, coalesce(store.name, case when s.store_id like 'transit:%' then '在途' end) as store_name,
bin.number as bin_number, bin.name as bin_name, k.on_hand, k.occupied, k.available, k.valid_date,
k.on_hand_float, k.occupied_float, k.available_float, p.quantity as pool_quantity, p.value as pool_value
from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else greatest(k.on_hand -
k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $2::date, false) then 0 else
greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6 and s.id in (
select l.stock_id from ledger l where l.account_id = $7 and l.serials @> array[$8]::text[])) k) k
join stock s on s.account_id = $9 and s.id = k.id left join lateral (
select l.pool_id from ledger l where l.account_id = $10 and l.stock_id = k.id limit 1) of_pool
on true left join cost_pool p on p.account_id = $11 and p.id = of_pool.pool_id
left join master store on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
order by store.number collate "C", bin.number collate "C" nulls first, s.batch_no, s.kf_date, s.aux_prop_id,
s.id limit $12 offset $13;

--
select s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, store.number as
store_number, coalesce(store.name, case when s.store_id like 'transit:%' then '在途' end) as store_name,
bin.number as bin_number, bin.name as bin_name, k.on_hand, k.occupied, k.available, k.valid_date,
k.on_hand_float, k.occupied_float, k.available_float, p.quantity as pool_quantity, p.value as pool_value
from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else greatest(k.on_hand -
k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $2::date, false) then 0 else
greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6) k) k join stock s
on s.account_id = $7 and s.id = k.id left join lateral (
select l.pool_id from ledger l where l.account_id = $8 and l.stock_id = k.id limit 1) of_pool
on true left join cost_pool p on p.account_id = $9 and p.id = of_pool.pool_id
left join master store on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
order by store.number collate "C", bin.number collate "C" nulls first, s.batch_no, s.kf_date, s.aux_prop_id,
s.id limit $10 offset $11;

--
select sn.serial, sn.remark, sn.stock_id as in_stock_id, sn.hold_id, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date, store.number as store_number, coalesce(store.name, case when s.store_id like
'transit:%' then '在途' end) as store_name, bin.number as bin_number, bin.name as bin_name
from serial sn left join stock s on s.account_id = $1 and s.id = sn.stock_id
left join master store on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
where sn.account_id = $2 and sn.material_id = $3 and sn.serial = $4;

--
select to_regproc('create_distributed_table') is not null as here;

--
select u.id as uid, u.name from app_user u where u.account_id = $1
order by u.number collate "C", u.id limit $2 offset $3;

--
select u.id as uid, u.name from app_user u where u.account_id = $1 and (u.number ilike $2 or u.name ilike $3)
order by u.number collate "C", u.id limit $4 offset $5;

--
select w.id as store_id, w.name as store_name, bin.name as bin_name, v.on_hand, v.available
from master w left join ( select k.store_id, ''::text as bin_id, sum(k.on_hand) as on_hand, sum(k.available)
as available from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $2::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6 ) k) k group by 1, 2) v
on v.store_id = w.id left join master bin on bin.account_id = $7 and bin.kind = 'space' and bin.id = v.bin_id
where w.account_id = $8 and w.kind = 'store' and v.on_hand <> 0
order by w.number collate "C", bin.number collate "C" nulls first;

--
select w.id as store_id, w.name as store_name, bin.name as bin_name, v.on_hand, v.available
from master w left join ( select k.store_id, ''::text as bin_id, sum(k.on_hand) as on_hand, sum(k.available)
as available from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else
greatest(k.on_hand - k.occupied + coalesce(k.expected, 0), 0) end as available, case when
coalesce(k.valid_date < $2::date, false) then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as
available_float from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied,
s.occupied_float, s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date,
'')::date, case when s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date +
(m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then
interval '1 month' when '3' then interval '1 year' end)::date end) as valid_date , e.quantity as expected
from stock s left join ( select x.material_id, x.store_id, x.bin_id, x.aux_prop_id, x.batch_no, x.kf_date,
sum(x.quantity) as quantity from ( select l.material_id, l.store_id, coalesce(nullif(l.data ->> $3, '0'), '')
as bin_id, coalesce(nullif(l.data ->> $4, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $5, '0'), ''),
coalesce(nullif(l.data ->> $6, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $7 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $8 and b.type = $9 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C') =
'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $10, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $11, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $12, '0'), ''),
coalesce(nullif(l.data ->> $13, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $14 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $15 and b.type = $16 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $17, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $18, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $19, '0'), ''),
coalesce(nullif(l.data ->> $20, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $21 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $22 and b.type = $23 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $24, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $25, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $26, '0'), ''),
coalesce(nullif(l.data ->> $27, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $28 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $29 and b.type = $30 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select t.material_id, l.data ->> 'in_stock_id' as store_id, coalesce(nullif(l.data ->> $31, '0'),
'') as bin_id, t.aux_prop_id, t.batch_no, t.kf_date, t.on_hand as quantity
from stock t join bill_line l on l.account_id = $32 and l.bill_type = $33 and l.id = substr(t.store_id, $34)
where t.account_id = $35 and t.store_id like $36 and t.on_hand <> 0
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $37, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $38, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $39, '0'), ''),
coalesce(nullif(l.data ->> $40, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $41 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $42 and b.type = $43 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C')
= 'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $44, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $45, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $46, '0'), ''),
coalesce(nullif(l.data ->> $47, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $48 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $49 and b.type = $50 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $51, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $52, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $53, '0'), ''),
coalesce(nullif(l.data ->> $54, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $55 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $56 and b.type = $57 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $58, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $59, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $60, '0'), ''),
coalesce(nullif(l.data ->> $61, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $62 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $63 and b.type = $64 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $65, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $66, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $67, '0'), ''),
coalesce(nullif(l.data ->> $68, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $69 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $70 and b.type = $71 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1') as x
(material_id, store_id, bin_id, aux_prop_id, batch_no, kf_date, quantity) group by 1, 2, 3, 4, 5, 6) e
on e.material_id = s.material_id and e.store_id = s.store_id and e.bin_id = s.bin_id and e.aux_prop_id =
s.aux_prop_id and e.batch_no = s.batch_no and e.kf_date = s.kf_date
left join master m on m.account_id = $72 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $73 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $74 and s.material_id = $75 ) k) k group by 1, 2) v
on v.store_id = w.id left join master bin on bin.account_id = $76 and bin.kind = 'space' and bin.id = v.bin_id
where w.account_id = $77 and w.kind = 'store' and v.on_hand <> 0
order by w.number collate "C", bin.number collate "C" nulls first;

--
select w.id as store_id, w.name as store_name, bin.name as bin_name, v.on_hand, v.available
from master w left join ( select k.store_id, k.bin_id as bin_id, sum(k.on_hand) as on_hand, sum(k.available)
as available from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $2::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6 ) k) k group by 1, 2) v
on v.store_id = w.id left join master bin on bin.account_id = $7 and bin.kind = 'space' and bin.id = v.bin_id
where w.account_id = $8 and w.kind = 'store' and (w.enabled or v.store_id is not null)
order by w.number collate "C", bin.number collate "C" nulls first;

--
select w.id as store_id, w.name as store_name, bin.name as bin_name, v.on_hand, v.available
from master w left join ( select k.store_id, k.bin_id as bin_id, sum(k.on_hand) as on_hand, sum(k.available)
as available from ( select k.*, case when coalesce(k.valid_date < $1::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $2::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $3 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $4 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $5 and s.material_id = $6 ) k) k group by 1, 2) v
on v.store_id = w.id left join master bin on bin.account_id = $7 and bin.kind = 'space' and bin.id = v.bin_id
where w.account_id = $8 and w.kind = 'store' and v.on_hand <> 0
order by w.number collate "C", bin.number collate "C" nulls first;

--
select width_bucket(h.opened_at, $10::timestamptz[]) as younger, count(*) as holds, sum(h.held) as held
from hold h join stock s on s.account_id = h.account_id and s.id = h.stock_id
where h.account_id = $1 and ($2::bigint[] is null or h.id = any($2)) and ($3::text is null or h.bill_type =
$3) and ($4::text is null or h.bill_id = $4) and ($5::text is null or h.bill_no = $5) and ($6::text is null or
h.client_id = $6) and ($7::text is null or s.material_id = $7) and ($8::text is null or s.store_id = $8) and
($9::bigint is null or h.opened_at < to_timestamp($9 / 1000.0)) and h.opened > h.consumed + h.released +
h.expired group by 1;

--
set local cursor_tuple_fraction = 1;

--
set local enable_hashjoin = on;

--
set local enable_mergejoin = on;

--
set local enable_nestloop = off;

--
set local enable_seqscan = on;

--
set transaction isolation level repeatable read, read only;

--
update account set settings = $2 where id = $1;

--
update authorization_grant set account_id = $3, app_key = $4, app_secret = $5, former_app_secret = $6,
former_valid_until = to_timestamp($7::float8 / 1000), service_id = $8, active = $9
where client_id = $1 and outer_instance_id = $2;

--
update client set secret = $2 where id = $1;

--
update lane set stopped_at = null where account_id = $1 and stopped_at < $2::timestamptz;

--
update lane set verified_at = to_timestamp($3::bigint / 1000.0)
where account_id = $1 and (verified_at is null or verified_at < to_timestamp($2::bigint / 1000.0));

--
update recosting set done = $2, total = $2, finished_at = now()
where account_id = $1;

--
update recosting set done = $2, total = $3 where account_id = $1;

--
with p as ( select l.seq, l.stock_id, l.bill_date, s.material_id, m.number as material_number
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $2 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $3 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $4 and s.id = l.stock_id left
join master m on m.account_id = $5 and m.kind = 'material' and m.id = s.material_id
where l.account_id = $6 and s.account_id = $7 and s.store_id not like $8
order by m.number collate "C", s.material_id, l.bill_date, l.seq limit $9 offset $10), remain as (
select l.seq, sum(l.quantity) over w as quantity, sum(l.amount) over w as amount
from stock s join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no,
o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials,
o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $11 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $12 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $13 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $14 and l.stock_id = s.id where s.account_id = $15 and s.store_id not like $16 and
s.material_id in (select p.material_id from p) and l.bill_date <= (select max(p.bill_date)
from p) window w as ( partition by s.material_id order by l.bill_date, l.seq rows unbounded preceding))
select s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, batch.valid_date,
l.bill_type, l.bill_no, l.bill_date, l.serials, l.quantity, l.float_quantity, l.amount, remain.quantity as
remain_quantity, remain.amount as remain_amount, line.data as line, trans.name as trans_type, store.number as
store_number, store.name as store_name, bin.number as bin_number, bin.name as bin_name, unit.number as
unit_number, unit.name as unit_name from p join remain on remain.seq = p.seq
join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $17 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $18 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $19 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $20 and l.seq = p.seq join stock s on s.account_id = $21 and s.id = l.stock_id
left join batch on batch.account_id = $22 and batch.material_id = s.material_id and batch.batch_no =
s.batch_no left join bill on bill.account_id = $23 and bill.type = l.bill_type and bill.id = l.bill_id
left join bill_line line on line.account_id = $24 and line.bill_type = l.bill_type and line.bill_id =
l.bill_id and line.id = l.line_id left join master trans
on trans.account_id = $25 and trans.kind = 'aux_info' and trans.id = bill.head ->> 'trans_type_id'
left join master store on store.account_id = $26 and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = $27 and bin.kind = 'space' and bin.id = s.bin_id
left join master unit on unit.account_id = $28 and unit.kind = 'measure_unit' and unit.id = line.data ->>
'unit_id' order by p.material_number collate "C", p.material_id, p.bill_date, p.seq;

--
with p as ( select l.seq, l.stock_id, l.bill_date, s.material_id, m.number as material_number
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $2 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $3 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $4 and s.id = l.stock_id left
join master m on m.account_id = $5 and m.kind = 'material' and m.id = s.material_id
where l.account_id = $6 and s.account_id = $7 and s.store_id not like $8 and s.store_id in (select m.id
from master m where m.account_id = $9 and m.kind = $10 and m.parent_id = any($11::text[])) and s.bin_id =
any($12::text[]) and s.store_id = any($13::text[]) and s.batch_no = any($14::text[]) and s.material_id in
(select m.id from master m where m.account_id = $15 and m.kind = $16 and (m.name ilike $17 or m.number ilike
$18)) and s.material_id in (select m.id from master m where m.account_id = $19 and m.kind = $20 and
m.parent_id = any($21::text[])) and s.material_id = any($22::text[]) and l.bill_date >= $23::date and
l.bill_date <= $24::date and (l.bill_type, l.bill_id) in (
select b.type, b.id from bill b where b.account_id = $25 and b.head ->> 'dept_id' = any($26::text[])) and
l.bill_type = any($27::text[]) order by m.number collate "C", s.material_id, l.bill_date, l.seq limit $28
offset $29), remain as ( select l.seq, sum(l.quantity) over w as quantity, sum(l.amount) over w as amount
from stock s join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no,
o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials,
o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $30 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $31 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $32 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $33 and l.stock_id = s.id where s.account_id = $34 and s.store_id not like $35 and
s.store_id in (select m.id from master m where m.account_id = $36 and m.kind = $37 and m.parent_id =
any($38::text[])) and s.bin_id = any($39::text[]) and s.store_id = any($40::text[]) and s.batch_no =
any($41::text[]) and s.material_id in (select p.material_id
from p) and l.bill_date <= (select max(p.bill_date) from p) window w as ( partition by s.material_id
order by l.bill_date, l.seq rows unbounded preceding)) select s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date, batch.valid_date, l.bill_type, l.bill_no, l.bill_date, l.serials, l.quantity,
l.float_quantity, l.amount, remain.quantity as remain_quantity, remain.amount as remain_amount, line.data as
line, trans.name as trans_type, store.number as store_number, store.name as store_name, bin.number as
bin_number, bin.name as bin_name, unit.number as unit_number, unit.name as unit_name
from p join remain on remain.seq = p.seq join ( select o.account_id, o.seq, o.stock_id, o.pool_id,
o.bill_type, o.bill_id, o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id,
o.hold_quantity, o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount +
coalesce(( select sum(a.amount) from ledger a where a.account_id = $42 and a.adjusts = o.seq and a.adjusts <>
0), 0) as amount from ledger o where o.account_id = $43 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $44 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $45 and l.seq = p.seq join stock s on s.account_id = $46 and s.id = l.stock_id
left join batch on batch.account_id = $47 and batch.material_id = s.material_id and batch.batch_no =
s.batch_no left join bill on bill.account_id = $48 and bill.type = l.bill_type and bill.id = l.bill_id
left join bill_line line on line.account_id = $49 and line.bill_type = l.bill_type and line.bill_id =
l.bill_id and line.id = l.line_id left join master trans
on trans.account_id = $50 and trans.kind = 'aux_info' and trans.id = bill.head ->> 'trans_type_id'
left join master store on store.account_id = $51 and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = $52 and bin.kind = 'space' and bin.id = s.bin_id
left join master unit on unit.account_id = $53 and unit.kind = 'measure_unit' and unit.id = line.data ->>
'unit_id' order by p.material_number collate "C", p.material_id, p.bill_date, p.seq;

--
with p as ( select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not like $5 and s.material_id
= any($6::text[]) and s.store_id = any($7::text[]) and s.bin_id = any($8::text[]) and s.aux_prop_id =
any($9::text[]) group by s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
having min(change.first_at) >= $10 and min(change.first_at) < $11::timestamptz + interval '1 millisecond' and
max(change.last_at) >= $12 and max(change.last_at) < $13::timestamptz + interval '1 millisecond'
order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id desc limit $14
offset $15) select p.*, k.on_hand, k.available, k.on_hand_float, k.available_float, k.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select k.*, case when coalesce(k.valid_date < $16::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $17::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $18 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $19 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $20 and s.id = p.id) k) k left join master m
on m.account_id = $21 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $22 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $23 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as ( select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not like $5 group by s.id,
s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date having max(change.last_at) >= $6
order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id desc limit $7
offset $8) select p.*, k.on_hand, k.available, k.on_hand_float, k.available_float, k.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select k.*, case when coalesce(k.valid_date < $9::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $10::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $11 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $12 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $13 and s.id = p.id) k) k left join master m
on m.account_id = $14 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $15 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $16 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 group by s.material_id, s.store_id, s.bin_id, s.aux_prop_id
having true and max(change.last_at) >= $6 order by material_id desc, store_id desc, bin_id desc, aux_prop_id
desc limit $7 offset $8) select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date,
m.number as material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->>
'is_float' as is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number
as store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $9::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $10::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $11 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $12 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $13 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
and s.aux_prop_id = p.aux_prop_id ) k) k) v left join master m
on m.account_id = $14 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $15 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $16 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s where s.account_id = $1 and s.store_id not like $2 and exists (
select 1 from ledger l where l.account_id = $3 and l.stock_id = s.id and l.bill_date <= $4::date) group by
s.material_id, s.store_id, s.bin_id, s.aux_prop_id having true
order by material_id desc, store_id desc, bin_id desc, aux_prop_id desc limit $5 offset $6)
select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $7::date, false) then 0 else
greatest(k.on_hand - 0 + 0, 0) end as available, case when coalesce(k.valid_date < $8::date, false) then 0
else greatest(k.on_hand_float - 0, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
coalesce(( select sum(l.quantity) from ledger l where l.account_id = $9 and l.stock_id = s.id and l.bill_date
<= $10::date), 0) as on_hand, coalesce(( select sum(l.float_quantity)
from ledger l where l.account_id = $11 and l.stock_id = s.id and l.bill_date <= $12::date), 0) as
on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when s.kf_date <> '' and m.data ->> 'kf_period'
~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type'
when '1' then interval '1 day' when '2' then interval '1 month' when '3' then interval '1 year' end)::date
end) as valid_date from stock s left join master m on m.account_id = $13 and m.kind = 'material' and m.id =
s.material_id left join batch b on b.account_id = $14 and b.material_id = s.material_id and b.batch_no =
s.batch_no where s.account_id = $15 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id
= p.bin_id and s.aux_prop_id = p.aux_prop_id ) k) k) v left
join master m on m.account_id = $16 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $17 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $18 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s where s.account_id = $1 and s.store_id not like $2 and s.material_id = any($3::text[]) group by
s.material_id, s.store_id, s.bin_id, s.aux_prop_id having true
order by material_id desc, store_id desc, bin_id desc, aux_prop_id desc limit $4 offset $5)
select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $6::date, false) then 0 else
greatest(k.on_hand - k.occupied + coalesce(k.expected, 0), 0) end as available, case when
coalesce(k.valid_date < $7::date, false) then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as
available_float from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied,
s.occupied_float, s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date,
'')::date, case when s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date +
(m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then
interval '1 month' when '3' then interval '1 year' end)::date end) as valid_date , e.quantity as expected
from stock s left join ( select x.material_id, x.store_id, x.bin_id, x.aux_prop_id, x.batch_no, x.kf_date,
sum(x.quantity) as quantity from ( select l.material_id, l.store_id, coalesce(nullif(l.data ->> $8, '0'), '')
as bin_id, coalesce(nullif(l.data ->> $9, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $10, '0'), ''),
coalesce(nullif(l.data ->> $11, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $12 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $13 and b.type = $14 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C')
= 'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $15, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $16, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $17, '0'), ''),
coalesce(nullif(l.data ->> $18, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $19 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $20 and b.type = $21 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $22, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $23, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $24, '0'), ''),
coalesce(nullif(l.data ->> $25, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $26 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $27 and b.type = $28 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $29, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $30, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $31, '0'), ''),
coalesce(nullif(l.data ->> $32, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $33 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $34 and b.type = $35 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select t.material_id, l.data ->> 'in_stock_id' as store_id, coalesce(nullif(l.data ->> $36, '0'),
'') as bin_id, t.aux_prop_id, t.batch_no, t.kf_date, t.on_hand as quantity
from stock t join bill_line l on l.account_id = $37 and l.bill_type = $38 and l.id = substr(t.store_id, $39)
where t.account_id = $40 and t.store_id like $41 and t.on_hand <> 0
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $42, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $43, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $44, '0'), ''),
coalesce(nullif(l.data ->> $45, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $46 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $47 and b.type = $48 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C')
= 'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $49, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $50, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $51, '0'), ''),
coalesce(nullif(l.data ->> $52, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $53 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $54 and b.type = $55 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $56, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $57, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $58, '0'), ''),
coalesce(nullif(l.data ->> $59, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $60 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $61 and b.type = $62 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $63, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $64, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $65, '0'), ''),
coalesce(nullif(l.data ->> $66, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $67 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $68 and b.type = $69 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $70, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $71, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $72, '0'), ''),
coalesce(nullif(l.data ->> $73, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $74 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $75 and b.type = $76 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1') as x
(material_id, store_id, bin_id, aux_prop_id, batch_no, kf_date, quantity) group by 1, 2, 3, 4, 5, 6) e
on e.material_id = s.material_id and e.store_id = s.store_id and e.bin_id = s.bin_id and e.aux_prop_id =
s.aux_prop_id and e.batch_no = s.batch_no and e.kf_date = s.kf_date
left join master m on m.account_id = $77 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $78 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $79 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
and s.aux_prop_id = p.aux_prop_id ) k) k) v left join master m
on m.account_id = $80 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $81 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $82 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id
from stock s where s.account_id = $1 and s.store_id not like $2 group by s.material_id, s.store_id, s.bin_id,
s.aux_prop_id having true order by material_id desc, store_id desc, bin_id desc, aux_prop_id desc limit $3
offset $4) select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $5::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $6::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $7 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $8 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $9 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
and s.aux_prop_id = p.aux_prop_id ) k) k) v left join master m
on m.account_id = $10 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $11 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $12 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 and s.material_id = any($6::text[]) and s.material_id in
(select m.id from master m where m.account_id = $7 and m.kind = $8 and m.number = any($9::text[])) and
s.store_id = any($10::text[]) and s.store_id in (select m.id
from master m where m.account_id = $11 and m.kind = $12 and m.number = any($13::text[])) and s.bin_id =
any($14::text[]) and s.bin_id in (select m.id from master m
where m.account_id = $15 and m.kind = $16 and m.number = any($17::text[])) and s.aux_prop_id =
any($18::text[]) and s.aux_prop_id <> '' and exists ( select 1
from master m, jsonb_path_query(m.data, '$.aux_entity[*]') as sku
where m.account_id = $19 and m.kind = 'material' and m.id = s.material_id and sku ->> 'sku_id' = s.aux_prop_id
and sku ->> 'sku_number' = any($20::text[])) and exists (
select 1 from ledger l where l.account_id = $21 and l.stock_id = s.id and l.bill_date <= $22::date) group by
s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date having true and min(change.first_at)
>= $23 and min(change.first_at) < $24::timestamptz + interval '1 millisecond' and max(change.last_at) >= $25
and max(change.last_at) < $26::timestamptz + interval '1 millisecond'
order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id desc limit $27
offset $28) select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $29::date, false) then 0 else
greatest(k.on_hand - 0 + 0, 0) end as available, case when coalesce(k.valid_date < $30::date, false) then 0
else greatest(k.on_hand_float - 0, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
coalesce(( select sum(l.quantity) from ledger l where l.account_id = $31 and l.stock_id = s.id and l.bill_date
<= $32::date), 0) as on_hand, coalesce(( select sum(l.float_quantity)
from ledger l where l.account_id = $33 and l.stock_id = s.id and l.bill_date <= $34::date), 0) as
on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when s.kf_date <> '' and m.data ->> 'kf_period'
~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type'
when '1' then interval '1 day' when '2' then interval '1 month' when '3' then interval '1 year' end)::date
end) as valid_date from stock s left join master m on m.account_id = $35 and m.kind = 'material' and m.id =
s.material_id left join batch b on b.account_id = $36 and b.material_id = s.material_id and b.batch_no =
s.batch_no where s.account_id = $37 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id
= p.bin_id and s.aux_prop_id = p.aux_prop_id and s.batch_no = p.batch_no and s.kf_date = p.kf_date) k) k) v
left join master m on m.account_id = $38 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $39 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $40 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as ( select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s join ( select c.stock_id, min(c.at) as first_at, max(c.at) as last_at
from ( select l.stock_id, l.created_at as at from ledger l
where l.account_id = $1 union all select h.stock_id, e.created_at
from hold_event e join hold h on h.account_id = $2 and h.id = e.hold_id
where e.account_id = $3) c group by c.stock_id) change on change.stock_id = s.id
where s.account_id = $4 and s.store_id not like $5 and s.material_id = any($6::text[]) and s.material_id in
(select m.id from master m where m.account_id = $7 and m.kind = $8 and m.number = any($9::text[])) and
s.store_id = any($10::text[]) and s.store_id in (select m.id
from master m where m.account_id = $11 and m.kind = $12 and m.number = any($13::text[])) and s.bin_id =
any($14::text[]) and s.bin_id in (select m.id from master m
where m.account_id = $15 and m.kind = $16 and m.number = any($17::text[])) and s.aux_prop_id =
any($18::text[]) and s.aux_prop_id <> '' and exists ( select 1
from master m, jsonb_path_query(m.data, '$.aux_entity[*]') as sku
where m.account_id = $19 and m.kind = 'material' and m.id = s.material_id and sku ->> 'sku_id' = s.aux_prop_id
and sku ->> 'sku_number' = any($20::text[])) group by s.material_id, s.store_id, s.bin_id, s.aux_prop_id,
s.batch_no, s.kf_date having true and min(change.first_at) >= $21 and min(change.first_at) < $22::timestamptz
+ interval '1 millisecond' and max(change.last_at) >= $23 and max(change.last_at) < $24::timestamptz +
interval '1 millisecond' order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc,
aux_prop_id desc limit $25 offset $26) select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float,
v.valid_date, m.number as material_number, m.name as material_name, m.data ->> 'model' as material_model,
m.data ->> 'is_float' as is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as
kf_type, w.number as store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins,
bin.number as bin_number, bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->>
'aux_combination_name' as aux_name from p cross join lateral (
select sum(k.on_hand) as on_hand, sum(k.available) as available, sum(k.on_hand_float) as on_hand_float,
sum(k.available_float) as available_float, max(k.valid_date) as valid_date
from ( select k.*, case when coalesce(k.valid_date < $27::date, false) then 0 else greatest(k.on_hand -
k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $28::date, false) then 0 else
greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $29 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $30 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $31 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
and s.aux_prop_id = p.aux_prop_id and s.batch_no = p.batch_no and s.kf_date = p.kf_date) k) k) v
left join master m on m.account_id = $32 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $33 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $34 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as ( select x.material_id, x.serial, x.stock_id, x.hold_id
from serial x where x.account_id = $1 and (x.serial ilike $2 or x.material_id in (select m.id
from master m where m.account_id = $3 and m.kind = $4 and m.name ilike $5)) and true and x.stock_id in (
select s.id from stock s where s.account_id = $6 and s.store_id = any($7::text[])) and ( (select s.store_id
not like $8 from stock s where s.account_id = $9 and s.id = x.stock_id) and (select s.bin_id
from stock s where s.account_id = $10 and s.id = x.stock_id) = any($11::text[])) and (select s.aux_prop_id
from stock s where s.account_id = $12 and s.id = x.stock_id) = any($13::text[]) and x.material_id in (select
m.id from master m where m.account_id = $14 and m.kind = $15 and m.data ->> 'model' ilike $16) and
x.material_id in (select m.id from master m where m.account_id = $17 and m.kind = $18 and m.data ->
'mul_label_id' ?| ( $19::text[] || array( select label.id
from master label where label.account_id = $20 and label.kind = 'label' and label.number = any($21::text[]))))
and x.material_id in (select m.id from master m where m.account_id = $22 and m.kind = $23 and m.parent_id =
any($24::text[])) and x.material_id in (select m.id from master m
where m.account_id = $25 and m.kind = $26 and (m.data ->> 'barcode' = $27 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $28::text)))) ), last as (
select distinct on (s.material_id, moved.serial) s.material_id, moved.serial, l.stock_id, l.bill_type,
l.bill_id, l.bill_date from stock s join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type,
o.bill_id, o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $29 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $30 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $31 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $32 and l.stock_id = s.id cross join lateral unnest(l.serials) as moved (serial)
where s.account_id = $33 and s.material_id = any(array(select distinct p.material_id
from p)) and l.serials <> '{}' order by s.material_id, moved.serial, l.bill_date desc, l.seq desc)
select count(*) as total from p left join last on last.material_id = p.material_id and last.serial = p.serial
where true and last.bill_date >= $34::date and last.bill_date <= $35::date and (select b.head ->> $36
from bill b where b.account_id = $37 and b.type = last.bill_type and b.id = last.bill_id) = any($38::text[])
and (select b.head ->> $39 from bill b where b.account_id = $40 and b.type = last.bill_type and b.id =
last.bill_id) = any($41::text[]);

--
with p as ( select x.material_id, x.serial, x.stock_id, x.hold_id
from serial x where x.account_id = $1 and (x.serial ilike $2 or x.material_id in (select m.id
from master m where m.account_id = $3 and m.kind = $4 and m.name ilike $5)) and true and x.stock_id in (
select s.id from stock s where s.account_id = $6 and s.store_id = any($7::text[])) and ( (select s.store_id
not like $8 from stock s where s.account_id = $9 and s.id = x.stock_id) and (select s.bin_id
from stock s where s.account_id = $10 and s.id = x.stock_id) = any($11::text[])) and (select s.aux_prop_id
from stock s where s.account_id = $12 and s.id = x.stock_id) = any($13::text[]) and x.material_id in (select
m.id from master m where m.account_id = $14 and m.kind = $15 and m.data ->> 'model' ilike $16) and
x.material_id in (select m.id from master m where m.account_id = $17 and m.kind = $18 and m.data ->
'mul_label_id' ?| ( $19::text[] || array( select label.id
from master label where label.account_id = $20 and label.kind = 'label' and label.number = any($21::text[]))))
and x.material_id in (select m.id from master m where m.account_id = $22 and m.kind = $23 and m.parent_id =
any($24::text[])) and x.material_id in (select m.id from master m
where m.account_id = $25 and m.kind = $26 and (m.data ->> 'barcode' = $27 or m.data -> 'barcode_entity' @>
jsonb_build_array(jsonb_build_object('barcode', $28::text)))) ), last as (
select distinct on (s.material_id, moved.serial) s.material_id, moved.serial, l.stock_id, l.bill_type,
l.bill_id, l.bill_date from stock s join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type,
o.bill_id, o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $29 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $30 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $31 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $32 and l.stock_id = s.id cross join lateral unnest(l.serials) as moved (serial)
where s.account_id = $33 and s.material_id = any(array(select distinct p.material_id
from p)) and l.serials <> '{}' order by s.material_id, moved.serial, l.bill_date desc, l.seq desc), shown as (
select p.*, last.bill_type, last.bill_id, last.bill_date, last.stock_id as last_stock_id
from p left join last on last.material_id = p.material_id and last.serial = p.serial
where true and last.bill_date >= $34::date and last.bill_date <= $35::date and (select b.head ->> $36
from bill b where b.account_id = $37 and b.type = last.bill_type and b.id = last.bill_id) = any($38::text[])
and (select b.head ->> $39 from bill b where b.account_id = $40 and b.type = last.bill_type and b.id =
last.bill_id) = any($41::text[]) order by p.material_id desc, p.serial desc limit $42 offset $43)
select x.material_id, x.serial, x.status, x.bill_type, x.bill_date, m.name as material_name, (select t.name
from master t where t.account_id = $44 and t.kind = $45 and t.id = case when x.status in ('1', '4') then
s.store_id end) as store_name, (select t.name from master t
where t.account_id = $46 and t.kind = $47 and t.id = case when x.status in ('1', '4') then s.bin_id end) as
bin_name, (select t.name from master t where t.account_id = $48 and t.kind = $49 and t.id = bill.head ->>
'customer_id') as customer_name, (select t.name from master t
where t.account_id = $50 and t.kind = $51 and t.id = bill.head ->> 'supplier_id') as supplier_name,
s.batch_no, s.kf_date, coalesce( nullif(b.valid_date, '')::date, case when s.kf_date <> '' and m.data ->>
'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->> 'kf_period')::int * case m.data ->>
'kf_period_type' when '1' then interval '1 day' when '2' then interval '1 month' when '3' then interval '1
year' end)::date end) as valid_date from (select x.*, case when x.stock_id is null then '0' when x.hold_id is
not null then '4' when (select s.store_id not like $52 from stock s
where s.account_id = $53 and s.id = x.stock_id) then '1' else '2' end as status
from shown x) x left join lateral ( select t.head from bill t
where t.account_id = $54 and t.type = x.bill_type and t.id = x.bill_id limit 1) bill
on true left join lateral ( select t.* from stock t where t.account_id = $55 and t.id = coalesce(x.stock_id,
x.last_stock_id) limit 1) s on true left join lateral ( select t.valid_date
from batch t where t.account_id = $56 and t.material_id = x.material_id and t.batch_no = s.batch_no limit 1) b
on true left join lateral ( select t.name, t.data from master t
where t.account_id = $57 and t.kind = 'material' and t.id = x.material_id limit 1) m
on true order by x.material_id desc, x.serial desc;

--
with p as ( select x.material_id, x.serial, x.stock_id, x.hold_id
from serial x where x.account_id = $1 order by material_id desc, serial desc limit $2 offset $3), last as (
select distinct on (s.material_id, moved.serial) s.material_id, moved.serial, l.stock_id, l.bill_type,
l.bill_id, l.bill_date from stock s join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type,
o.bill_id, o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $4 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $5 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $6 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $7 and l.stock_id = s.id cross join lateral unnest(l.serials) as moved (serial)
where s.account_id = $8 and s.material_id = any(array(select distinct p.material_id
from p)) and l.serials <> '{}' order by s.material_id, moved.serial, l.bill_date desc, l.seq desc), shown as (
select p.*, last.bill_type, last.bill_id, last.bill_date, last.stock_id as last_stock_id
from p left join last on last.material_id = p.material_id and last.serial = p.serial
where true order by p.material_id desc, p.serial desc ) select x.material_id, x.serial, x.status, x.bill_type,
x.bill_date, m.name as material_name, (select t.name from master t
where t.account_id = $9 and t.kind = $10 and t.id = case when x.status in ('1', '4') then s.store_id end) as
store_name, (select t.name from master t where t.account_id = $11 and t.kind = $12 and t.id = case when
x.status in ('1', '4') then s.bin_id end) as bin_name, (select t.name
from master t where t.account_id = $13 and t.kind = $14 and t.id = bill.head ->> 'customer_id') as
customer_name, (select t.name from master t where t.account_id = $15 and t.kind = $16 and t.id = bill.head ->>
'supplier_id') as supplier_name, s.batch_no, s.kf_date, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from (select x.*, case when x.stock_id is null then '0' when x.hold_id is not null then '4' when (select
s.store_id not like $17 from stock s where s.account_id = $18 and s.id = x.stock_id) then '1' else '2' end as
status from shown x) x left join lateral ( select t.head
from bill t where t.account_id = $19 and t.type = x.bill_type and t.id = x.bill_id limit 1) bill
on true left join lateral ( select t.* from stock t where t.account_id = $20 and t.id = coalesce(x.stock_id,
x.last_stock_id) limit 1) s on true left join lateral ( select t.valid_date
from batch t where t.account_id = $21 and t.material_id = x.material_id and t.batch_no = s.batch_no limit 1) b
on true left join lateral ( select t.name, t.data from master t
where t.account_id = $22 and t.kind = 'material' and t.id = x.material_id limit 1) m
on true order by x.material_id desc, x.serial desc;

--
with p as (select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s where s.account_id = $1 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not like $2 and
s.on_hand <> 0 order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id
desc limit $3 offset $4) select p.*, k.on_hand, k.available, k.on_hand_float, k.available_float, k.valid_date,
m.number as material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->>
'is_float' as is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number
as store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select k.*, case when coalesce(k.valid_date < $5::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $6::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $7 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $8 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $9 and s.id = p.id) k) k left join master m
on m.account_id = $10 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $11 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $12 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as (select s.id, s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s where s.account_id = $1 and (s.batch_no <> '' or s.kf_date <> '') and s.store_id not like $2 and
s.on_hand <> 0 order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id
desc limit $3 offset $4) select p.*, k.on_hand, k.available, k.on_hand_float, k.available_float, k.valid_date,
m.number as material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->>
'is_float' as is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number
as store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select k.*, case when coalesce(k.valid_date < $5::date, false) then 0 else
greatest(k.on_hand - k.occupied + coalesce(k.expected, 0), 0) end as available, case when
coalesce(k.valid_date < $6::date, false) then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as
available_float from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied,
s.occupied_float, s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date,
'')::date, case when s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date +
(m.data ->> 'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then
interval '1 month' when '3' then interval '1 year' end)::date end) as valid_date , e.quantity as expected
from stock s left join ( select x.material_id, x.store_id, x.bin_id, x.aux_prop_id, x.batch_no, x.kf_date,
sum(x.quantity) as quantity from ( select l.material_id, l.store_id, coalesce(nullif(l.data ->> $7, '0'), '')
as bin_id, coalesce(nullif(l.data ->> $8, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $9, '0'), ''),
coalesce(nullif(l.data ->> $10, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $11 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $12 and b.type = $13 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C')
= 'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $14, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $15, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $16, '0'), ''),
coalesce(nullif(l.data ->> $17, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $18 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $19 and b.type = $20 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $21, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $22, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $23, '0'), ''),
coalesce(nullif(l.data ->> $24, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $25 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $26 and b.type = $27 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $28, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $29, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $30, '0'), ''),
coalesce(nullif(l.data ->> $31, '0'), ''), 1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $32 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $33 and b.type = $34 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select t.material_id, l.data ->> 'in_stock_id' as store_id, coalesce(nullif(l.data ->> $35, '0'),
'') as bin_id, t.aux_prop_id, t.batch_no, t.kf_date, t.on_hand as quantity
from stock t join bill_line l on l.account_id = $36 and l.bill_type = $37 and l.id = substr(t.store_id, $38)
where t.account_id = $39 and t.store_id like $40 and t.on_hand <> 0
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $41, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $42, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $43, '0'), ''),
coalesce(nullif(l.data ->> $44, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric - coalesce((
select sum((f ->> 'base_qty')::numeric) from jsonb_path_query(l.data, '$.followers[*]') f), 0))
from bill b join bill_line l on l.account_id = $45 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $46 and b.type = $47 and b.status = 'C' and coalesce(b.head ->> 'bill_close_state', 'C')
= 'C' union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $48, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $49, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $50, '0'), ''),
coalesce(nullif(l.data ->> $51, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $52 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $53 and b.type = $54 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $55, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $56, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $57, '0'), ''),
coalesce(nullif(l.data ->> $58, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $59 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $60 and b.type = $61 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $62, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $63, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $64, '0'), ''),
coalesce(nullif(l.data ->> $65, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $66 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $67 and b.type = $68 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1'
union all select l.material_id, l.store_id, coalesce(nullif(l.data ->> $69, '0'), '') as bin_id,
coalesce(nullif(l.data ->> $70, '0'), '') as aux_prop_id, coalesce(nullif(l.data ->> $71, '0'), ''),
coalesce(nullif(l.data ->> $72, '0'), ''), -1 * ((l.data ->> 'base_qty')::numeric)
from bill b join bill_line l on l.account_id = $73 and l.bill_type = b.type and l.bill_id = b.id
where b.account_id = $74 and b.type = $75 and b.status = 'Z' and coalesce(b.head ->> 'void', '') <> '1') as x
(material_id, store_id, bin_id, aux_prop_id, batch_no, kf_date, quantity) group by 1, 2, 3, 4, 5, 6) e
on e.material_id = s.material_id and e.store_id = s.store_id and e.bin_id = s.bin_id and e.aux_prop_id =
s.aux_prop_id and e.batch_no = s.batch_no and e.kf_date = s.kf_date
left join master m on m.account_id = $76 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $77 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $78 and s.id = p.id) k) k left join master m
on m.account_id = $79 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $80 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $81 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with p as (select s.material_id, s.store_id, s.bin_id, s.aux_prop_id, s.batch_no, s.kf_date
from stock s where s.account_id = $1 and s.store_id not like $2 and s.on_hand <> 0
order by material_id desc, store_id desc, bin_id desc, batch_no desc, kf_date desc, aux_prop_id desc limit $3
offset $4) select p.*, v.on_hand, v.available, v.on_hand_float, v.available_float, v.valid_date, m.number as
material_number, m.name as material_name, m.data ->> 'model' as material_model, m.data ->> 'is_float' as
is_float, m.data ->> 'kf_period' as kf_period, m.data ->> 'kf_period_type' as kf_type, w.number as
store_number, w.name as store_name, w.data ->> 'is_allow_freight' as uses_bins, bin.number as bin_number,
bin.name as bin_name, sku ->> 'sku_number' as aux_number, sku ->> 'aux_combination_name' as aux_name
from p cross join lateral ( select sum(k.on_hand) as on_hand, sum(k.available) as available,
sum(k.on_hand_float) as on_hand_float, sum(k.available_float) as available_float, max(k.valid_date) as
valid_date from ( select k.*, case when coalesce(k.valid_date < $5::date, false) then 0 else
greatest(k.on_hand - k.occupied + 0, 0) end as available, case when coalesce(k.valid_date < $6::date, false)
then 0 else greatest(k.on_hand_float - k.occupied_float, 0) end as available_float
from ( select s.id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.occupied, s.occupied_float,
s.on_hand as on_hand, s.on_hand_float as on_hand_float, coalesce( nullif(b.valid_date, '')::date, case when
s.kf_date <> '' and m.data ->> 'kf_period' ~ '^[0-9]{1,4}$' then ( s.kf_date::date + (m.data ->>
'kf_period')::int * case m.data ->> 'kf_period_type' when '1' then interval '1 day' when '2' then interval '1
month' when '3' then interval '1 year' end)::date end) as valid_date
from stock s left join master m on m.account_id = $7 and m.kind = 'material' and m.id = s.material_id
left join batch b on b.account_id = $8 and b.material_id = s.material_id and b.batch_no = s.batch_no
where s.account_id = $9 and s.material_id = p.material_id and s.store_id = p.store_id and s.bin_id = p.bin_id
and s.aux_prop_id = p.aux_prop_id and s.batch_no = p.batch_no and s.kf_date = p.kf_date) k) k) v
left join master m on m.account_id = $10 and m.kind = 'material' and m.id = p.material_id
left join master w on w.account_id = $11 and w.kind = 'store' and w.id = p.store_id
left join master bin on bin.account_id = $12 and bin.kind = 'space' and bin.id = p.bin_id
left join lateral jsonb_path_query_first( m.data, '$.aux_entity[*] ? (@.sku_id == $id)',
jsonb_build_object('id', p.aux_prop_id)) as sku on true order by material_id desc, store_id desc, bin_id desc,
batch_no desc, kf_date desc, aux_prop_id desc;

--
with page as ( select l.seq, l.pool_id from ledger l where l.account_id = $1 and l.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3 and s.id in (
select l.stock_id from ledger l where l.account_id = $4 and l.serials @> array[$5]::text[])) and l.serials @>
array[$6]::text[] order by l.bill_date, l.seq limit $7 offset $8), after as (
select l.seq, sum(l.quantity) over of_key as on_hand, sum(l.float_quantity) over of_key as on_hand_float,
sum(l.quantity) over of_pool as pool_quantity, sum(l.amount) over of_pool as pool_value
from ledger l where l.account_id = $9 and l.pool_id in (select pool_id
from page) window of_key as (partition by l.stock_id order by l.bill_date, l.seq rows unbounded preceding),
of_pool as (partition by l.pool_id order by l.bill_date, l.seq rows unbounded preceding))
select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount,
l.float_quantity, l.hold_id, l.hold_quantity, l.hold_float_quantity, l.serials, nullif(l.reverses, 0) as
takes_back, r.seq as taken_back_by, (extract(epoch from l.created_at) * 1000)::bigint as at_ms,
nullif(l.adjusts, 0) as adjusts, l.cause, after.on_hand, after.on_hand_float, after.pool_quantity,
after.pool_value, s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, store.number as
store_number, coalesce(store.name, case when s.store_id like 'transit:%' then '在途' end) as store_name,
bin.number as bin_number, bin.name as bin_name from page
join ledger l on l.account_id = $10 and l.seq = page.seq
join after on after.seq = page.seq join stock s on s.account_id = $11 and s.id = l.stock_id
left join ledger r on r.account_id = $12 and r.reverses = l.seq and r.reverses <> 0
left join master store on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
order by l.bill_date, l.seq;

--
with page as ( select l.seq, l.pool_id from ledger l where l.account_id = $1 and l.stock_id in (
select s.id from stock s where s.account_id = $2 and s.material_id = $3)
order by l.seq desc limit $4 offset $5), after as ( select l.seq, sum(l.quantity) over of_key as on_hand,
sum(l.float_quantity) over of_key as on_hand_float, sum(l.quantity) over of_pool as pool_quantity,
sum(l.amount) over of_pool as pool_value from ledger l where l.account_id = $6 and l.pool_id in (select
pool_id from page) window of_key as (partition by l.stock_id
order by l.seq rows unbounded preceding), of_pool as (partition by l.pool_id
order by l.seq rows unbounded preceding)) select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id,
l.bill_date, l.quantity, l.amount, l.float_quantity, l.hold_id, l.hold_quantity, l.hold_float_quantity,
l.serials, nullif(l.reverses, 0) as takes_back, r.seq as taken_back_by, (extract(epoch
from l.created_at) * 1000)::bigint as at_ms, nullif(l.adjusts, 0) as adjusts, l.cause, after.on_hand,
after.on_hand_float, after.pool_quantity, after.pool_value, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date, store.number as store_number, coalesce(store.name, case when s.store_id like
'transit:%' then '在途' end) as store_name, bin.number as bin_number, bin.name as bin_name
from page join ledger l on l.account_id = $7 and l.seq = page.seq
join after on after.seq = page.seq join stock s on s.account_id = $8 and s.id = l.stock_id
left join ledger r on r.account_id = $9 and r.reverses = l.seq and r.reverses <> 0
left join master store on store.account_id = s.account_id and store.kind = 'store' and store.id = s.store_id
left join master bin on bin.account_id = s.account_id and bin.kind = 'space' and bin.id = s.bin_id
order by l.seq desc;

-- account
select id, name, settings from account where id = $1;

-- account-ids
select id from account order by id;

-- accounts-to-recost
select distinct account_id from cost_pool where stale_from <> ''
order by account_id;

-- accounts-to-verify
select account_id from lane where verified_at is null or verified_at < to_timestamp($1::bigint / 1000.0)
order by verified_at nulls first, account_id;

-- administrator
select account_id, id, number, name, is_admin from app_user
where account_id = $1 and is_admin order by created_at, id limit 1;

-- bill-of-outside-key
select id, bill_no from bill where account_id = $1 and type = $2 and head ->> 'outside_pk_id' = $3 and head
->> 'outside_pk_id' <> '' limit 1;

-- book-at
select k.place, coalesce(v.on_hand, 0)::text as on_hand, coalesce(v.on_hand_float, 0)::text as on_hand_float,
coalesce(n.serials, '[]') as serials from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
$7::text[]) with ordinality as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date, place) cross
join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and store_id =
k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id =
k.aux_prop_id limit 1) s cross join lateral ( select trim_scale(sum(l.quantity)) as on_hand,
trim_scale(sum(l.float_quantity)) as on_hand_float from ledger l
where l.account_id = $1 and l.stock_id = s.id and l.bill_date <= $8::date) v cross
join lateral ( select jsonb_agg(jsonb_build_object('serial', m.serial, 'remark', coalesce(sn.remark, ''))
order by m.serial collate "C") as serials from ( select u.serial
from ledger l cross join lateral unnest(l.serials) as u (serial)
where l.account_id = $1 and l.stock_id = s.id and l.serials <> '{}' and l.bill_date <= $8::date group by
u.serial having sum(sign(l.quantity)) > 0) m left join serial sn
on sn.account_id = $1 and sn.material_id = s.material_id and sn.serial = m.serial) n;

-- changed-since
select k.place, max(l.bill_no) as bill_no from unnest($2::text[], $3::text[], $4::text[], $5::text[],
$6::text[], $7::text[]) with ordinality as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date,
place) cross join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and
store_id = k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id
= k.aux_prop_id limit 1) s join unnest($8::bigint[], $9::date[])
with ordinality as since (seq, day, place) on since.place = k.place
join ledger l on l.account_id = $1 and l.stock_id = s.id and l.seq > since.seq and l.quantity <> 0 and
l.reverses <= since.seq and (l.bill_type = any($10) or l.bill_date < since.day) and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses <> 0 and r.reverses = l.seq) group by k.place;

-- client
select id, name, secret from client where id = $1;

-- clients
select id, name, secret from client order by id;

-- costed-bills
select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount, l.costed,
l.within_pool, l.serials, l.hold_id, l.hold_quantity, l.hold_serials, l.float_quantity, l.hold_float_quantity,
s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, p.material_id as pool_material_id,
p.aux_prop_id as pool_aux_prop_id, p.batch_no as pool_batch_no, p.store_id as pool_store_id, h.bill_type as
hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id
from ( select distinct i.bill_type, i.bill_id from unnest($2::text[], $3::text[]) as k (bill_type, bill_id)
join ledger i on i.account_id = $1 and i.bill_type = k.bill_type and i.bill_id = k.bill_id and i.costed and
i.quantity > 0 and i.reverses = 0) b join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type,
o.bill_id, o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $1 and l.bill_type = b.bill_type and l.bill_id = b.bill_id
join stock s on s.account_id = $1 and s.id = l.stock_id join cost_pool p
on p.account_id = $1 and p.id = l.pool_id left join hold h
on h.account_id = $1 and h.id = l.hold_id;

-- count-drafts
select count(*) as total from bill where account_id = $1 and status = 'Z' and bill_date <= $3::date and ($2 =
'' or bill_date > nullif($2, '')::date);

-- count-master-change
update lane set master_seq = master_seq + 1 where account_id = $1;

-- count-pictures
select count(*) as total from picture where account_id = $1;

-- count-stale-pools
select count(*)::int as pools from cost_pool where stale_from <> '';

-- delete-bill
delete from bill where account_id = $1 and type = $2 and id = $3;

-- delete-layers
delete from cost_layer c using unnest($2::bigint[], $3::bigint[]) as v (pool_id, seq)
where c.account_id = $1 and c.pool_id = v.pool_id and c.seq = v.seq;

-- delete-master
delete from master where account_id = $1 and kind = $2 and id = $3;

-- delete-old-replies
delete from reply where account_id = $1 and key = any(array(
select r.key from reply r where r.account_id = $1 and r.created_at < to_timestamp($2::bigint / 1000.0)
order by r.created_at limit $3 for update skip locked));

-- delete-picture
delete from picture where account_id = $1 and id = $2;

-- due-holds
select h.id, h.bill_type, h.bill_id, h.entry_id, h.bill_no, h.opened, h.consumed, h.released, h.expired,
h.opened_float, h.consumed_float, h.released_float, h.expired_float, h.serials, h.content, h.client_id,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.id as stock_id, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date from hold h join stock s
on s.account_id = $1 and s.id = h.stock_id where h.account_id = $1 and h.opened > h.consumed + h.released +
h.expired and h.expires_at <= to_timestamp($2::bigint / 1000.0)
order by h.expires_at, h.id limit $3;

-- due-holds-of-keys
select h.id, h.bill_type, h.bill_id, h.entry_id, h.bill_no, h.opened, h.consumed, h.released, h.expired,
h.opened_float, h.consumed_float, h.released_float, h.expired_float, h.serials, h.content, h.client_id,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.id as stock_id, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date from hold h join stock s
on s.account_id = $1 and s.id = h.stock_id where h.account_id = $1 and h.opened > h.consumed + h.released +
h.expired and h.expires_at <= to_timestamp($2::bigint / 1000.0) and (h.stock_id = any($3::bigint[]) or
(h.bill_type, h.bill_id, h.entry_id) in ( select * from unnest($4::text[], $5::text[], $6::text[])))
order by h.id;

-- find-duplicate-name
select id from master where account_id = $1 and kind = $2 and name = $3 and id <> $4 limit 1;

-- find-duplicate-number
select id from master where account_id = $1 and kind = $2 and number = $3 and id <> $4 limit 1;

-- find-holds
select h.id, h.bill_type, h.bill_id, h.entry_id, h.bill_no, h.opened, h.consumed, h.released, h.expired,
h.opened_float, h.consumed_float, h.released_float, h.expired_float, h.serials, h.content, h.client_id,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.id as stock_id, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date from hold h join stock s
on s.account_id = $1 and s.id = h.stock_id where h.account_id = $1 and h.opened > h.consumed + h.released +
h.expired and ($2::bigint[] is null or h.id = any($2)) and ($3::text is null or h.bill_type = $3) and
($4::text is null or h.bill_id = $4) and ($5::text is null or h.bill_no = $5) and ($6::text is null or
h.client_id = $6) and ($7::text is null or s.material_id = $7) and ($8::text is null or s.store_id = $8) and
($9::bigint is null or h.opened_at < to_timestamp($9 / 1000.0))
order by h.opened_at, h.id limit $10;

-- find-reference
with wanted as (select jsonb_build_object('id', $2::text) as vars)
select '即时库存 / stock' as title from stock s where s.account_id = $1 and $2 = case $3::text when 'material'
then s.material_id when 'store' then s.store_id when 'space' then s.bin_id end
union all select b.bill_no from wanted, unnest($4::text[], $5::text[]) as f (type, path)
join bill b on b.account_id = $1 and b.type = f.type where jsonb_path_exists(b.head, f.path::jsonpath,
wanted.vars) or exists ( select 1 from bill_line l where l.account_id = $1 and l.bill_type = b.type and
l.bill_id = b.id and jsonb_path_exists(l.data, f.path::jsonpath, wanted.vars))
union all select m.name from wanted, unnest($6::text[], $7::text[]) as f (kind, path)
join master m on m.account_id = $1 and m.kind = f.kind where not (m.kind = $3 and m.id = $2) and
jsonb_path_exists(m.data, f.path::jsonpath, wanted.vars) limit 1;

-- find-replies
select key, request_hash, status, body from reply where account_id = $1 and key = any($2);

-- grants
select client_id, outer_instance_id, account_id, app_key, app_secret, former_app_secret, extract(epoch
from former_valid_until) * 1000 as former_valid_until_ms, service_id, active
from authorization_grant where client_id = $1 order by created_at, outer_instance_id;

-- has-due-holds
select 1 from hold h where h.account_id = $1 and h.expires_at <= to_timestamp($2::bigint / 1000.0) and
h.opened > h.consumed + h.released + h.expired limit 1;

-- has-old-replies
select 1 from reply r where r.account_id = $1 and r.created_at < to_timestamp($2::bigint / 1000.0) limit 1;

-- has-stock-material
select 1 from stock s where s.account_id = $1 and s.material_id = $2 limit 1;

-- holders-by-id
select h.id, h.bill_type, h.bill_id, h.bill_no, h.entry_id, h.held, h.held_float, h.client_id, (extract(epoch
from h.opened_at) * 1000)::bigint as opened_ms from hold h
where h.account_id = $1 and h.id = any($2::bigint[]);

-- holders-of-keys
select s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, h.bill_type, h.bill_id,
h.bill_no, h.entry_id, h.held, h.held_float, h.client_id, (extract(epoch
from h.opened_at) * 1000)::bigint as opened_ms from unnest($2::text[], $3::text[], $4::text[], $5::text[],
$6::text[], $7::text[]) as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date) cross
join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and store_id =
k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id =
k.aux_prop_id limit 1) s cross join lateral ( select * from hold h
where h.account_id = $1 and h.stock_id = s.id and h.opened > h.consumed + h.released + h.expired
order by h.id limit $8) h order by s.id, h.id;

-- keep-count
insert into counter (account_id, name, last) values ($n, …)
on conflict (account_id, name) do update set last = excluded.last;

-- known-pictures
select id from picture where account_id = $1 and id = any($2);

-- last-count
select last from counter where account_id = $1 and name = $2;

-- last-dates
select p.material_id, p.aux_prop_id, p.batch_no, p.store_id, (select l.bill_date
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
where l.account_id = $1 and l.pool_id = p.id and (l.bill_type, l.bill_id) <> ($n, …)
order by l.bill_date desc, l.seq desc limit 1) as latest
from cost_pool p where p.account_id = $1 and p.id = any($2::bigint[]);

-- last-moves
select distinct on (s.material_id, m.serial) s.material_id, m.serial, l.seq, l.bill_date, l.bill_type,
l.bill_id, l.bill_no from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id,
o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $1 and s.id = l.stock_id and s.material_id = any($2) cross
join lateral unnest(l.serials) as m (serial) where l.account_id = $1 and l.serials && $3::text[] and l.serials
<> '{}' and m.serial = any($3::text[]) order by s.material_id, m.serial, l.bill_date desc, l.seq desc;

-- later-rows
select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount, l.costed,
l.within_pool, l.serials, l.hold_id, l.hold_quantity, l.hold_serials, l.float_quantity, l.hold_float_quantity,
s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, p.material_id as pool_material_id,
p.aux_prop_id as pool_aux_prop_id, p.batch_no as pool_batch_no, p.store_id as pool_store_id, h.bill_type as
hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id
from unnest($2::bigint[], $3::date[], $4::bigint[]) as k (pool_id, bill_date, seq)
join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $1 and l.pool_id = k.pool_id and (l.bill_date, l.seq) > (k.bill_date, k.seq)
join stock s on s.account_id = $1 and s.id = l.stock_id join cost_pool p
on p.account_id = $1 and p.id = l.pool_id left join hold h
on h.account_id = $1 and h.id = l.hold_id limit $5;

-- layers-at
with upto as ( select l.pool_id, l.seq, l.bill_date, l.quantity, l.amount
from unnest($2::bigint[], $3::date[], $4::bigint[]) as k (pool_id, bill_date, seq)
join ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
on l.account_id = $1 and l.pool_id = k.pool_id and not l.within_pool and (l.bill_date, l.seq) <= (k.bill_date,
k.seq)), gone as ( select pool_id, -sum(quantity) as quantity
from upto where quantity < 0 group by pool_id), layer as (
select u.*, sum(u.quantity) over (partition by u.pool_id
order by u.bill_date, u.seq) as until from upto u where u.quantity > 0)
select layer.pool_id, layer.seq, layer.bill_date, layer.quantity, layer.amount,
greatest(coalesce(gone.quantity, 0) - (until - layer.quantity), 0) as taken
from layer left join gone on gone.pool_id = layer.pool_id
where until > coalesce(gone.quantity, 0) order by layer.pool_id, layer.bill_date, layer.seq;

-- leave-lane
update lane set ledger_seq = $2, key_seq = key_seq + $3 where account_id = $1;

-- lowest-base
select distinct on (s.id) s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date,
run.on_hand, run.bill_date, run.bill_no from unnest($2::text[], $3::text[], $4::text[], $5::text[],
$6::text[], $7::text[]) as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date) cross
join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and store_id =
k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id =
k.aux_prop_id limit 1) s cross join lateral ( select coalesce(sum(l.quantity), 0) as quantity
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
where l.account_id = $1 and l.stock_id = s.id and (l.bill_type, l.bill_id) = ($n, …)) own cross
join lateral ( select l.bill_date, l.bill_no, l.seq, s.on_hand - own.quantity - coalesce(sum(l.quantity) over
( order by l.bill_date desc, l.seq desc rows between unbounded preceding and 1 preceding), 0) as on_hand
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
where l.account_id = $1 and l.stock_id = s.id and (l.bill_date, l.seq) > ($8::date, $9::bigint) and
(l.bill_type, l.bill_id) <> ($n, …) union all select $8::date, coalesce((
select l.bill_no from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no,
o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials,
o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
where l.account_id = $1 and l.stock_id = s.id and (l.bill_date, l.seq) <= ($8::date, $9::bigint)
order by l.bill_date desc, l.seq desc limit 1), ''), $9::bigint, s.on_hand - own.quantity - coalesce((
select sum(l.quantity) from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id,
o.bill_no, o.line_id, o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity,
o.hold_serials, o.serials, o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
where l.account_id = $1 and l.stock_id = s.id and (l.bill_date, l.seq) > ($8::date, $9::bigint) and
(l.bill_type, l.bill_id) <> ($n, …)), 0)) run order by s.id, run.on_hand, run.bill_date, run.seq;

-- next-count
insert into counter (account_id, name, last) values ($1, $2, 1)
on conflict (account_id, name) do update set last = counter.last + 1 returning last;

-- pending-corrections
select b.type, b.bill_no, l.data from bill_line l join bill b
on b.account_id = $1 and b.type = l.bill_type and b.id = l.bill_id
where l.account_id = $1 and l.bill_type = any($2) and l.material_id = any($3) and b.status = 'Z' and l.data
->> 'src_bill_type_id' = 'inv_check_bill' order by b.bill_no;

-- probe-writing
select current_setting('transaction_read_only')::boolean as is_read_only, exists (select
from lane where stopped_at is not null) as is_stopped;

-- provisional-rows
select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, adjusted.amount,
l.costed, l.within_pool, l.serials, l.hold_id, l.hold_quantity, l.hold_serials, l.float_quantity,
l.hold_float_quantity, s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date,
p.material_id as pool_material_id, p.aux_prop_id as pool_aux_prop_id, p.batch_no as pool_batch_no, p.store_id
as pool_store_id, h.bill_type as hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id
from ( select r.seq, sum(a.amount) as amount from ledger a
join ledger r on r.account_id = $1 and r.seq = a.adjusts and r.reverses <> 0
where a.account_id = $1 and a.adjusts <> 0 and a.pool_id = any($2::bigint[]) group by r.seq having
sum(a.amount) <> 0) adjusted join ledger l on l.account_id = $1 and l.seq = adjusted.seq
join stock s on s.account_id = $1 and s.id = l.stock_id join cost_pool p
on p.account_id = $1 and p.id = l.pool_id left join hold h
on h.account_id = $1 and h.id = l.hold_id order by l.seq;

-- read-account
select settings, ( select (extract(epoch from min(h.expires_at)) * 1000)::bigint
from hold h where h.account_id = $1 and h.expires_at is not null and h.opened > h.consumed + h.released +
h.expired) as first_due_ms from account where id = $1;

-- read-balances
select s.id, s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, s.on_hand, s.occupied,
s.on_hand_float, s.occupied_float from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
$7::text[]) as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date) cross
join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and store_id =
k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id =
k.aux_prop_id limit 1) s;

-- read-batches
select b.material_id, b.batch_no, b.kf_date, b.valid_date
from unnest($2::text[], $3::text[]) as k (material_id, batch_no) cross
join lateral ( select * from batch where account_id = $1 and material_id = k.material_id and batch_no =
k.batch_no limit 1) b;

-- read-bills
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms, (select coalesce(jsonb_agg(jsonb_build_object( 'id', l.id,
'seq', l.seq, 'materialId', l.material_id, 'storeId', l.store_id, 'cost', coalesce(l.cost::text, ''), 'data',
l.data) order by l.seq), '[]'::jsonb) from bill_line l where l.account_id = $1 and l.bill_type = b.type and
l.bill_id = b.id) as lines from bill b where b.account_id = $1 and b.type = $2 and b.id = any($3);

-- read-bills-by-number
select b.type, b.id, b.bill_no, b.bill_date, b.status, b.head, b.creator_id, b.modifier_id, b.auditor_id,
(extract(epoch from b.created_at) * 1000)::bigint as created_ms, (extract(epoch
from b.modified_at) * 1000)::bigint as modified_ms, (extract(epoch
from b.audited_at) * 1000)::bigint as audited_ms, (select coalesce(jsonb_agg(jsonb_build_object( 'id', l.id,
'seq', l.seq, 'materialId', l.material_id, 'storeId', l.store_id, 'cost', coalesce(l.cost::text, ''), 'data',
l.data) order by l.seq), '[]'::jsonb) from bill_line l where l.account_id = $1 and l.bill_type = b.type and
l.bill_id = b.id) as lines from bill b where b.account_id = $1 and b.type = $2 and b.bill_no = any($3);

-- read-holds
select h.id, h.bill_type, h.bill_id, h.entry_id, h.bill_no, h.opened, h.consumed, h.released, h.expired,
h.opened_float, h.consumed_float, h.released_float, h.expired_float, h.serials, h.content, h.client_id,
(extract(epoch from h.opened_at) * 1000)::bigint as opened_ms, (extract(epoch
from h.expires_at) * 1000)::bigint as expires_ms, s.id as stock_id, s.material_id, s.aux_prop_id, s.store_id,
s.bin_id, s.batch_no, s.kf_date from unnest($2::text[], $3::text[], $4::text[]) as k (bill_type, bill_id,
entry_id) cross join lateral ( select * from hold where account_id = $1 and bill_type = k.bill_type and
bill_id = k.bill_id and entry_id = k.entry_id order by id desc limit 1) h
join stock s on s.account_id = $1 and s.id = h.stock_id;

-- read-masters
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.id = any($3);

-- read-masters-by-name
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.name = any($3);

-- read-masters-by-number
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.number = any($3);

-- read-masters-of-kind
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 order by m.created_at, m.id;

-- read-masters-under
select m.kind, m.id, m.number, m.name, m.parent_id, m.enabled, m.data, m.creator_id, m.modifier_id,
(extract(epoch from m.created_at) * 1000)::bigint as created_ms, (extract(epoch
from m.modified_at) * 1000)::bigint as modified_ms from master m
where m.account_id = $1 and m.kind = $2 and m.parent_id = any($3)
order by m.created_at, m.id;

-- read-masters-with-children
select distinct parent_id from master where account_id = $1 and kind = $2 and parent_id = any($3);

-- read-picture
select id, file_name, content_type, bytes, creator_id, (extract(epoch
from created_at) * 1000)::bigint as created_ms from picture
where account_id = $1 and id = $2;

-- read-pools
select p.id, p.material_id, p.aux_prop_id, p.batch_no, p.store_id, p.quantity, p.value, p.last_date, p.method,
p.stale_from, case when p.method = 'fifo' then ( select coalesce(jsonb_agg(jsonb_build_object( 'seq',
c.seq::text, 'bill_date', c.bill_date::text, 'quantity', c.quantity::text, 'amount', c.amount::text, 'taken',
c.taken::text) order by c.bill_date, c.seq), '[]') from cost_layer c
where c.account_id = $1 and c.pool_id = p.id) else '[]' end as layers
from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as k (material_id, aux_prop_id, batch_no,
store_id) cross join lateral ( select * from cost_pool where account_id = $1 and material_id = k.material_id
and store_id = k.store_id and batch_no = k.batch_no and aux_prop_id = k.aux_prop_id limit 1) p;

-- read-serials
select sn.material_id as sn_material_id, sn.serial, sn.remark, sn.hold_id, s.id as stock_id, s.material_id,
s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date
from unnest($2::text[], $3::text[]) as k (material_id, serial) cross
join lateral ( select * from serial where account_id = $1 and material_id = k.material_id and serial =
k.serial limit 1) sn left join stock s on s.account_id = $1 and s.id = sn.stock_id;

-- read-users
select id, number, name, is_admin, (extract(epoch from created_at) * 1000)::bigint as created_ms
from app_user where account_id = $1 and id = any($2);

-- replace-bill-lines
delete from bill_line where account_id = $1 and bill_type = $2 and bill_id = $3 and not (id = any($4));

-- save-bill
insert into bill (account_id, type, id, bill_no, bill_date, status, head, created_at, creator_id, modified_at,
modifier_id, audited_at, auditor_id) values ($n, …) on conflict (account_id, type, id) do update set bill_no =
excluded.bill_no, bill_date = excluded.bill_date, status = excluded.status, head = excluded.head, modified_at
= excluded.modified_at, modifier_id = excluded.modifier_id, audited_at = excluded.audited_at, auditor_id =
excluded.auditor_id;

-- save-bill-lines
insert into bill_line (account_id, bill_type, bill_id, id, seq, material_id, store_id, cost, data)
select $1, $2, $3, v.id, v.seq, v.material_id, v.store_id, v.cost, v.data::jsonb
from unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::numeric[], $9::text[]) as v (id, seq,
material_id, store_id, cost, data) on conflict (account_id, bill_type, bill_id, id) do update set seq =
excluded.seq, material_id = excluded.material_id, store_id = excluded.store_id, cost = excluded.cost, data =
excluded.data;

-- save-line-costs
update bill_line set cost = v.cost from unnest($2::text[], $3::text[], $4::text[], $5::numeric[]) as v
(bill_type, bill_id, line_id, cost) where bill_line.account_id = $1 and bill_line.bill_type = v.bill_type and
bill_line.bill_id = v.bill_id and bill_line.id = v.line_id;

-- save-master
insert into master (account_id, kind, id, number, name, parent_id, enabled, data, created_at, creator_id,
modified_at, modifier_id) values ($n, …) on conflict (account_id, kind, id) do update set number =
excluded.number, name = excluded.name, parent_id = excluded.parent_id, enabled = excluded.enabled, data =
excluded.data, modified_at = excluded.modified_at, modifier_id = excluded.modifier_id;

-- save-picture
insert into picture (account_id, id, file_name, content_type, bytes, created_at, creator_id)
values ($n, …);

-- save-replies
insert into reply (account_id, key, request_hash, status, body, created_at)
select $1, given.*, to_timestamp($6::bigint / 1000.0) from unnest($2::text[], $3::text[], $4::int[],
$5::text[]) given;

-- serials-at
select sn.serial, sn.remark from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
$7::text[]) with ordinality as k (material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date, place) cross
join lateral ( select * from stock where account_id = $1 and material_id = k.material_id and store_id =
k.store_id and bin_id = k.bin_id and batch_no = k.batch_no and kf_date = k.kf_date and aux_prop_id =
k.aux_prop_id limit 1) s join serial sn on sn.account_id = $1 and sn.stock_id = s.id
order by sn.serial collate "C";

-- stale-pools
select p.material_id, p.aux_prop_id, p.batch_no, p.store_id, p.stale_from
from cost_pool p where p.account_id = $1 and p.stale_from <> ''
order by p.id;

-- standing-rows
select l.seq, l.bill_type, l.bill_id, l.bill_no, l.line_id, l.bill_date, l.quantity, l.amount, l.costed,
l.within_pool, l.serials, l.hold_id, l.hold_quantity, l.hold_serials, l.float_quantity, l.hold_float_quantity,
s.material_id, s.aux_prop_id, s.store_id, s.bin_id, s.batch_no, s.kf_date, p.material_id as pool_material_id,
p.aux_prop_id as pool_aux_prop_id, p.batch_no as pool_batch_no, p.store_id as pool_store_id, h.bill_type as
hold_bill_type, h.bill_id as hold_bill_id, h.entry_id as hold_entry_id
from ( select o.account_id, o.seq, o.stock_id, o.pool_id, o.bill_type, o.bill_id, o.bill_no, o.line_id,
o.bill_date, o.quantity, o.costed, o.within_pool, o.hold_id, o.hold_quantity, o.hold_serials, o.serials,
o.created_at, o.float_quantity, o.hold_float_quantity, o.amount + coalesce((
select sum(a.amount) from ledger a where a.account_id = $1 and a.adjusts = o.seq and a.adjusts <> 0), 0) as
amount from ledger o where o.account_id = $1 and o.reverses = 0 and o.adjusts = 0 and not exists (
select 1 from ledger r where r.account_id = $1 and r.reverses = o.seq and r.reverses <> 0)) l
join stock s on s.account_id = $1 and s.id = l.stock_id join cost_pool p
on p.account_id = $1 and p.id = l.pool_id left join hold h
on h.account_id = $1 and h.id = l.hold_id where l.account_id = $1 and l.bill_type = $2 and l.bill_id = $3
order by l.seq;

-- stopped-accounts
select account_id from lane where stopped_at is not null;

-- take-lane
select ledger_seq, master_seq, stopped_at is not null as is_stopped
from lane where account_id = $1 for update;

-- token-keys
select id, private_key, public_key from token_key order by created_at, id;

-- write-balances
insert into stock (account_id, id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date, on_hand,
occupied, on_hand_float, occupied_float) select $1, * from unnest($2::bigint[], $3::text[], $4::text[],
$5::text[], $6::text[], $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[])
on conflict (account_id, id) do update set on_hand = excluded.on_hand, occupied = excluded.occupied,
on_hand_float = excluded.on_hand_float, occupied_float = excluded.occupied_float;

-- write-batches
insert into batch (account_id, material_id, batch_no, kf_date, valid_date)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])
on conflict (account_id, material_id, batch_no) do nothing;

-- write-hold-events
insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id, client_id, reason,
float_quantity) select $1, * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::numeric[], $6::text[],
$7::text[], $8::text[], $9::text[], $10::numeric[]);

-- write-holds
insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed, released,
expired, serials, content, client_id, opened_at, expires_at, opened_float, consumed_float, released_float,
expired_float) select $1, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed, released,
expired, array(select jsonb_array_elements_text(serials::jsonb)), content, client_id, to_timestamp(opened_ms /
1000.0), to_timestamp(nullif(expires_ms, 0) / 1000.0), opened_float, consumed_float, released_float,
expired_float from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
$8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::text[],
$15::bigint[], $16::bigint[], $17::numeric[], $18::numeric[], $19::numeric[], $20::numeric[]) as v (id,
bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed, released, expired, serials, content,
client_id, opened_ms, expires_ms, opened_float, consumed_float, released_float, expired_float)
on conflict (account_id, id) do update set consumed = excluded.consumed, released = excluded.released, expired
= excluded.expired, serials = excluded.serials, consumed_float = excluded.consumed_float, released_float =
excluded.released_float, expired_float = excluded.expired_float;

-- write-layers
insert into cost_layer (account_id, pool_id, seq, bill_date, quantity, amount, taken)
select $1, * from unnest($2::bigint[], $3::bigint[], $4::date[], $5::numeric[], $6::numeric[], $7::numeric[])
on conflict (account_id, pool_id, seq) do update set amount = excluded.amount, taken = excluded.taken;

-- write-ledger
insert into ledger (account_id, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id, bill_date,
quantity, amount, costed, reverses, hold_id, hold_quantity, hold_serials, serials, adjusts, cause,
within_pool, float_quantity, hold_float_quantity) select $1, seq, stock_id, pool_id, bill_type, bill_id,
bill_no, line_id, bill_date, quantity, amount, costed, reverses, hold_id, hold_quantity, array(select
jsonb_array_elements_text(hold_serials::jsonb)), array(select jsonb_array_elements_text(serials::jsonb)),
adjusts, cause, within_pool, float_quantity, hold_float_quantity
from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
$9::date[], $10::numeric[], $11::numeric[], $12::boolean[], $13::bigint[], $14::bigint[], $15::numeric[],
$16::text[], $17::text[], $18::bigint[], $19::text[], $20::boolean[], $21::numeric[], $22::numeric[]) as v
(seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id, bill_date, quantity, amount, costed, reverses,
hold_id, hold_quantity, hold_serials, serials, adjusts, cause, within_pool, float_quantity,
hold_float_quantity);

-- write-pools
insert into cost_pool (account_id, id, material_id, aux_prop_id, batch_no, store_id, quantity, value,
last_date, method, stale_from) select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[],
$6::text[], $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[])
on conflict (account_id, id) do update set quantity = excluded.quantity, value = excluded.value, last_date =
excluded.last_date, stale_from = excluded.stale_from;

-- write-serials
insert into serial (account_id, material_id, serial, remark, stock_id, hold_id)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
on conflict (account_id, material_id, serial) do update set remark = excluded.remark, stock_id =
excluded.stock_id, hold_id = excluded.hold_id;
