/** After the load: as much is held as was accepted, and the books are right. */
import { findingText } from "xingcang/dist/application/verify-finding.js";
import { verifyAll } from "xingcang/dist/application/verify-ledger.js";
import type { Database } from "xingcang/dist/storage/database.js";
import { createVerifyStore } from "xingcang/dist/storage/verify-store.js";
import type { Tally } from "./buyers.ts";

const SUMS = `
  select
    (select coalesce(sum(opened), 0)::bigint from hold where account_id = $1) as opened,
    (select count(*) from hold where account_id = $1) as holds,
    (select coalesce(sum(held), 0)::bigint from hold where account_id = $1) as held,
    (select coalesce(sum(released), 0)::bigint from hold where account_id = $1) as released,
    (select coalesce(sum(occupied), 0)::bigint from stock where account_id = $1) as occupied,
    (select count(*) from bill
     where account_id = $1 and type = 'inv_disassemble' and status = 'C') as disassembled`;

/** Empty when all agree: nothing oversold, lost after it was acknowledged, or done twice. */
export async function differencesOf(database: Database, tally: Tally): Promise<string[]> {
  const store = createVerifyStore(database);
  const accounts = await store.accountIds();
  if (accounts.length !== 1) return [`${accounts.length} accounts, 1 expected`];
  const { rows } = await database.pool.query(SUMS, [accounts[0]]);
  const held = tally.occupied - tally.released;
  const expected: Record<string, number> = {
    opened: tally.occupied,
    holds: tally.occupied,
    held,
    released: tally.released,
    occupied: held,
    disassembled: tally.disassembled,
  };
  const found = rows[0] as Record<string, string>;
  const differences = Object.entries(expected)
    .filter(([name, value]) => found[name] !== String(value))
    .map(([name, value]) => `${name}: ${found[name]}, accepted: ${value}`);
  for await (const { findings } of verifyAll({ store })) {
    differences.push(...findings.map((finding) => findingText(finding, "en")));
  }
  return differences;
}
