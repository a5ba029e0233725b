/** The commands of our own endpoints as a user runs them: explain, holds, settings, period. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  buildCommand,
  type CommandResult,
  eventually,
  newWorkplace,
  type Workplace,
} from "../support/command.ts";

let place: Workplace;
beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  await place.serve();
  await occupy("CLI-1", "6");
  await occupy("CLI-2", "4");
});
afterAll(() => place?.clean());

const run = (...args: string[]) => place.run(args);
const json = ({ stdout }: CommandResult) => JSON.parse(stdout);

/** Of the rice of the demo data: 125.5 kg in one store. */
async function occupy(bill_id: string, qty: string): Promise<void> {
  const line = { material_id: "4006", stock_id: "2002", unit: "1005", qty, bill_entry_id: "1" };
  const body = { bill_type_id: "isv_bill", bill_id, bill_no: bill_id, material_entity: [line] };
  const { code, stdout } = await run(
    "call",
    "POST",
    "/jdy/v2/scm/inv_occupy",
    JSON.stringify(body),
  );
  expect(code, stdout).toBe(0);
}

/** A refusal is told in both languages, without a stack. */
function expectClear({ code, stdout, stderr }: CommandResult, status: number, words: RegExp): void {
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/\p{Script=Han}/u);
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(status);
}

describe("explain", () => {
  test("shows stock, holds, events and the ledger", async () => {
    const { code, stdout } = await run("explain", "--material", "SP10006");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SP10006 大米（千克）$/m);
    expect(stdout).toContain("即时库存 125.5，已占用 10，可用 115.5");
    expect(stdout).toContain("on hand 125.5, occupied 10, available 115.5");
    expect(stdout).toMatch(/^门店仓 +125\.5 +10 +115\.5 +125\.5，/m);
    expect(stdout).toMatch(/isv_bill CLI-1 \/ 1 .* 6 千克/);
    expect(stdout).toMatch(/占用 \/ opened +4 +isv_bill CLI-2 \/ 1/);
    expect(stdout).toMatch(/流水 \/ ledger \d/);
    expect(stdout).toMatch(/其他入库单 /);
  });

  test("gives the reply as JSON, narrowed down and in order", async () => {
    const wanted = ["--store", "CK00004", "--order", "date", "--page-size", "1", "--json"];
    const told = json(await run("explain", "--material", "SP10006", ...wanted));
    expect(told).toMatchObject({ material_number: "SP10006", current_page_size: 1, page_size: 1 });
    expect(told.keys.every((key: { stock_number: string }) => key.stock_number === "CK00004")).toBe(
      true,
    );
  });

  test("tells a serial", async () => {
    const { stdout } = await run("explain", "--material", "SP10003", "--serial", "PH0001");
    expect(stdout).toMatch(/序列号 PH0001 在库/);
  });

  test("an unknown material is told; a material left out is a wrong call", async () => {
    expectClear(await run("explain", "--material", "NONE"), 1, /NONE 不存在/);
    expectClear(await run("explain"), 2, /--material/);
  });
});

describe("holds", () => {
  test("lists them by age", async () => {
    const { code, stdout } = await run("holds", "--material", "SP10006");
    expect(code).toBe(0);
    expect(stdout).toContain("0-1d 2（10）");
    expect(stdout).toMatch(/isv_bill CLI-2 \/ 1 +SP10006 大米 +门店仓 +4 千克/);
    expect(stdout).toMatch(/共 2 笔/);
    const old = json(await run("holds", "--bill-type", "isv_bill", "--older-than", "7d", "--json"));
    expect(old).toMatchObject({ count: 0, rows: [] });
    expectClear(await run("holds", "--older-than", "soon"), 2, /12h or 7d/);
  });

  test("release shows first, and does it with --yes", async () => {
    const wanted = ["--material", "SP10006", "--bill-no", "CLI-1", "--reason", "过期订单"];
    const shown = await run("holds", "release", ...wanted);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/isv_bill CLI-1 \/ 1 +6/);
    expect(shown.stdout).toContain("1 would be released");
    expect(shown.stderr).toContain("--yes");
    const count = async () => json(await run("holds", "--material", "SP10006", "--json")).count;
    expect(await count()).toBe(2);
    const done = await run("holds", "release", ...wanted, "--yes");
    expect(done.stdout).toContain("已释放 1 笔");
    expect(await count()).toBe(1);
    const { stdout } = await run("explain", "--material", "SP10006");
    expect(stdout).toMatch(/释放 \/ released +6 .*过期订单/);
  });

  test("release by id; without anything it is a wrong call", async () => {
    const { rows } = json(await run("holds", "--material", "SP10006", "--json"));
    const id = rows[0].hold_id as string;
    const done = await run("holds", "release", id, "--reason", "取消", "--yes");
    expect(done.stdout).toContain("已释放 1 笔");
    expectClear(await run("holds", "release", id, "--reason", "取消", "--yes"), 1, /没有找到占用/);
    expectClear(await run("holds", "release", "--reason", "取消"), 2, /at least one filter/);
    expectClear(await run("holds", "release", id), 2, /--reason/);
  });

  test("closed ones on request", async () => {
    const { stdout } = await run("holds", "--material", "SP10006", "--all");
    expect(stdout).toMatch(/CLI-1 .*已结束/);
  });
});

test("the server expires in the background what is due", async () => {
  await run("settings", "--set", "hold_expiry_hours.isv_bill=1");
  await occupy("CLI-3", "2");
  const listed = json(await run("holds", "--bill-no", "CLI-3", "--json"));
  expect(listed.rows[0].expires_at).not.toBe("");
  // An hour is over sooner this way.
  const file = readFileSync(join(place.dataDir, "server.json"), "utf8");
  const database = new pg.Client(JSON.parse(file).connection);
  await database.connect();
  await database.query("update hold set expires_at = opened_at where bill_no = 'CLI-3'");
  const eventsOf = () =>
    database.query("select kind from hold_event where hold_id = $1 order by seq", [
      listed.rows[0].hold_id,
    ]);
  await eventually(async () => (await eventsOf()).rows.length > 1);
  expect((await eventsOf()).rows.map(({ kind }) => kind)).toEqual(["opened", "expired"]);
  await database.end();
  await run("settings", "--set", "hold_expiry_hours.isv_bill=");
});

describe("settings", () => {
  test("a list is set whole, with commas", async () => {
    const counts = async (value: string) => {
      await run("settings", "--set", `available_counts=${value}`);
      return json(await run("settings", "--json")).available_counts;
    };
    expect(await counts("saved_oi, saved_oo")).toEqual(["saved_oi", "saved_oo"]);
    expect((await run("settings")).stdout).toMatch(/^available_counts +saved_oi,saved_oo$/m);
    expect(await counts("")).toEqual([]);
  });

  test("are shown and changed, entries of maps one by one", async () => {
    expect((await run("settings")).stdout).toMatch(/^secret_grace_hours +24$/m);
    const one = ["--set", "hold_expiry_hours.isv_bill=72", "--set", "secret_grace_hours=48"];
    await run("settings", ...one);
    const { stdout } = await run("settings", "--set", "hold_expiry_hours.*=720");
    expect(stdout).toMatch(/^hold_expiry_hours\.isv_bill +72$/m);
    expect(stdout).toMatch(/^hold_expiry_hours\.\* +720$/m);
    expect(stdout).toMatch(/^secret_grace_hours +48$/m);
    const none = ["--set", "hold_expiry_hours.*=", "--set", "hold_expiry_hours.isv_bill="];
    expect(json(await run("settings", ...none, "--json")).hold_expiry_hours).toEqual({});
  });

  test.each([
    ["no value", "strict", 2, /key=value/],
    ["an unknown one", "colour=red", 2, /no such setting/],
    ["a map as a whole", "bill_prefixes=X", 2, /bill_prefixes\.<name>=<value>/],
    ["an entry of none", "strict.x=true", 2, /has no entries/],
    ["a bad value", "calls_per_minute=-1", 1, /calls_per_minute/],
  ])("%s is told", async (_, given, status, words) => {
    expectClear(await run("settings", "--set", given), status, words);
  });
});

describe("period", () => {
  test("is closed, shown and reopened", async () => {
    expect((await run("period")).stdout).toContain("没有关账");
    const closed = await run("period", "close", "2020-03-31");
    expect(closed.stdout).toContain("已关账至 2020-03-31");
    expect((await run("period")).stdout).toContain("closed through 2020-03-31");
    expectClear(await run("period", "close", "2020-02-29"), 1, /period reopen 2020-02-29/);
    expect((await run("period", "reopen", "2020-02-29")).stdout).toContain("已关账至 2020-02-29");
    expectClear(await run("period", "reopen", "2020-03-31"), 1, /no day after 2020-03-31/);
    expect((await run("period", "reopen")).stdout).toContain("没有关账");
  });

  test("drafts inside are warned of, and nothing in it is audited", async () => {
    const line = { material_id: "4006", stock_id: "2002", unit_id: "1005", qty: "1" };
    const bill = { bill_date: "2020-01-31", trans_type_id: "12", material_entity: [line] };
    const post = (more: object) =>
      run("call", "POST", "/jdy/v2/scm/inv_other_in", JSON.stringify({ ...bill, ...more }));
    expect((await post({})).code).toBe(0);
    const closed = await run("period", "close", "2020-01-31");
    expect(closed.code).toBe(0);
    expect(closed.stderr).toContain("1 张未审核单据");
    const refused = await post({ operation_key: "audit" });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("periodClosed");
    await run("period", "reopen");
  });

  test.each([["2999-01-01"], ["yesterday"]])("%s cannot be closed", async (date) => {
    expectClear(await run("period", "close", date), 1, /closed_through/);
  });
});

test("the commands call another account when it is named, and see nothing of the first", async () => {
  const { stdout } = await run("seed", "--profile", "empty");
  const instance = /outerInstanceId\D+(XC\d+)/.exec(stdout)?.[1] ?? "";
  expect(instance, stdout).not.toBe("");
  const as = ["--outer-instance-id", instance];
  expect(json(await run("holds", "--all", "--json", ...as)).count).toBe(0);
  expectClear(await run("explain", "--material", "SP10006", ...as), 1, /SP10006 不存在/);
  await run("settings", "--set", "secret_grace_hours=1", ...as);
  expect((await run("settings")).stdout).toMatch(/^secret_grace_hours +48$/m);
});
