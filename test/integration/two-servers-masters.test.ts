/** Two servers on one database: neither goes by master data that the other has changed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkStore } from "../../server/src/application/ports.ts";
import { createMasterCache } from "../../server/src/storage/master-cache.ts";
import { createWorkStore } from "../../server/src/storage/unit-of-work.ts";
import { newAccount } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let servers: readonly [WorkStore, WorkStore];
const ACCOUNT = "1";

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  await newAccount(temporary.database, ACCOUNT);
  const server = () =>
    createWorkStore(temporary.database, {
      now: Date.now,
      newId: () => "9",
      masterCache: createMasterCache(),
    });
  servers = [server(), server()];
});
afterAll(() => temporary.close());

const nameOn = (server: WorkStore, id: string) =>
  server.inAccount(ACCOUNT, async (unit) => (await unit.masters("store", [id])).get(id)?.name);

function rename(server: WorkStore, id: string, name: string): Promise<void> {
  return server.inAccount(ACCOUNT, async (unit) => {
    const record = (await unit.masters("store", [id])).get(id);
    if (record === undefined) throw new Error("no store");
    await unit.saveMaster({ ...record, name });
    expect((await unit.masters("store", [id])).get(id)?.name).toBe(name);
  });
}

test("a change on one server is seen by both", async () => {
  const [first, second] = servers;
  expect(await nameOn(first, "s1")).toBe("主仓");
  expect(await nameOn(second, "s1")).toBe("主仓");
  await rename(first, "s1", "一号仓");
  expect(await nameOn(first, "s1")).toBe("一号仓");
  expect(await nameOn(second, "s1")).toBe("一号仓");
});

test("a change that is rolled back is known to nobody", async () => {
  const [first, second] = servers;
  const before = await nameOn(first, "s2");
  const failing = first.inAccount(ACCOUNT, async (unit) => {
    const record = (await unit.masters("store", ["s2"])).get("s2");
    if (record !== undefined) await unit.saveMaster({ ...record, name: "不算数" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await nameOn(first, "s2")).toBe(before);
  expect(await nameOn(second, "s2")).toBe(before);
});

test("a deleted record is gone on both", async () => {
  const [first, second] = servers;
  expect(await nameOn(second, "s2")).toBe("货架仓");
  await first.inAccount(ACCOUNT, (unit) => unit.deleteMaster("store", "s2"));
  expect(await nameOn(first, "s2")).toBeUndefined();
  expect(await nameOn(second, "s2")).toBeUndefined();
});
