/** Saved replies are kept for 72 hours and then deleted (D14), with the server's clock moved. */
import { beforeEach, expect, test } from "vitest";
import { PURGE_BATCH_MAX } from "../../server/src/jobs/purge-replies.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const HOUR = 3_600_000;

const purge = () => demo().server.system.purgeReplies();

/** Whatever tests before left behind is gone. */
beforeEach(async () => {
  demo().advance(73 * HOUR);
  await purge();
});

let bills = 0;

/** One receipt with this key; the content differs from test to test. */
async function receive(key: string, qty: string, client = demo().client) {
  const reply = await client.call("POST", "/jdy/v2/scm/inv_other_in", {
    body: {
      bill_date: "2026-01-01",
      trans_type_id: "12",
      material_entity: [{ material_id: "4006", unit_id: "1005", stock_id: "2002", qty }],
    },
    idempotencyKey: key,
  });
  return { replayed: reply.headers["x-xingcang-replayed"] === "true", ...JSON.parse(reply.body) };
}

async function keysOf(accountId: string): Promise<string[]> {
  const { rows } = await demo().server.system.database.pool.query(
    "select key from reply where account_id = $1 and key like 'idem:%' order by key",
    [accountId],
  );
  return rows.map((row) => String(row.key).split(":").at(-1) ?? "");
}

const accountId = () => demo().server.provisioned.grant.accountId;

test("within 72 hours a repeat gets the first reply; after that its key is free", async () => {
  bills += 1;
  const key = `free-${bills}`;
  const first = await receive(key, "1");
  expect(first).toMatchObject({ errcode: 0, replayed: false });
  demo().advance(71 * HOUR);
  await purge();
  const repeated = await receive(key, "1");
  expect(repeated).toMatchObject({ replayed: true, data: first.data });
  expect(await receive(key, "2")).toMatchObject({ errors: [{ key: "idempotencyConflict" }] });
  demo().advance(HOUR + 1000);
  expect(await purge()).toBeGreaterThan(0);
  const anew = await receive(key, "2");
  expect(anew).toMatchObject({ errcode: 0, replayed: false });
  expect(anew.data.ids).not.toEqual(first.data.ids);
});

test("nothing younger is deleted", async () => {
  await receive("old", "1");
  demo().advance(2 * HOUR);
  await receive("young", "1");
  demo().advance(71 * HOUR);
  await purge();
  expect(await keysOf(accountId())).toEqual(["young"]);
  expect(await purge()).toBe(0);
});

test("more than one batch, in every account, and by two servers at once", async () => {
  const { server, now } = demo();
  const { pool } = server.system.database;
  const { rows } = await pool.query("select id from account order by id");
  const accounts = rows.map((row) => String(row.id));
  expect(accounts).toHaveLength(2);
  const many = PURGE_BATCH_MAX + 5;
  for (const id of accounts) {
    await pool.query(
      `insert into reply (account_id, key, request_hash, status, body, created_at)
       select $1, 'idem:old-' || n, '', 200, '', to_timestamp($2::bigint / 1000.0)
       from generate_series(1, $3) n`,
      [id, now() - 73 * HOUR, many],
    );
    await pool.query(
      `insert into reply (account_id, key, request_hash, status, body, created_at)
       values ($1, 'idem:kept', '', 200, '', to_timestamp($2::bigint / 1000.0))`,
      [id, now() - 71 * HOUR],
    );
  }
  const counts = await Promise.all([purge(), purge()]);
  const rest = await purge();
  expect(counts.reduce((sum, count) => sum + count, rest)).toBe(2 * many);
  for (const id of accounts) expect(await keysOf(id)).toEqual(["kept"]);
});
