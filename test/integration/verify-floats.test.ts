/** `verify` finds each wrong number of the floating unit, with the bill behind it (D4, P4). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checks, type Finding } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import { writeFloatHistory } from "../support/float-history.ts";
import { newAccount } from "../support/small-history.ts";
import { startTemporaryDatabase, type TemporaryDatabase } from "../support/temporary-database.ts";

let temporary: TemporaryDatabase;
let database: Database;
let accounts = 0;

/** Nobody is kept from anything any more: these tests do what a mistaken administrator could do. */
const UNGUARD = `
  grant update, delete on ledger, hold_event to current_user;
  alter table ledger drop constraint ledger_counts_move_together`;

beforeAll(async () => {
  temporary = await startTemporaryDatabase();
  database = temporary.database;
  await database.pool.query(UNGUARD);
});

afterAll(() => temporary.close());

const verify = (accountId: string) =>
  verifyAccount({ store: createVerifyStore(database), accountId });

const told = ({ check, subject, expected, actual, bill }: Finding) =>
  [check, subject, expected, actual, bill].join(" | ");

const set = (table: string, change: string, where = "true") =>
  `update ${table} set ${change} where account_id = $1 and ${where}`;
const holdOf = (entry: string) =>
  `(select id from hold where account_id = $1 and entry_id = '${entry}')`;

const CLOTH = "m9 布 / 主仓";
const HOLD = `sal_bill_order 9001 1 / ${CLOTH}`;
const HOLD_2 = `sal_bill_order 9001 2 / ${CLOTH}`;
const ENTRY_1 = "entry_id = '1'";

const cases: [statement: string, findings: string[]][] = [
  [set("stock", "on_hand_float = 3"), [`onHandFloat | ${CLOTH} | 2 | 3 | OUT-2`]],
  [set("stock", "occupied_float = 2"), [`occupiedFloat | ${CLOTH} | 1 | 2 | SO-1`]],
  [set("hold", "opened_float = 3", ENTRY_1), [`holdOpenedFloat | ${HOLD} | 2 | 3 | SO-1`]],
  [set("hold", "consumed_float = 0", ENTRY_1), [`holdConsumedFloat | ${HOLD} | 1 | 0 | SO-1`]],
  [set("hold", "released_float = 0", ENTRY_1), [`holdReleasedFloat | ${HOLD} | 1 | 0 | SO-1`]],
  [
    set("hold", "expired_float = 0.5, opened_float = 2.5", ENTRY_1),
    [`holdOpenedFloat | ${HOLD} | 2 | 2.5 | SO-1`, `holdExpiredFloat | ${HOLD} | 0 | 0.5 | SO-1`],
  ],
  [
    set("hold_event", "float_quantity = 3", `kind = 'opened' and hold_id = ${holdOf("2")}`),
    [`occupiedFloat | ${CLOTH} | 3 | 1 | SO-1`, `holdOpenedFloat | ${HOLD_2} | 3 | 1 | SO-1`],
  ],
  [
    set("hold_event", "float_quantity = 0", "kind = 'consumed'"),
    [
      `occupiedFloat | ${CLOTH} | 3 | 1 | SO-1`,
      `holdConsumedFloat | ${HOLD} | 0 | 1 | SO-1`,
      `holdConsumptionFloat | ${HOLD} | 1 | 0 | SO-1`,
      `holdConsumedFloat | ${HOLD_2} | -1 | 0 | SO-1`,
      `holdConsumptionFloat | ${HOLD_2} | 0 | -1 | SO-1`,
    ],
  ],
  [set("ledger", "float_quantity = 4", "seq = 1"), [`onHandFloat | ${CLOTH} | 3 | 2 | OUT-2`]],
  [
    set("ledger", "float_quantity = -1", "seq = 1"),
    [
      `onHandFloat | ${CLOTH} | -2 | 2 | OUT-2`,
      `negativeFloatAtDate | ${CLOTH} | ≥ 0 | 2026-08-01 -1 | IN-1`,
    ],
  ],
  [
    set("ledger", "hold_float_quantity = 0", "seq = 2"),
    [`holdConsumptionFloat | ${HOLD} | 0 | 1 | SO-1`],
  ],
  [
    set("ledger", "float_quantity = 2", "seq = 4"),
    [
      "reversal | OUT-2 #4 | float_quantity 1 | float_quantity 2 | OUT-2",
      `onHandFloat | ${CLOTH} | 3 | 2 | OUT-2`,
    ],
  ],
  [
    set("ledger", "hold_float_quantity = 0", "seq = 4"),
    ["reversal | OUT-2 #4 | hold_float_quantity 1 | hold_float_quantity 0 | OUT-2"],
  ],
];

describe("one wrong number of the floating unit", () => {
  const named = cases.map(([statement, findings]) => ({ statement, findings }));
  test.each(named)("$findings.0", async ({ statement, findings }) => {
    accounts += 1;
    const accountId = String(accounts);
    await writeFloatHistory(await newAccount(database, accountId));
    expect(await verify(accountId)).toEqual([]);
    await database.pool.query(statement, [accountId]);
    expect((await verify(accountId)).map(told)).toEqual(findings);
  });
});

test("every check of the floating unit has a case above", () => {
  const all = cases.flatMap(([, findings]) => findings).join(",");
  const floats = Object.keys(checks).filter((check) => check.includes("Float"));
  expect(floats.filter((check) => !all.includes(`${check} |`))).toEqual([]);
  expect(floats).toHaveLength(8);
});
