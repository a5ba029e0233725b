/**
 * What rows of audited bills take of the rows that they name as their sources, beside what those
 * rows keep of it (`application/source-links.ts`); $1 is the account. A bill that only a hold knows
 * keeps nothing (D16).
 */
import { drawings } from "../application/source-links.ts";

const TYPES = drawings
  .map(({ type, entity, source }) => `('${type}', '${entity}', '${source}')`)
  .join(", ");

export const DRAWS = `
  with drawing (type, entity, source) as (values ${TYPES}),
  taken as (
    select d.source, l.data ->> 'src_inter_id' as bill_id, l.data ->> 'src_entry_id' as id,
           string_agg(concat_ws(' ', b.bill_no, l.id, l.data ->> 'base_qty'), '; ' order by l.id)
             as rows
    from bill_line l
    join bill b on b.account_id = $1 and b.type = l.bill_type and b.id = l.bill_id
      and b.status = 'C'
    join drawing d on d.type = l.bill_type and d.entity = l.data ->> 'src_bill_type_id'
    join bill s on s.account_id = $1 and s.type = d.source and s.id = l.data ->> 'src_inter_id'
    where l.account_id = $1
    group by 1, 2, 3),
  kept as (
    select l.bill_type as source, l.bill_id, l.id,
           string_agg(concat_ws(' ', f ->> 'bill_no', f ->> 'entry_id', f ->> 'base_qty'), '; '
             order by f ->> 'entry_id') as rows
    from bill_line l
    cross join lateral jsonb_array_elements(coalesce(l.data -> 'followers', '[]')) f
    where l.account_id = $1 and l.bill_type in (select source from drawing)
    group by 1, 2, 3)
  select coalesce(t.source, k.source) as type, coalesce(t.id, k.id) as id,
         coalesce(b.bill_no, '') as bill, coalesce(t.rows, '') as expected,
         coalesce(k.rows, '') as actual
  from taken t full join kept k
    on k.source = t.source and k.bill_id = t.bill_id and k.id = t.id
  left join bill b on b.account_id = $1 and b.type = coalesce(t.source, k.source)
    and b.id = coalesce(t.bill_id, k.bill_id)
  order by 1, 2`;
