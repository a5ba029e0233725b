/**
 * Master data between transactions: what was read once stays good until somebody changes a master
 * of the account, on whatever server. Every change counts up `lane.master_seq` in its transaction, and
 * a transaction reads the count while it is alone in the account.
 */
import type { MasterRecord } from "../application/ports.ts";

/** The records of one account as of one count of changes. */
export interface KnownMasters {
  get(kind: string, id: string): MasterRecord | undefined;
  put(record: MasterRecord): void;
}

export interface MasterCache {
  /** Forgets what is older than the count. */
  at(accountId: string, masterSeq: string): KnownMasters;
}

/** Most records of all accounts; beyond it everything is read again. */
const RECORDS_MAX = 100_000;

export function createMasterCache(recordsMax = RECORDS_MAX): MasterCache {
  const accounts = new Map<string, { seq: string; records: Map<string, MasterRecord> }>();
  let count = 0;
  return {
    at(accountId, masterSeq) {
      const known = accounts.get(accountId);
      const entry = known?.seq === masterSeq ? known : { seq: masterSeq, records: new Map() };
      if (entry !== known) {
        count -= known?.records.size ?? 0;
        accounts.set(accountId, entry);
      }
      return {
        get: (kind, id) => entry.records.get(`${kind}/${id}`),
        put(record) {
          if (count >= recordsMax) {
            accounts.clear();
            count = 0;
            return;
          }
          // A transaction that is late must not write into what was forgotten.
          if (accounts.get(accountId) !== entry) return;
          const key = `${record.kind}/${record.id}`;
          if (!entry.records.has(key)) count += 1;
          entry.records.set(key, record);
        },
      };
    },
  };
}
