/** What the commands say and do when a difference stops an account's writing (P12). */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer } from "../../server/src/cli/server-file.ts";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";

let place: Workplace;
let server: ServeProcess;
beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  server = await place.serve();
});
afterAll(() => place?.clean());

/** So much of one stock key came from no bill. */
async function falsify(by: number): Promise<void> {
  const client = new pg.Client(findServer(place.dataDir)?.connection);
  await client.connect();
  const text = `update stock set on_hand = on_hand + $1
                where (account_id, id) = (select account_id, min(id) from stock group by 1)`;
  expect((await client.query(text, [by])).rowCount).toBe(1);
  await client.end();
}

let stores = 0;
const saveStore = () => {
  stores += 1;
  const body = JSON.stringify({ number: `CLI${stores}`, name: `停写仓${stores}` });
  return place.run(["call", "POST", "/jdy/v2/bd/store", body]);
};
const isReady = async () => (await fetch(`${server.url}/health/ready`)).ok;

test("verify stops and lets go on; doctor and health tell of it", async () => {
  await falsify(2);
  const found = await place.run(["verify"]);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain("1 differences");
  expect(found.stderr).toContain("takes no writes");
  expect(await isReady()).toBe(false);
  const refused = await saveStore();
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain("writingStopped");
  const doctor = await place.run(["doctor"]);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(/✗ .*accounts that take no writes: 1\n +→ .*npx xingcang verify/);

  const kept = await place.run(["verify", "--keep-writing"]);
  expect(kept.code).toBe(1);
  expect(kept.stderr).toContain("takes writes again");
  expect((await saveStore()).code).toBe(0);

  expect((await place.run(["verify"])).stderr).toContain("takes no writes");
  await falsify(-2);
  const mended = await place.run(["verify"]);
  expect(mended.code).toBe(0);
  expect(mended.stderr).toContain("takes writes again");
  expect((await saveStore()).code).toBe(0);
  expect(await isReady()).toBe(true);
});
