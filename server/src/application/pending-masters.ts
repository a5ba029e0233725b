/**
 * A unit of work in which masters are saved for the time being: later rows of a file see earlier
 * ones, and nothing is written before all of them are right. What the rows will ask for is read at
 * once.
 */
import { MATERIAL_DEFAULTS } from "./master-extras.ts";
import type { MasterRecord, UnitOfWork } from "./ports.ts";

export interface PendingMasters {
  /** To be given to the verbs. */
  readonly unit: UnitOfWork;
  /** Reads what is named so, together. */
  prime(
    kind: string,
    wanted: { ids?: string[]; numbers?: string[]; names?: string[] },
  ): Promise<void>;
  byName(kind: string, name: string): Promise<readonly MasterRecord[]>;
  /** Writes what was saved and differs; the ids of what was new and of what changed. */
  write(): Promise<{ created: string[]; changed: string[]; unchanged: string[] }>;
}

const keyOf = (kind: string, text: string) => `${kind} ${text}`;

/** What was saved for the time being, and what the tables have. */
function createLookups(unit: UnitOfWork) {
  const saved = new Map<string, MasterRecord>();
  const savedByNumber = new Map<string, MasterRecord>();
  const savedByName = new Map<string, Set<string>>();
  const numbers = new Map<string, MasterRecord | undefined>();
  const names = new Map<string, readonly MasterRecord[]>();
  const latest = (record: MasterRecord) => saved.get(keyOf(record.kind, record.id)) ?? record;
  async function readNames(kind: string, wanted: readonly string[]) {
    const found = await unit.mastersByName(kind, wanted);
    for (const name of wanted) names.set(keyOf(kind, name), found.get(name) ?? []);
  }
  return {
    saved,
    save(record: MasterRecord) {
      const { kind, id, number, name } = record;
      saved.set(keyOf(kind, id), record);
      savedByNumber.set(keyOf(kind, number), record);
      const named = savedByName.get(keyOf(kind, name)) ?? new Set<string>();
      savedByName.set(keyOf(kind, name), named.add(id));
    },
    readNames,
    async byNumber(kind: string, wanted: readonly string[]) {
      const missing = wanted.filter((number) => !numbers.has(keyOf(kind, number)));
      if (missing.length > 0) {
        const found = await unit.mastersByNumber(kind, missing);
        for (const number of missing) numbers.set(keyOf(kind, number), found.get(number));
      }
      const result = new Map<string, MasterRecord>();
      for (const number of wanted) {
        const stored = numbers.get(keyOf(kind, number));
        const record = savedByNumber.get(keyOf(kind, number)) ?? stored;
        const now = record && latest(record);
        if (now?.number === number) result.set(number, now);
      }
      return result;
    },
    async byName(kind: string, name: string): Promise<readonly MasterRecord[]> {
      if (!names.has(keyOf(kind, name))) await readNames(kind, [name]);
      const found = new Map<string, MasterRecord>();
      for (const record of names.get(keyOf(kind, name)) ?? []) found.set(record.id, latest(record));
      for (const id of savedByName.get(keyOf(kind, name)) ?? []) {
        found.set(id, saved.get(keyOf(kind, id)) as MasterRecord);
      }
      return [...found.values()].filter((record) => record.name === name);
    },
  };
}

type Lookups = ReturnType<typeof createLookups>;

export function pendingMasters(unit: UnitOfWork): PendingMasters {
  const lookups = createLookups(unit);
  const { saved } = lookups;
  const before = new Map<string, MasterRecord | undefined>();
  const counts = new Map<string, number>();
  const inner = Object.assign(Object.create(unit) as UnitOfWork, {
    ...readsOf(unit, lookups),
    async saveMaster(record: MasterRecord) {
      const { kind, id } = record;
      const key = keyOf(kind, id);
      if (!saved.has(key)) before.set(key, (await unit.masters(kind, [id])).get(id));
      lookups.save(record);
    },
    lastCount: async (name: string) => counts.get(name) ?? unit.lastCount(name),
    async keepCount(name: string, last: number) {
      counts.set(name, last);
    },
  } satisfies Partial<UnitOfWork>);
  return {
    unit: inner,
    async prime(kind, { ids = [], numbers = [], names = [] }) {
      await unit.masters(kind, ids);
      await lookups.byNumber(kind, numbers);
      await lookups.readNames(kind, names);
    },
    byName: lookups.byName,
    async write() {
      const was = ({ kind, id }: MasterRecord) => before.get(keyOf(kind, id));
      const all = [...saved.values()];
      const written = all.filter((record) => !isSame(was(record), record));
      for (const [name, last] of counts) await unit.keepCount(name, last);
      // Sent one behind another; the connection keeps their order.
      await Promise.all(written.map((record) => unit.saveMaster(record)));
      const idsOf = (records: readonly MasterRecord[]) => records.map(({ id }) => id);
      return {
        created: idsOf(written.filter((record) => was(record) === undefined)),
        changed: idsOf(written.filter((record) => was(record) !== undefined)),
        unchanged: idsOf(all.filter((record) => isSame(was(record), record))),
      };
    },
  };
}

function readsOf(unit: UnitOfWork, { saved, byNumber, byName }: Lookups) {
  return {
    async masters(kind: string, ids: readonly string[]) {
      const stored = await unit.masters(kind, ids);
      const found = new Map<string, MasterRecord>();
      for (const id of ids) {
        const record = saved.get(keyOf(kind, id)) ?? stored.get(id);
        if (record !== undefined) found.set(id, record);
      }
      return found;
    },
    mastersByNumber: byNumber,
    async mastersUnder(kind: string, parentIds: readonly string[]) {
      const stored = await unit.mastersUnder(kind, parentIds);
      const now = new Map(stored.map((record) => [record.id, record]));
      for (const record of saved.values()) if (record.kind === kind) now.set(record.id, record);
      return [...now.values()].filter(({ parentId }) => parentIds.includes(parentId));
    },
    async findDuplicate(record: MasterRecord, field: "number" | "name") {
      const { kind, number, name } = record;
      const same =
        field === "name" ? await byName(kind, name) : (await byNumber(kind, [number])).values();
      return [...same].find(({ id }) => id !== record.id)?.id;
    },
  };
}

function isSame(before: MasterRecord | undefined, after: MasterRecord): boolean {
  return before !== undefined && contentOf(before) === contentOf(after);
}

/** What is not set, and what is set to what it would be anyhow, is the same. */
function contentOf({ number, name, enabled, data }: MasterRecord): string {
  const defaults: Readonly<Record<string, string>> = MATERIAL_DEFAULTS;
  const own = ["number", "name", "enable"];
  const said = Object.entries(data).filter(
    ([key, value]) => !own.includes(key) && defaults[key] !== value,
  );
  return JSON.stringify([number, name, enabled, ordered(Object.fromEntries(said))]);
}

/** With the keys in one order, and without those that say nothing. */
function ordered(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const said = Object.entries(value).filter(([, inner]) => !isUnset(inner));
  said.sort(([a], [b]) => (a < b ? -1 : 1));
  return said.map(([key, inner]) => [key, ordered(inner)]);
}

const isUnset = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);
