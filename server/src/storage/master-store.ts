/**
 * Master data of all kinds in one table; rules read them through `application/material-facts.ts`.
 */
import type { MasterRecord, UnitOfWork } from "../application/ports.ts";
import type { Connection } from "./database.ts";
import type { KnownMasters } from "./master-cache.ts";
import { createReads } from "./reads.ts";
import { MASTER_COLUMNS, masterRecordOf } from "./records.ts";

type Masters = Pick<
  UnitOfWork,
  | "masters"
  | "mastersByNumber"
  | "mastersByName"
  | "mastersUnder"
  | "mastersOfKind"
  | "findDuplicate"
  | "saveMaster"
  | "deleteMaster"
  | "findReference"
  | "nextCount"
  | "lastCount"
  | "keepCount"
>;

/**
 * `cached` is what earlier transactions read; absent, everything is read anew. What this one
 * changes it alone sees, until it has committed.
 */
export function masterStore(
  connection: Connection,
  accountId: string,
  cached?: KnownMasters,
): Masters {
  /** By kind: id → record, or undefined for one that does not exist. */
  const known = new Map<string, Map<string, MasterRecord | undefined>>();
  /** Kinds that were read whole; what is changed is read again. */
  const whole = new Map<string, readonly MasterRecord[]>();
  const reads = createReads();
  const ofKind = (kind: string) => {
    const records = known.get(kind) ?? new Map<string, MasterRecord | undefined>();
    known.set(kind, records);
    return records;
  };
  const query = async (name: string, text: string, values: unknown[]) =>
    (await connection.query({ name, text, values: [accountId, ...values] })).rows;

  return {
    async masters(kind, ids) {
      const records = ofKind(kind);
      const missing: string[] = [];
      for (const id of new Set(ids)) {
        if (records.has(id)) continue;
        const record = cached?.get(kind, id);
        if (record === undefined) missing.push(id);
        else records.set(id, record);
      }
      if (missing.length > 0) {
        const text = `select ${MASTER_COLUMNS} from master m
                      where m.account_id = $1 and m.kind = $2 and m.id = any($3)`;
        for (const id of missing) records.set(id, undefined);
        await reads.add(async () => {
          for (const row of await query("read-masters", text, [kind, missing])) {
            const record = masterRecordOf(row);
            records.set(row.id, record);
            cached?.put(record);
          }
        });
      }
      await reads.settled();
      return present(records, ids);
    },
    async mastersOfKind(kind) {
      const text = `select ${MASTER_COLUMNS} from master m
                    where m.account_id = $1 and m.kind = $2 order by m.created_at, m.id`;
      const records =
        whole.get(kind) ?? (await query("read-masters-of-kind", text, [kind])).map(masterRecordOf);
      whole.set(kind, records);
      return records;
    },
    async saveMaster(record) {
      await query("save-master", SAVE_MASTER, [
        record.kind,
        record.id,
        record.number,
        record.name,
        record.parentId,
        record.enabled,
        JSON.stringify(record.data),
        new Date(record.createdAt),
        record.creatorId,
        new Date(record.modifiedAt),
        record.modifierId,
      ]);
      await query("count-master-change", COUNT_CHANGE, []);
      ofKind(record.kind).set(record.id, record);
      whole.delete(record.kind);
    },
    async deleteMaster(kind, id) {
      const text = "delete from master where account_id = $1 and kind = $2 and id = $3";
      await query("delete-master", text, [kind, id]);
      await query("count-master-change", COUNT_CHANGE, []);
      ofKind(kind).set(id, undefined);
      whole.delete(kind);
    },
    async findReference(kind, id, fields) {
      const [row] = await query("find-reference", FIND_REFERENCE, [
        id,
        kind,
        ...pathsOf(fields.bills),
        ...pathsOf(fields.masters),
      ]);
      return row?.title;
    },
    ...finders(query),
    ...counters(query),
  };
}

type Query = (name: string, text: string, values: unknown[]) => Promise<Record<string, string>[]>;

function finders(
  query: Query,
): Pick<Masters, "mastersByNumber" | "mastersByName" | "mastersUnder" | "findDuplicate"> {
  return {
    async mastersByNumber(kind, numbers) {
      if (numbers.length === 0) return new Map();
      const text = `select ${MASTER_COLUMNS} from master m
                    where m.account_id = $1 and m.kind = $2 and m.number = any($3)`;
      const rows = await query("read-masters-by-number", text, [kind, [...new Set(numbers)]]);
      return new Map(rows.map((row) => [row.number ?? "", masterRecordOf(row as never)]));
    },
    mastersByName: (kind, names) => byName(query, kind, names),
    async mastersUnder(kind, parentIds) {
      const text = `select ${MASTER_COLUMNS} from master m
                    where m.account_id = $1 and m.kind = $2 and m.parent_id = any($3)
                    order by m.created_at, m.id`;
      const rows = await query("read-masters-under", text, [kind, parentIds]);
      return rows.map((row) => masterRecordOf(row as never));
    },
    async findDuplicate(record, field) {
      const value = field === "name" ? record.name : record.number;
      const text = `select id from master
                    where account_id = $1 and kind = $2 and ${field} = $3 and id <> $4 limit 1`;
      const rows = await query(`find-duplicate-${field}`, text, [record.kind, value, record.id]);
      return rows[0]?.id;
    },
  };
}

async function byName(query: Query, kind: string, names: readonly string[]) {
  const found = new Map<string, MasterRecord[]>();
  if (names.length === 0) return found;
  const text = `select ${MASTER_COLUMNS} from master m
                where m.account_id = $1 and m.kind = $2 and m.name = any($3)`;
  for (const row of await query("read-masters-by-name", text, [kind, [...new Set(names)]])) {
    const record = masterRecordOf(row as never);
    found.set(record.name, [...(found.get(record.name) ?? []), record]);
  }
  return found;
}

function counters(query: Query): Pick<Masters, "nextCount" | "lastCount" | "keepCount"> {
  return {
    async nextCount(name) {
      const [row] = await query("next-count", NEXT_COUNT, [name]);
      return Number(row?.last);
    },
    async lastCount(name) {
      const text = "select last from counter where account_id = $1 and name = $2";
      const [row] = await query("last-count", text, [name]);
      return Number(row?.last ?? 0);
    },
    async keepCount(name, last) {
      const text = `insert into counter (account_id, name, last) values ($1, $2, $3)
                    on conflict (account_id, name) do update set last = excluded.last`;
      await query("keep-count", text, [name, last]);
    },
  };
}

const COUNT_CHANGE = "update lane set master_seq = master_seq + 1 where account_id = $1";

function present(records: Map<string, MasterRecord | undefined>, ids: readonly string[]) {
  const found = new Map<string, MasterRecord>();
  for (const id of ids) {
    const record = records.get(id);
    if (record !== undefined) found.set(id, record);
  }
  return found;
}

const SAVE_MASTER = `
  insert into master (account_id, kind, id, number, name, parent_id, enabled, data,
                      created_at, creator_id, modified_at, modifier_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (account_id, kind, id) do update
    set number = excluded.number, name = excluded.name,
        parent_id = excluded.parent_id, enabled = excluded.enabled, data = excluded.data,
        modified_at = excluded.modified_at, modifier_id = excluded.modifier_id`;

const NEXT_COUNT = `
  insert into counter (account_id, name, last) values ($1, $2, 1)
  on conflict (account_id, name) do update set last = counter.last + 1
  returning last`;

/** By name: a path to any of its fields, at any depth, with the id that is looked for. */
function pathsOf(fields: ReadonlyMap<string, readonly string[]>): [string[], string[]] {
  const paths = [...fields.values()].map((names) => {
    const conditions = names.map((name) => `@."${name}" == $id`);
    return `$.** ? (${conditions.join(" || ")})`;
  });
  return [[...fields.keys()], paths];
}

/** Whatever names the record: stock, bills with their rows, other masters. */
const FIND_REFERENCE = `
  with wanted as (select jsonb_build_object('id', $2::text) as vars)
  select '即时库存 / stock' as title from stock s
  where s.account_id = $1 and $2 = case $3::text
    when 'material' then s.material_id when 'store' then s.store_id when 'space' then s.bin_id end
  union all
  select b.bill_no from wanted, unnest($4::text[], $5::text[]) as f (type, path)
  join bill b on b.account_id = $1 and b.type = f.type
  where jsonb_path_exists(b.head, f.path::jsonpath, wanted.vars)
    or exists (
      select 1 from bill_line l
      where l.account_id = $1 and l.bill_type = b.type and l.bill_id = b.id
        and jsonb_path_exists(l.data, f.path::jsonpath, wanted.vars))
  union all
  select m.name from wanted, unnest($6::text[], $7::text[]) as f (kind, path)
  join master m on m.account_id = $1 and m.kind = f.kind
  where not (m.kind = $3 and m.id = $2)
    and jsonb_path_exists(m.data, f.path::jsonpath, wanted.vars)
  limit 1`;
