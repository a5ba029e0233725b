/**
 * How PostgreSQL answers lists, reports and the reads of the verbs when there are many rows: by
 * indexes, never by reading a whole table. A plan is asked for, no time is measured.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeBulk } from "../../server/src/storage/bulk-rows.ts";
import { type QueryRecorder, recordQueries } from "../support/recorded-queries.ts";
import { useDemoServer } from "../support/running-server.ts";

let recorder: QueryRecorder;
beforeAll(() => {
  recorder = recordQueries();
});
afterAll(() => recorder.stop());

const demo = useDemoServer();
const MATERIALS = 1000;
const ROUNDS = 10;
const STORES: string[] = [];
const GOODS = "10000500";
const NUMBER = "SP000000500";
let accountId = "";

beforeAll(async () => {
  const { other, server } = demo();
  const { database, access } = server.system;
  const accounts = (await access.listCredentials()).flatMap(({ grants }) => grants);
  accountId = accounts.find((grant) => grant.outerInstanceId === "XC2")?.accountId ?? "";
  for (let at = 1; at <= 10; at += 1) {
    STORES.push(...(await other.store.save({ number: `CK-${at}`, name: `仓库${at}` })).ids);
  }
  const firstDay = "2026-01-01" as never;
  for (let first = 0; first < MATERIALS; first += 500) {
    const size = { first, materials: 500, rounds: ROUNDS, days: 200 };
    await writeBulk(database, { accountId, storeIds: STORES, firstDay, ...size });
  }
  for (const statement of HOLDS) await database.pool.query(statement, [accountId]);
  await bookSerials();
  await database.pool.query("vacuum (analyze)");
});

/** One piece of every key is held, by two clients and of 5,000 bills. */
const HOLDS = [
  "update stock set occupied = 1 where account_id = $1",
  `insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened,
                     consumed, released, expired, serials, content, client_id, opened_at,
                     expires_at)
   select $1, row_number() over (order by id), 'isv_bill', (id / 2)::text, id::text,
          'SO-' || (id / 2), id, 1, 0, 0, 0, '{}', '', (id % 2)::text,
          timestamptz '2026-06-01' + id % 1000 * interval '1 hour', now() + interval '1 year'
   from stock where account_id = $1`,
  `insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id)
   select $1, id, id, 'opened', 1, 'isv_bill', bill_id from hold where account_id = $1`,
];

/** A thousand pieces with a number each, in ten stores; every tenth has left. */
async function bookSerials(): Promise<void> {
  const { other } = demo();
  const { ids } = await other.material.save({ name: "电话", base_unit_id: "1", is_serial: true });
  const head = { bill_date: "2026-03-01", operation_key: "audit" };
  for (const [at, stock_id] of STORES.entries()) {
    const list = Array.from({ length: 100 }, (_, n) => `SN-${at}${n}`);
    const row = { material_id: ids[0] ?? "", unit_id: "1", stock_id };
    await other.inv_product.save({
      ...head,
      material_entity: [{ ...row, qty: "100", sn_list: list.join(";") }],
    });
    await other.inv_pick.save({
      ...head,
      material_entity: [{ ...row, qty: "10", sn_list: list.slice(0, 10).join(";") }],
    });
  }
}

const LARGE = ["bill", "bill_line", "hold", "hold_event", "ledger", "stock"];

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly Plan[];
}

/** Counts of everything are one look at everything; that of the stock list is remembered. */
const COUNTS = /^select (count\(\*\) as total|width_bucket)/;

const scansOf = (plan: Plan): string[] => [
  ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? ""] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
];

/** What was read whole by the statements that the work sent, each with the statement. */
async function scanned(work: () => Promise<unknown>, but = /^$/): Promise<string[]> {
  recorder.forget();
  await work();
  const queries = recorder
    .queries()
    .filter(({ text }) => /^(select|with)\b/.test(text) && !but.test(text));
  expect(queries.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const { sent, text } of queries) {
    const { pool } = demo().server.system.database;
    const { rows } = await pool.query(`explain (format json) ${sent.text}`, [...sent.values]);
    const tables = scansOf(rows[0]["QUERY PLAN"][0].Plan).filter((name) => LARGE.includes(name));
    if (tables.length > 0) found.push(`${tables.join()}: ${text}`);
  }
  return found;
}

const FIRST = { page_size: "100" };
const DAY = { start_bill_date: "2026-03-01", end_bill_date: "2026-03-02" };
/** Later than all. */
const MILLIS = String(Date.now() + 86_400_000);

const BILLS = "/jdy/v2/scm/inv_other_in";
const INVENTORY = "/jdy/v2/scm/inventory";
const BATCHES = "/jdy/v2/scm/batch_kfperiod_inventory";
const SERIALS = "/jdy/v2/scm/inventory_serial_status";

test.each<[string, string, Record<string, string>]>([
  ["bills, newest first", BILLS, {}],
  ["bills of some days", BILLS, DAY],
  ["drafts", BILLS, { bill_status: "Z" }],
  ["bills by number", BILLS, { bill_no: "DR-000000000042" }],
  ["bills made since", BILLS, { create_start_time: MILLIS }],
  ["bills changed since", BILLS, { modify_start_time: MILLIS }],
  ["bills of a user", BILLS, { creator_id: "7" }],
  ["bills of a material", BILLS, { material_number: NUMBER }],
  ["bills of a customer", "/jdy/v2/scm/inv_other_out", { customer_id: "7" }],
  ["bills of a supplier", BILLS, { supplier_id: "7" }],
  ["bills of a department", BILLS, { dept_id: "7" }],
  ["bills of an employee", BILLS, { emp_id: "7" }],
  ["moves into a store", "/jdy/v2/scm/inv_tfmove", { in_stock_id: "920001" }],
  ["moves out of a store", "/jdy/v2/scm/inv_tfmove", { out_stock_id: "920001" }],
  ["stock of a material", INVENTORY, { material_ids: GOODS }],
  ["stock of a material by number", INVENTORY, { material_numbers: NUMBER }],
  [
    "stock of a material on a past day",
    INVENTORY,
    { material_ids: GOODS, point_date: "2026-03-01" },
  ],
  ["stock of a store", "/jdy/v2/scm/inventory_stock", { material_id: GOODS }],
  ["movements of a material", "/jdy/v2/scm/inv_detail", { filter_material_id: GOODS }],
  [
    "movements of some days",
    "/jdy/v2/scm/inv_detail",
    { start_date: "2026-03-01", end_date: "2026-03-02", filter_material_id: GOODS },
  ],
  ["batches of a material", BATCHES, { material_ids: GOODS }],
  ["serials of a store", SERIALS, { filter_stock_id: "920001", filter_serial_status: "1" }],
  ["serials by name", SERIALS, { search: "SN-77" }],
  ["serials that moved lately", SERIALS, { start_date: "2026-03-01", search: "SN-77" }],
  ["holds of a material", "/xingcang/v1/holds", { material_id: GOODS }],
  ["holds of a bill", "/xingcang/v1/holds", { bill_type_id: "isv_bill", bill_id: "5000001" }],
  ["holds by bill number", "/xingcang/v1/holds", { bill_no: "SO-5000001" }],
])("%s", async (_, path, query) => {
  const call = async () => {
    const reply = await demo().other.call("GET", path, { query: { ...FIRST, ...query } });
    expect(JSON.parse(reply.body).errcode, reply.body).toBe(0);
  };
  expect(await scanned(call)).toEqual([]);
});

test.each<[string, string, Record<string, string>]>([
  ["stock", INVENTORY, {}],
  ["stock by batch", INVENTORY, { include_batch_kf_period: "true" }],
  ["batches", BATCHES, {}],
  ["serials", SERIALS, {}],
  ["holds, oldest first", "/xingcang/v1/holds", {}],
])("a page of all %s", async (_, path, query) => {
  const call = () => demo().other.call("GET", path, { query: { ...FIRST, ...query } });
  expect(await scanned(call, COUNTS)).toEqual([]);
});

test("the verbs: occupy, a bill dated before others, its un-audit", async () => {
  const { other } = demo();
  const row = { material_id: GOODS, unit_id: "1", stock_id: STORES[0], qty: "1" };
  const head = { bill_date: "2026-02-01", operation_key: "audit" };
  const verbs = async () => {
    const held = { ...row, unit: "1", bill_entry_id: "1" };
    await other.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: "NEW",
      is_re_calc_qty: true,
      material_entity: [held],
    } as never);
    const { ids } = await other.inv_other_in.save({
      ...head,
      trans_type_id: "12",
      material_entity: [{ ...row, cost: "2" }],
    } as never);
    await other.system.commonOperate({
      entity_number: "inv_other_bill_inbound",
      operate_type: "unaudit",
      ids,
    } as never);
  };
  expect(await scanned(verbs)).toEqual([]);
});
