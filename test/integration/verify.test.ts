/** `verify` finds each wrong number, once, with the bill behind it (D4, P4). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checks, type Finding, findingText } from "../../server/src/application/verify-finding.ts";
import {
  type VerifyProgress,
  verifyAccount,
  verifyAll,
} from "../../server/src/application/verify-ledger.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { newAccount, writeHistory } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let database: Database;
let accounts = 0;

/** Nobody is kept from anything any more: these tests do what a mistaken administrator could do. */
const UNGUARD = `
  grant update, delete on ledger, hold_event to current_user;
  alter table cost_pool drop constraint cost_pool_empty_is_worthless;
  alter table ledger drop constraint ledger_account_id_stock_id_fkey;
  drop index hold_open_entry`;

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
  await database.pool.query(UNGUARD);
});

afterAll(() => temporary.close());

async function stockedAccount(): Promise<string> {
  accounts += 1;
  const accountId = String(accounts);
  await writeHistory(await newAccount(database, accountId));
  return accountId;
}

const verify = (accountId: string) =>
  verifyAccount({ store: createVerifyStore(database), accountId });

const told = ({ check, subject, expected, actual, bill }: Finding) =>
  [check, subject, expected, actual, bill].join(" | ");

/** Stock, pool and hold are named by what they hold, so that the cases need no ids. */
const stockOf = (material: string, store = "s1") =>
  `(select id from stock
    where account_id = $1 and material_id = '${material}' and store_id = '${store}')`;
const poolOf = (material: string) =>
  `(select id from cost_pool where account_id = $1 and material_id = '${material}')`;
const holdOf = (entry: string) =>
  `(select id from hold where account_id = $1 and entry_id = '${entry}')`;
const set = (table: string, change: string, where: string) =>
  `update ${table} set ${change} where account_id = $1 and ${where}`;

const HOLD_1 = "sal_bill_order 9001 1 / M001 螺丝 / 主仓";
const HOLD_2 = "sal_bill_order 9001 2 / M002 手机 / 主仓";
const HOLD_3 = "sal_bill_order 9001 3 / M001 螺丝 / 主仓";

/** Statement (`$h2` is the id of the second hold) and the one finding. */
const balances: [statement: string, finding: string][] = [
  [
    set("stock", "on_hand = on_hand + 1", `id = ${stockOf("m1")}`),
    "onHand | M001 螺丝 / 主仓 | 90 | 91 | OUT-1",
  ],
  [
    set("stock", "on_hand = 12.49", `id = ${stockOf("m3")}`),
    "onHand | M003 牛奶 / 主仓 / B01 | 12.5 | 12.49 | IN-2",
  ],
  [
    set("stock", "occupied = 14", `id = ${stockOf("m1")}`),
    "occupied | M001 螺丝 / 主仓 | 15 | 14 | SO-1",
  ],
  [
    set("stock", "occupied = 1", `id = ${stockOf("m1", "s2")}`),
    "occupied | M001 螺丝 / 货架仓 / A-01 | 0 | 1 | ",
  ],
  [
    set("cost_pool", "quantity = 111", `id = ${poolOf("m1")}`),
    "poolQuantity | M001 螺丝 | 110 | 111 | OUT-1",
  ],
  [
    set("cost_pool", "value = value + 0.01", `id = ${poolOf("m1")}`),
    "poolValue | M001 螺丝 | 56.02 | 56.03 | OUT-1",
  ],
  [
    set("cost_pool", "last_date = '2026-08-09'", `id = ${poolOf("m1")}`),
    "poolLastDate | M001 螺丝 | 2026-08-10 | 2026-08-09 | OUT-1",
  ],
  [
    // The pool has one receipt: what left it costs the same by either method.
    set("cost_pool", "method = 'fifo'", "material_id = 'm4'"),
    "layer | M004 礼盒 | 2 / 5 / 100.01 |  | IN-2",
  ],
  [
    `with line as (${set("bill_line", "cost = 5.10", "cost = 5.09")}),
       pool as (${set("cost_pool", "value = value - 0.01", `id = ${poolOf("m1")}`)})
     ${set("ledger", "amount = -5.10", "seq = 12")}`,
    "outCost | M001 螺丝 | -5.09 | -5.10 | OUT-1",
  ],
  [
    "update lane set ledger_seq = 17 where account_id = $1",
    "ledgerEnd | lane $1 | 16 | 17 | CXD-1",
  ],
  [
    set("bill", "status = 'Z'", "bill_no = 'IN-1'"),
    "billStatus | inv_other_in IN-1 | C | Z | IN-1",
  ],
  [
    set("bill", "status = 'C'", "bill_no = 'IN-4'"),
    "billStatus | inv_other_in IN-4 | Z | C | IN-4",
  ],
  [
    set("bill_line", "cost = 5.08", "cost = 5.09"),
    "billLineCost | inv_other_out OUT-1 / $1000032 | 5.09 | 5.08 | OUT-1",
  ],
  [
    set("bill_line", "cost = 1", "bill_id = $1 || '000021'"),
    "billLineCost | inv_other_in IN-4 / $1000022 |  | 1.00 | IN-4",
  ],
  [
    set(
      "bill",
      `head = jsonb_set(head, '{cost_fee_entity,fee_records,0,amount_for}', '"7.78"')`,
      "bill_no = 'CXD-1'",
    ),
    "billConservation | inv_disassemble CXD-1 | 7.78 | 7.77 | CXD-1",
  ],
];

const holds: [statement: string, finding: string][] = [
  [set("hold", "opened = 31", `id = ${holdOf("1")}`), `holdOpened | ${HOLD_1} | 30 | 31 | SO-1`],
  [set("hold", "consumed = 9", `id = ${holdOf("1")}`), `holdConsumed | ${HOLD_1} | 10 | 9 | SO-1`],
  [set("hold", "released = 3", `id = ${holdOf("3")}`), `holdReleased | ${HOLD_3} | 4 | 3 | SO-1`],
  [set("hold", "expired = 1", `id = ${holdOf("1")}`), `holdExpired | ${HOLD_1} | 0 | 1 | SO-1`],
  [
    set("hold", "serials = '{}'", `id = ${holdOf("2")}`),
    `holdSerial | ${HOLD_2} / m2 SN1 |  | hold $h2 | SO-1`,
  ],
  [
    set("serial", "hold_id = null", "serial = 'SN1'"),
    `holdSerial | ${HOLD_2} / m2 SN1 | hold $h2 |  | SO-1`,
  ],
  [
    set("serial", `hold_id = ${holdOf("3")}`, "serial = 'SN3'"),
    `holdSerial | ${HOLD_3} / m2 SN3 |  | hold $h3 | SO-1`,
  ],
  [
    `with lists as (${set("hold", "serials = '{}'", `id = ${holdOf("2")}`)})
     ${set("serial", "hold_id = null", "serial = 'SN1'")}`,
    `holdSerialCount | ${HOLD_2} | 1 | 0 | SO-1`,
  ],
  [
    set("serial", "stock_id = null", "serial = 'SN3'"),
    "serialPlace | M002 手机 / SN3 | M002 手机 / 主仓 |  | IN-1",
  ],
  [
    set("serial", `stock_id = ${stockOf("m1", "s2")}`, "serial = 'SN2'"),
    "serialPlace | M002 手机 / SN2 |  | M001 螺丝 / 货架仓 / A-01 | OUT-1",
  ],
  [
    "delete from serial where account_id = $1 and serial = 'SN3'",
    "serialPlace | M002 手机 / SN3 | M002 手机 / 主仓 |  | IN-1",
  ],
];

/** A wrong log is told by all that is derived from it. */
const logs: [statement: string, findings: string[]][] = [
  [
    set("ledger", "amount = amount - 0.01", "seq = 16"),
    [
      "poolValue | M006 茶杯 | 31.84 | 31.85 | CXD-1",
      "billLineCost | inv_disassemble CXD-1 / $1000044 | 31.84 | 31.85 | CXD-1",
      "billConservation | inv_disassemble CXD-1 | 7.77 | 7.76 | CXD-1",
    ],
  ],
  [
    set("ledger", "quantity = 6", "seq = 15"),
    ["onHand | M005 茶叶 / 主仓 | 6 | 4 | CXD-1", "poolQuantity | M005 茶叶 | 6 | 4 | CXD-1"],
  ],
  [
    set("ledger", "bill_date = '2026-08-11'", "seq = 1"),
    [
      "negativeAtDate | M001 螺丝 / 主仓 | ≥ 0 | 2026-08-10 -10 | OUT-1",
      "poolLastDate | M001 螺丝 | 2026-08-11 | 2026-08-10 | OUT-1",
      "outCost | M001 螺丝 | -5.56 | -5.09 | OUT-1",
    ],
  ],
  [
    set("ledger", `pool_id = ${poolOf("m6")}`, "seq = 1"),
    [
      "poolOfKey | M001 螺丝 / 主仓 | 1 | 2 | OUT-1",
      "poolQuantity | M001 螺丝 | 10 | 110 | OUT-1",
      "poolValue | M001 螺丝 | 6.02 | 56.02 | OUT-1",
      "poolQuantity | M006 茶杯 | 106 | 6 | CXD-1",
      "poolValue | M006 茶杯 | 81.85 | 31.85 | CXD-1",
      "outCost | M001 螺丝 | -5.56 | -5.09 | OUT-1",
    ],
  ],
  [
    set("ledger", "serials = '{SN1,SN2}'", "seq = 3"),
    [
      "serialCount | M002 手机 / 主仓 | 2 | 1 | OUT-1",
      "serialPlace | M002 手机 / SN3 |  | M002 手机 / 主仓 | ",
    ],
  ],
  [
    set("ledger", "serials = '{SN1,SN1,SN2}'", "seq = 3"),
    [
      "serialChain | M002 手机 / SN1 | ≤ 1 | M002 手机 / 主仓 × 2 | IN-1",
      "serialPlace | M002 手机 / SN3 |  | M002 手机 / 主仓 | ",
    ],
  ],
  [
    set("ledger", "amount = 1", "seq = 7"),
    [
      "reversal | IN-3 #7 | amount 0.00 | amount 1.00 | IN-3",
      "poolValue | M005 茶叶 | 16.92 | 15.92 | CXD-1",
    ],
  ],
  [
    "delete from ledger where account_id = $1 and seq = 6",
    [
      "ledgerGap | ledger #7 | 6 | 7 | IN-3",
      "reversal | IN-3 #7 |  | reverses 6 | IN-3",
      "onHand | M005 茶叶 / 主仓 | -3 | 4 | CXD-1",
      "poolQuantity | M005 茶叶 | -3 | 4 | CXD-1",
    ],
  ],
  [
    "delete from ledger where account_id = $1 and seq = 16",
    [
      "ledgerEnd | lane $1 | 15 | 16 | CXD-1",
      "onHand | M006 茶杯 / 主仓 | 0 | 6 | ",
      "poolQuantity | M006 茶杯 | 0 | 6 | ",
      "poolValue | M006 茶杯 | 0.00 | 31.85 | ",
      "poolLastDate | M006 茶杯 |  | 2026-08-20 | ",
      "billLineCost | inv_disassemble CXD-1 / $1000044 | 0.00 | 31.85 | CXD-1",
      "billConservation | inv_disassemble CXD-1 | 7.77 | -24.08 | CXD-1",
    ],
  ],
  [
    `with rows as (${set("ledger", "amount = amount - 0.01", "seq = 9")})
     ${set("ledger", "hold_quantity = 9", "seq = 12")}`,
    [
      "reversal | OUT-1 #10 | amount 1000.01 | amount 1000.00 | OUT-1",
      "poolValue | M002 手机 | 1999.99 | 2000.00 | OUT-1",
      `holdConsumption | ${HOLD_1} | 9 | 10 | SO-1`,
    ],
  ],
  [
    set("hold_event", "quantity = 6", `hold_id = ${holdOf("1")} and kind = 'released'`),
    ["occupied | M001 螺丝 / 主仓 | 14 | 15 | SO-1", `holdReleased | ${HOLD_1} | 6 | 5 | SO-1`],
  ],
  [
    "delete from bill where account_id = $1 and bill_no = 'CXD-1'",
    [
      "billStatus | inv_disassemble CXD-1 | C |  | CXD-1",
      "billLineCost | inv_disassemble CXD-1 / $1000042 | 40.00 |  | CXD-1",
      "billLineCost | inv_disassemble CXD-1 / $1000043 | 15.92 |  | CXD-1",
      "billLineCost | inv_disassemble CXD-1 / $1000044 | 31.85 |  | CXD-1",
      "billConservation | inv_disassemble CXD-1 | 0.00 | 7.77 | CXD-1",
    ],
  ],
  [
    `with rows as (${set("ledger", "amount = 1", "seq = 6")}),
       opposite as (${set("ledger", "amount = -2", "seq = 7")}),
       lost as (delete from bill where account_id = $1 and bill_no = 'CXD-1'),
       gone as (delete from ledger where account_id = $1 and seq > 13),
       lane as (update lane set ledger_seq = 13 where account_id = $1),
       parts as (${set("stock", "on_hand = 0", "material_id in ('m5', 'm6')")}),
       pools as (
         update cost_pool set quantity = 0, value = 0, last_date = ''
         where account_id = $1 and material_id in ('m5', 'm6')),
       kits as (${set("stock", "on_hand = 5", "material_id = 'm4'")})
     update cost_pool set quantity = 5, value = 100.01, last_date = '2026-08-02'
     where account_id = $1 and material_id = 'm4'`,
    [
      "reversal | IN-3 #7 | amount -1.00 | amount -2.00 | IN-3",
      "poolValue | M005 茶叶 | -1.00 | 0.00 | IN-3",
      "poolEmptyValue | M005 茶叶 | 0.00 | -1.00 | IN-3",
    ],
  ],
];

async function filled(accountId: string, text: string): Promise<string> {
  const { rows } = await database.pool.query(
    "select entry_id, id from hold where account_id = $1",
    [accountId],
  );
  return rows
    .reduce((result, { entry_id, id }) => result.replaceAll(`$h${entry_id}`, id), text)
    .replaceAll("$1", accountId);
}

async function corrupted(statement: string): Promise<{ accountId: string; findings: Finding[] }> {
  const accountId = await stockedAccount();
  expect(await verify(accountId)).toEqual([]);
  await database.pool.query(statement, [accountId]);
  return { accountId, findings: await verify(accountId) };
}

describe("one wrong number is one finding", () => {
  const cases = [...balances, ...holds].map(([statement, finding]) => ({ statement, finding }));
  test.each(cases)("$finding", async ({ statement, finding: expected }) => {
    const { accountId, findings } = await corrupted(statement);
    expect(findings.map(told)).toEqual([await filled(accountId, expected)]);
  });
});

describe("a wrong log is told by all that is derived from it", () => {
  const cases = logs.map(([statement, findings]) => ({ statement, expected: findings }));
  test.each(cases)("$expected.0", async ({ statement, expected }) => {
    const { accountId, findings } = await corrupted(statement);
    const all = await Promise.all(expected.map((text) => filled(accountId, text)));
    expect(findings.map(told)).toEqual(all);
  });
});

test("every check has a case above", () => {
  const cases = [...balances, ...holds, ...logs].map(([, finding]) => String(finding)).join(",");
  // Those of the floating unit are in verify-floats.test.ts, of sources in trading.test.ts.
  const others = Object.keys(checks).filter((check) => !/Float|^sourceDrawn$/.test(check));
  const untested = others.filter((check) => !cases.includes(`${check} |`));
  expect(untested).toEqual([]);
});

test("a finding reads in both languages", async () => {
  const { findings } = await corrupted(balances[0]?.[0] ?? "");
  const texts = findings.flatMap((item) => [findingText(item, "zh"), findingText(item, "en")]);
  const record = findings[0]?.record;
  expect(texts).toEqual([
    `即时库存：M001 螺丝 / 主仓，按流水应为 90，实为 91，单据 OUT-1 [${record}]`,
    `on hand: M001 螺丝 / 主仓: 90 by the ledger, found 91, bill OUT-1 [${record}]`,
  ]);
});

test("every account apart, with progress", async () => {
  const right = await stockedAccount();
  const wrong = await stockedAccount();
  await database.pool.query("update lane set ledger_seq = 20 where account_id = $1", [wrong]);
  const seen: VerifyProgress[] = [];
  const found = new Map<string, number>();
  const store = createVerifyStore(database);
  for await (const { accountId, findings } of verifyAll({
    store,
    onProgress: (progress) => void seen.push(progress),
  })) {
    found.set(accountId, findings.length);
  }
  expect([found.get(right), found.get(wrong)]).toEqual([0, 1]);
  expect(seen).toContainEqual({ accountId: right, part: "stocks", compared: 7 });
});

test("sees one moment, whatever commits meanwhile", async () => {
  const accountId = await stockedAccount();
  const history = database.pool;
  const findings = await verifyAccount({
    accountId,
    store: {
      ...createVerifyStore(database),
      inSnapshot: (id, work) =>
        createVerifyStore(database).inSnapshot(id, async (facts) => {
          for await (const _ of facts.sequences()) break;
          await history.query(set("stock", "on_hand = on_hand + 1", "true"), [id]);
          return work(facts);
        }),
    },
  });
  expect(findings).toEqual([]);
  expect(await verify(accountId)).toHaveLength(7);
});
