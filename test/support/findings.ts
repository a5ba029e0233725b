import { findingText } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";

/** What `verify` finds in a database, in words; whatever a test did, nothing (P4). */
export async function findingsOf(database: Database): Promise<string[]> {
  const store = createVerifyStore(database);
  const findings: string[] = [];
  for (const accountId of await store.accountIds()) {
    const found = await verifyAccount({ store, accountId });
    findings.push(...found.map((finding) => findingText(finding, "en")));
  }
  return findings;
}
