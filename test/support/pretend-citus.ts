/**
 * The functions of `citus` that `migrate` calls, with the checks that the real ones make on a
 * table's keys, foreign keys and triggers; what was called stands in `pg_dist_partition`.
 */
export const PRETEND_CITUS = [
  `create table pg_dist_partition (
     seq int generated always as identity, logicalrelid regclass primary key,
     partmethod "char" not null, beside text not null)`,
  `create function create_reference_table(relation regclass) returns void language plpgsql as $$
   begin
     if exists (
       select from pg_constraint f where f.contype = 'f' and f.conrelid = relation
         and f.confrelid not in (select logicalrelid from pg_dist_partition)) then
       raise exception '% references a table that is not in every place', relation;
     end if;
     insert into pg_dist_partition (logicalrelid, partmethod, beside)
     values (relation, 'n', '');
   end $$`,
  `create function create_distributed_table(
     relation regclass, distribution_column text, colocate_with text) returns void
   language plpgsql as $$
   declare
     spread smallint := (
       select attnum from pg_attribute where attrelid = relation and attname = distribution_column);
   begin
     if exists (select from pg_index i where i.indrelid = relation and i.indisunique
                and not spread = any(i.indkey::smallint[])) then
       raise exception '% has a unique key without %', relation, distribution_column;
     end if;
     if exists (select from pg_trigger t where t.tgrelid = relation and not t.tgisinternal) then
       raise exception '% has a trigger', relation;
     end if;
     if exists (
       select from pg_constraint f left join pg_dist_partition p on p.logicalrelid = f.confrelid
       where f.contype = 'f' and f.conrelid = relation
         and p.partmethod is distinct from 'n'
         and (p.partmethod is null or f.conkey[1] <> spread or (
           select attname from pg_attribute
           where attrelid = f.confrelid and attnum = f.confkey[1]) <> distribution_column)) then
       raise exception '% references another place', relation;
     end if;
     if colocate_with <> 'none' and not exists (
       select from pg_dist_partition where logicalrelid = colocate_with::regclass) then
       raise exception '% is nowhere yet', colocate_with;
     end if;
     insert into pg_dist_partition (logicalrelid, partmethod, beside)
     values (relation, 'h', colocate_with);
   end $$`,
];
