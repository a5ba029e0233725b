/**
 * Growth beyond one machine: where the database has the `citus` extension, an account's tables are
 * spread by account, all rows of an account in one place, and the tables of no account are copied
 * to every place. Without the extension nothing happens. Every table is in exactly one class; a new
 * one without a class stops the migration.
 */
import { type Kysely, sql } from "kysely";

/** Spread by `account_id`. */
export const ACCOUNT_TABLES = [
  "app_user",
  "batch",
  "bill",
  "bill_line",
  "cost_layer",
  "cost_pool",
  "counter",
  "hold",
  "hold_event",
  "lane",
  "ledger",
  "master",
  "picture",
  "recosting",
  "reply",
  "serial",
  "stock",
] as const;

/** The same in every place. */
export const REFERENCE_TABLES = ["account", "authorization_grant", "client", "token_key"] as const;

/** Of the migrations themselves, where they run. */
export const LOCAL_TABLES = ["schema_migration", "schema_migration_lock"] as const;

/** Whose places the others share. */
const FIRST = "lane";

export interface TableFacts {
  readonly name: string;
  /** Tables that its foreign keys point to. */
  readonly references: readonly string[];
}

export interface Distribution {
  readonly table: string;
  readonly command: string;
}

/**
 * The commands in the order in which they are possible: what a foreign key points to before what
 * has it.
 * @throws Error for a table in no class, and for a class with a table that does not exist
 */
export function distributionOf(tables: readonly TableFacts[]): Distribution[] {
  const existing = new Set(tables.map(({ name }) => name));
  const reference = new Set<string>(REFERENCE_TABLES);
  const spread = new Set<string>([FIRST, ...ACCOUNT_TABLES]);
  const classes = [...reference, ...spread, ...LOCAL_TABLES];
  const wrong = [
    ...[...existing].filter((name) => !classes.includes(name)),
    ...classes.filter((name) => !existing.has(name)),
  ];
  if (wrong.length > 0) throw new Error(`not in one class of distribution: ${wrong.join(", ")}`);
  const ordered = [...parentsFirst(tables, reference), ...parentsFirst(tables, spread)];
  return ordered.map((table) => ({ table, command: commandOf(table, reference.has(table)) }));
}

function commandOf(table: string, isReference: boolean): string {
  if (isReference) return `select create_reference_table('${table}')`;
  const place = table === FIRST ? "none" : FIRST;
  return `select create_distributed_table('${table}', 'account_id', colocate_with => '${place}')`;
}

/** The wanted tables, each behind those that it references. */
function parentsFirst(tables: readonly TableFacts[], wanted: ReadonlySet<string>): string[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<string>();
  const add = (name: string) => {
    if (ordered.has(name) || !wanted.has(name)) return;
    for (const parent of byName.get(name)?.references ?? []) if (parent !== name) add(parent);
    ordered.add(name);
  };
  for (const name of wanted) add(name);
  return [...ordered];
}

/** Any number that nobody else locks. */
const LOCK = "4017202611";

/**
 * Distributes what is not distributed yet, and returns those tables; none without the extension.
 * Each table is a transaction of its own, so what was interrupted goes on where it was; a second
 * server that comes at the same time waits and finds nothing left.
 */
export async function distribute(db: Kysely<unknown>): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    const run = async <Row>(text: string) => (await sql.raw<Row>(text).execute(connection)).rows;
    const [found] = await run<{ here: boolean }>(HAS_CITUS);
    if (found?.here !== true) return [];
    // To move what is there already may take the other server long.
    await run("set lock_timeout = 0");
    await run(`select pg_advisory_lock(${LOCK})`);
    try {
      const plan = distributionOf(await run<TableFacts>(TABLES));
      const done = new Set((await run<{ name: string }>(DISTRIBUTED)).map(({ name }) => name));
      const left = plan.filter(({ table }) => !done.has(table));
      for (const { command } of left) await run(command);
      return left.map(({ table }) => table);
    } finally {
      await run(`select pg_advisory_unlock(${LOCK})`);
      await run("reset lock_timeout");
    }
  });
}

/** The function is found where the extension is in use in this database, not only installed. */
const HAS_CITUS = "select to_regproc('create_distributed_table') is not null as here";

const DISTRIBUTED = `
  select c.relname as name from pg_dist_partition p join pg_class c on c.oid = p.logicalrelid`;

/** Tables of this schema with those that their foreign keys point to. */
export const TABLES = `
  select c.relname as name,
         array(select distinct p.relname::text from pg_constraint f
               join pg_class p on p.oid = f.confrelid
               where f.contype = 'f' and f.conrelid = c.oid order by 1) as references
  from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not c.relispartition and c.relname not like 'pg\\_dist\\_%'
  order by 1`;
