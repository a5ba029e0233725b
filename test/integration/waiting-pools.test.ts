/** Bills of pools whose costs wait for the job (D35). Nothing is costed before the reply here. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { recost } from "../../server/src/application/recost.ts";
import { findingText } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { type History, newAccount } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let history: History;
beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  history = await newAccount(temporary.database, "1", 0);
});
afterAll(() => temporary.close());

const row = (qty: string, more: object = {}) => ({
  material_id: "m1",
  unit_id: "u1",
  stock_id: "s1",
  qty,
  ...more,
});

async function findings(): Promise<string[]> {
  const store = createVerifyStore(temporary.database);
  const found = await verifyAccount({ store, accountId: history.accountId });
  return found.map((finding) => findingText(finding, "en"));
}

test("an issue dated before what waits takes nothing of what is provisional", async () => {
  const { post, unaudit, run } = history;
  await post("inv_other_in", "IN-1", "2026-03-01", [row("7", { cost: "0" })]);
  const late = await post("inv_other_in", "IN-2", "2026-03-07", [row("1", { cost: "0.01" })]);
  // Taken out at the average: the cent stays in the pool until the job has been there.
  await unaudit("inv_other_in", late);
  const out = await post("inv_other_out", "OUT-1", "2026-03-01", [row("4")]);
  expect(await findings()).toEqual([]);
  await run((unit) => recost(unit, async () => {}));
  expect(await findings()).toEqual([]);
  const record = await run(async (unit) => (await unit.bills("inv_other_out", [out])).get(out));
  expect(record?.lines.map(({ cost }) => cost)).toEqual(["0.00"]);
});
