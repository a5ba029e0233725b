/** 账套设置 and 关账 (D36) over HTTP: what is kept, refused, and what a closed period stops. */

import type { Client } from "@xingcang/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { composeSystem } from "../../server/src/compose.ts";
import { readConfig, readMasterKey } from "../../server/src/config.ts";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const DEFAULTS = {
  allow_expired: false,
  available_counts: [],
  strict: false,
  require_body_digest: false,
  secret_grace_hours: 24,
  calls_per_minute: 0,
  bill_prefixes: {},
  hold_expiry_hours: {},
  closed_through: "",
};

afterEach(async () => {
  await demo().client.xingcang.saveSettings(DEFAULTS);
});

const save = (input: object) => demo().client.xingcang.saveSettings(input);
const read = (client: Client = demo().client) => client.xingcang.settings();

describe("settings", () => {
  test("start with their defaults, and what is not sent stays", async () => {
    expect(await read()).toEqual(DEFAULTS);
    await save({ secret_grace_hours: 48, bill_prefixes: { inv_other_in: "RK" } });
    await save({ allow_expired: true, hold_expiry_hours: { isv_bill: "72", "*": "720" } });
    const expected = {
      ...DEFAULTS,
      allow_expired: true,
      secret_grace_hours: 48,
      bill_prefixes: { inv_other_in: "RK" },
      hold_expiry_hours: { isv_bill: "72", "*": "720" },
    };
    expect(await read()).toEqual(expected);
    expect(await save({})).toEqual({ ...expected, warnings: [] });
  });

  test("a map that is sent replaces the whole one; an empty value takes its entry out", async () => {
    await save({ hold_expiry_hours: { isv_bill: "72", sal_bill_order: "1" } });
    await save({ hold_expiry_hours: { isv_bill: "", "*": "5" } });
    expect((await read()).hold_expiry_hours).toEqual({ "*": "5" });
  });

  test("hold at once: bill prefixes, quotas, strict mode, expired batches", async () => {
    const { client } = demo();
    const row = { material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" };
    const bill = { bill_date: "2026-02-01", trans_type_id: "12", material_entity: [row] };
    await save({ bill_prefixes: { inv_other_in: "RK" } });
    const { id_number_map } = await client.inv_other_in.save(bill);
    expect(Object.values(id_number_map)[0]).toMatch(/^RK-20260201-\d{5}$/);
    await save({ strict: true });
    const reply = await client.call("POST", "/jdy/v2/scm/inv_other_in", {
      body: JSON.stringify({ ...bill, trans_type_id: 12 }),
    });
    expect(JSON.parse(reply.body).errors[0]).toMatchObject({ key: "strictString" });
    await save({ strict: false });
    await client.inv_other_in.save(bill);
  });

  test.each([
    ["secret_grace_hours", { secret_grace_hours: -1 }],
    ["secret_grace_hours", { secret_grace_hours: 8761 }],
    ["calls_per_minute", { calls_per_minute: -1 }],
    ["calls_per_minute", { calls_per_minute: 1_000_001 }],
    ["bill_prefixes.inv_nothing", { bill_prefixes: { inv_nothing: "X" } }],
    ["bill_prefixes.constructor", { bill_prefixes: { constructor: "X" } }],
    ["bill_prefixes.inv_other_in", { bill_prefixes: { inv_other_in: "A B" } }],
    ["bill_prefixes.inv_other_in", { bill_prefixes: { inv_other_in: "X".repeat(21) } }],
    ["hold_expiry_hours.isv_bill", { hold_expiry_hours: { isv_bill: "1.5" } }],
    ["hold_expiry_hours.isv_bill", { hold_expiry_hours: { isv_bill: "-1" } }],
    ["hold_expiry_hours.isv_bill", { hold_expiry_hours: { isv_bill: "87601" } }],
    ["hold_expiry_hours. ", { hold_expiry_hours: { " ": "1" } }],
    ["closed_through", { closed_through: "2026-02-30" }],
    ["closed_through", { closed_through: "2026-1-1" }],
    ["closed_through", { closed_through: "2026-01-31 00:00:00" }],
  ] as const)("a bad %s is refused and nothing is kept: %j", async (field, input) => {
    const wanted = { ...input, allow_expired: true };
    expect(await refusalOf(save(wanted))).toEqual([["valueInvalid", field]]);
    await expectClear(save(wanted));
    expect(await read()).toEqual(DEFAULTS);
  });

  test("all faults are told at once", async () => {
    const bad = { calls_per_minute: -1, closed_through: "?", bill_prefixes: { x: "y" } };
    expect(await refusalOf(save(bad))).toEqual([
      ["valueInvalid", "calls_per_minute"],
      ["valueInvalid", "bill_prefixes.x"],
      ["valueInvalid", "closed_through"],
    ]);
  });

  test("a dry run keeps nothing", async () => {
    const headers = { "X-Xingcang-Dry-Run": "1" };
    const body = { allow_expired: true };
    const { client } = demo();
    const reply = await client.call("POST", "/xingcang/v1/settings", { body, headers });
    expect(JSON.parse(reply.body)).toMatchObject({ errcode: 0, data: { allow_expired: true } });
    expect(await read()).toEqual(DEFAULTS);
  });

  test("are each account's own", async () => {
    const { other } = demo();
    await save({ closed_through: "2026-01-31", hold_expiry_hours: { isv_bill: "1" } });
    expect(await read(other)).toEqual(DEFAULTS);
    await other.xingcang.saveSettings({ allow_expired: true });
    expect((await read()).allow_expired).toBe(false);
    await other.xingcang.saveSettings({ allow_expired: false });
  });
});

describe("a closed period", () => {
  let made = 0;
  let goods = "";
  beforeEach(async () => {
    made += 1;
    const fields = { name: `关账${made}`, base_unit_id: "1004" };
    goods = (await demo().client.material.save(fields)).ids[0] ?? "";
  });
  const bill = (bill_date: string, extra: object = {}) => ({
    bill_date,
    trans_type_id: "12",
    material_entity: [{ material_id: goods, unit_id: "1004", stock_id: "2002", qty: "1" }],
    ...extra,
  });
  const receive = async (bill_date: string, extra: object = {}) =>
    (await demo().client.inv_other_in.save(bill(bill_date, extra) as never)).ids[0] ?? "";
  const operate = (operate_type: string, id: string) =>
    demo().client.system.commonOperate({
      entity_number: "inv_other_bill_inbound",
      operate_type,
      ids: [id],
    });
  const statusOf = async (id: string) =>
    (await demo().client.inv_other_in.detail({ id })).bill_status;

  test("the last closed day is closed, the next day is open", async () => {
    await save({ closed_through: "2026-03-31" });
    const closed = await receive("2026-03-31");
    expect(await refusalOf(operate("audit", closed))).toEqual([
      ["periodClosed", "ids[0].bill_date"],
    ]);
    expect(await statusOf(closed)).toBe("Z");
    const open = await receive("2026-04-01");
    await operate("audit", open);
    expect(await statusOf(open)).toBe("C");
    await operate("unaudit", open);
  });

  test("the refusal names the date, the last closed day and the remedy, in both languages", async () => {
    await save({ closed_through: "2026-03-31" });
    const refused = await expectClear(
      demo().client.inv_other_in.save(bill("2026-02-01", { operation_key: "audit" }) as never),
    );
    expect(refused.errors).toMatchObject([{ key: "periodClosed", field: "bill_date" }]);
    expect(refused.description).toMatch(/2026-02-01.*2026-03-31/);
    expect(refused.descriptionEn).toMatch(/2026-02-01.*2026-03-31/);
    expect(refused.errors[0]?.remedy_en).toMatch(/reopen/);
  });

  test("save with audit: both or neither", async () => {
    await save({ closed_through: "2026-03-31" });
    const bill_no = "CLOSED-1";
    const sent = bill("2026-03-01", { bill_no, operation_key: "audit" });
    const refused = demo().client.inv_other_in.save(sent as never);
    expect(await refusalOf(refused)).toEqual([["periodClosed", "bill_date"]]);
    const { count } = await demo().client.inv_other_in.list({ bill_no });
    expect(count).toBe(0);
  });

  test("what was audited before stays: no un-audit, a second audit is done already", async () => {
    const id = await receive("2026-05-01", { operation_key: "audit" });
    await save({ closed_through: "2026-05-31" });
    expect(await refusalOf(operate("unaudit", id))).toEqual([["periodClosed", "ids[0].bill_date"]]);
    await operate("audit", id);
    expect(await statusOf(id)).toBe("C");
    await save({ closed_through: "" });
    await operate("unaudit", id);
    expect(await statusOf(id)).toBe("Z");
  });

  test("drafts inside it are counted when it is closed, and may be moved out", async () => {
    const inside = await receive("2026-06-15");
    await receive("2026-07-01");
    const before = await save({ closed_through: "2026-05-31" });
    expect(before.closed_through).toBe("2026-05-31");
    const { warnings } = await save({ closed_through: "2026-06-30" });
    expect(warnings).toMatchObject([{ field: "closed_through", count: 1 }]);
    expect(warnings[0]?.description).toContain("1 张未审核");
    expect(warnings[0]?.description_en).toMatch(/: 1;/);
    // Closing the same again, or opening, warns of nothing.
    expect((await save({ closed_through: "2026-06-30" })).warnings).toEqual([]);
    expect((await save({ closed_through: "2026-05-31" })).warnings).toEqual([]);
    await save({ closed_through: "2026-06-30" });
    await receive("2026-07-02", { id: inside, operation_key: "audit" });
    expect(await statusOf(inside)).toBe("C");
    await operate("unaudit", inside);
  });

  test("today in China can be closed, tomorrow cannot", async () => {
    const { advance, now } = demo();
    // An hour before midnight in China is 15:00 in UTC.
    const day = 24 * 3_600_000;
    const chinaDay = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
    const intoDay = (now() + 8 * 3_600_000) % day;
    advance(day - intoDay - 3_600_000);
    const [today, tomorrow] = [chinaDay(now()), chinaDay(now() + day)];
    expect(await refusalOf(save({ closed_through: tomorrow }))).toEqual([
      ["valueInvalid", "closed_through"],
    ]);
    expect((await save({ closed_through: today })).closed_through).toBe(today);
    advance(2 * 3_600_000);
    expect((await save({ closed_through: tomorrow })).closed_through).toBe(tomorrow);
  });

  test("an account's lane: a server that waited for the closing obeys it", async () => {
    const { server, now } = demo();
    const environment = { XINGCANG_SECRET_KEY: "00".repeat(32), XINGCANG_DATA_DIR: "." };
    const second = await composeSystem({
      connection: server.connection,
      masterKey: readMasterKey(environment, readConfig(environment).dataDir),
      now,
      log: () => {},
    });
    const { accountId } = server.provisioned.grant;
    try {
      let seen = "";
      let waiting: Promise<unknown> = Promise.resolve();
      await second.workStore.inAccount(accountId, async (unit) => {
        // It asks for the lane while this one holds it, and is let in after the commit.
        waiting = server.system.workStore.inAccount(accountId, async ({ settings }) => {
          seen = settings.closedThrough;
        });
        await lockWaited(second.database.pool);
        await unit.saveSettings({ ...unit.settings, closedThrough: "2026-01-31" });
      });
      await waiting;
      expect(seen).toBe("2026-01-31");
    } finally {
      await second.close();
    }
  });
});

/** Resolves when some transaction waits for another one's row. */
async function lockWaited(pool: { query(text: string): Promise<{ rows: unknown[] }> }) {
  for (;;) {
    const { rows } = await pool.query(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%lane%'",
    );
    if (rows.length > 0) return;
  }
}
