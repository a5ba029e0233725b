-- Stock of one account for the integration tests of the reports. {account} and {factor} are
-- filled in: the same ids in every account, and {factor} times as much.
insert into account (id, name) values ('{account}', '{account}');

insert into master (account_id, kind, id, number, name, parent_id, enabled, data,
                    created_at, creator_id, modified_at, modifier_id)
select '{account}', kind, id, number, name || case when {factor} > 1 then '乙' else '' end,
       parent_id, enabled, data::jsonb, '2026-09-01 00:00Z', 'u', '2026-09-01 00:00Z', 'u'
from (values
  ('measure_unit', 'u1', '个', '个', '', true, '{"precision": "2"}'),
  ('measure_unit', 'u2', '箱', '箱', '', true, '{"precision": "2"}'),
  ('measure_unit', 'u3', '托', '托', '', true, '{"precision": "2"}'),
  ('material', 'm1', 'SP1', '螺丝', 'mg1', true,
   '{"base_unit_id": "u1", "is_multi_unit": true, "fix_unit_id1": "u2", "coefficient1": "9",
     "fix_unit_id2": "u3", "coefficient2": "40", "conversion_unit_id2": "u2", "model": "M6"}'),
  ('material', 'm2', 'SP2', '牛奶', '', true,
   '{"base_unit_id": "u1", "kf_period": "30", "kf_period_type": "1"}'),
  ('material', 'm3', 'SP3', '短袖', '', true,
   '{"base_unit_id": "u1", "aux_entity": [{"sku_id": "x1", "sku_number": "RED-L",
     "aux_combination_name": "红/L", "aux_id1": "v1", "aux_number1": "RED", "aux_name1": "红"}]}'),
  ('material', 'm4', 'SP4', '面粉', '', true,
   '{"base_unit_id": "u1", "kf_period": 6, "kf_period_type": "2"}'),
  ('store', 'w1', 'CK1', '一号仓', '', true, '{"is_allow_freight": true}'),
  ('store', 'w2', 'CK2', '二号仓', 'g1', true, '{}'),
  ('store', 'w3', 'CK3', '三号仓', '', true, '{}'),
  ('store', 'w4', 'CK4', '停用仓', '', false, '{}'),
  ('space', 'p1', 'A-01', '一排', 'w1', true, '{"stock_id": "w1"}'),
  ('aux_info', 't1', 'LX1', '赠品入库', '', true, '{}')
) as v (kind, id, number, name, parent_id, enabled, data);

insert into bill (account_id, type, id, bill_no, bill_date, status, head,
                  created_at, creator_id, modified_at, modifier_id)
select '{account}', type, id, 'NO-' || id, '2026-09-01', status, head::jsonb,
       '2026-09-01 00:00Z', 'u', '2026-09-01 00:00Z', 'u'
from (values
  ('inv_other_in', 'b1', 'C', '{"dept_id": "d1", "trans_type_id": "t1"}'),
  ('inv_other_in', 'b2', 'C', '{"dept_id": "d2"}'),
  ('inv_other_out', 'b3', 'C', '{"dept_id": "d1"}'),
  ('inv_other_out', 'b4', 'C', '{"dept_id": "d2"}'),
  ('inv_other_in', 'b5', 'Z', '{"dept_id": "d2"}')
) as v (type, id, status, head);

insert into stock (account_id, id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date,
                   on_hand, occupied)
select '{account}', id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date,
       on_hand * {factor}, occupied * {factor}
from (values
  (1, 'm1', '', 'w1', 'p1', '', '', 20.5, 3),
  (2, 'm1', '', 'w2', '', '', '', 0, 0),
  (3, 'm2', '', 'w2', '', 'B1', '2026-08-01', 5, 0),
  (4, 'm2', '', 'w2', '', 'B2', '2026-09-01', 7, 2),
  (5, 'm2', '', 'w2', '', 'B0', '2026-07-01', 0, 0),
  (6, 'm3', 'x1', 'w2', '', '', '', 4, 0),
  (7, 'm4', '', 'w2', '', '', '2026-03-09', 8, 0)
) as v (id, material_id, aux_prop_id, store_id, bin_id, batch_no, kf_date, on_hand, occupied);

insert into batch (account_id, material_id, batch_no, kf_date, valid_date) values
  ('{account}', 'm2', 'B0', '2026-07-01', '2026-07-20'),
  ('{account}', 'm2', 'B1', '2026-08-01', '2026-08-31'),
  ('{account}', 'm2', 'B2', '2026-09-01', '2026-10-01');

insert into cost_pool (account_id, id, material_id, aux_prop_id, batch_no, store_id,
                       quantity, value, last_date)
select '{account}', s.id, s.material_id, '', '', s.id::text, 0, 0, ''
from stock s where s.account_id = '{account}';

-- 3 was taken back by 4. 5 was booked before 6 and is dated after it. One minute lies between two.
insert into ledger (account_id, seq, stock_id, pool_id, bill_type, bill_id, bill_no, line_id,
                    bill_date, quantity, amount, costed, reverses, hold_serials, serials,
                    created_at)
select '{account}', seq, stock_id, stock_id, bill_type, bill_id, 'NO-' || bill_id, seq::text,
       bill_date::date, quantity * {factor}, amount * {factor}, false, reverses, '{}',
       case seq when 11 then array['S1', 'S2'] else '{}' end,
       timestamptz '2026-09-01 00:00Z' + seq * interval '1 minute'
from (values
  (1, 1, 'inv_other_in', 'b1', '2026-09-01', 30, 300, 0),
  (2, 2, 'inv_other_in', 'b2', '2026-09-02', 9, 100, 0),
  (3, 1, 'inv_other_in', 'b5', '2026-09-02', 100, 999, 0),
  (4, 1, 'inv_other_in', 'b5', '2026-09-02', -100, -999, 3),
  (5, 2, 'inv_other_out', 'b4', '2026-09-05', -9, -100, 0),
  (6, 1, 'inv_other_out', 'b3', '2026-09-03', -9.5, -95, 0),
  (7, 3, 'inv_other_in', 'b1', '2026-08-01', 5, 50, 0),
  (8, 4, 'inv_other_in', 'b1', '2026-09-01', 7, 70, 0),
  (9, 5, 'inv_other_in', 'b1', '2026-07-01', 3, 30, 0),
  (10, 5, 'inv_other_out', 'b3', '2026-08-05', -3, -30, 0),
  (11, 6, 'inv_other_in', 'b1', '2026-09-01', 4, 40, 0),
  (12, 7, 'inv_other_in', 'b1', '2026-03-09', 8, 0, 0)
) as v (seq, stock_id, bill_type, bill_id, bill_date, quantity, amount, reverses);

insert into bill_line (account_id, bill_type, bill_id, id, seq, material_id, store_id, data)
select '{account}', l.bill_type, l.bill_id, l.line_id, l.seq, s.material_id, s.store_id,
       coalesce(v.data::jsonb, '{}')
from ledger l
join stock s on s.account_id = '{account}' and s.id = l.stock_id
left join (values
  (1, '{"qty": "30", "unit_id": "u1"}'),
  (2, '{"qty": "1", "unit_id": "u2", "aux_qty": "2.5"}'),
  (5, '{"qty": "1", "unit_id": "u2"}'),
  (6, '{"qty": "9.5", "unit_id": "u1"}'),
  (8, '{"qty": "7", "unit_id": "u1", "kf_period": "30", "kf_type": "1",
        "valid_date": "2026-10-01"}')
) as v (seq, data) on v.seq = l.seq
where l.account_id = '{account}' and l.reverses = 0;

insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened, consumed,
                  released, expired, serials, content, client_id, opened_at)
values ('{account}', 1, 'isv_bill', 'h', '1', '', 1, 3, 0, 0, 0, '{}', '', '', '2026-09-01 01:00Z');
insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id, created_at)
values ('{account}', 1, 1, 'opened', 3, 'isv_bill', 'h', '2026-09-01 01:00Z');
