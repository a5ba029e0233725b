/**
 * A small history of every kind of record, written by the verbs themselves; for tests that need a
 * stocked account.
 */
import { auditBill } from "../../server/src/application/audit-bill.ts";
import { billTypeOf } from "../../server/src/application/bill-type.ts";
import { occupyStock } from "../../server/src/application/occupy.ts";
import type { Caller, Data, UnitOfWork } from "../../server/src/application/ports.ts";
import { releaseStock } from "../../server/src/application/release.ts";
import { saveBill } from "../../server/src/application/save-bill.ts";
import { unauditBill } from "../../server/src/application/unaudit-bill.ts";
import type { Database } from "../../server/src/storage/database.ts";
import { createWorkStore } from "../../server/src/storage/unit-of-work.ts";

const NOW = Date.UTC(2026, 7, 31, 4);
const stored = { createdAt: NOW, creatorId: "1", modifiedAt: NOW, modifierId: "1" };

const masters: [kind: string, id: string, number: string, name: string, data: Data][] = [
  ["measure_unit", "u1", "pcs", "个", { precision: "2" }],
  ["store", "s1", "S1", "主仓", {}],
  ["store", "s2", "S2", "货架仓", { is_allow_freight: true }],
  ["space", "b1", "A-01", "A-01", { stock_id: "s2" }],
  ["supplier", "v1", "V1", "供应商", {}],
  ["material", "m1", "M001", "螺丝", {}],
  ["material", "m2", "M002", "手机", { is_serial: true }],
  ["material", "m3", "M003", "牛奶", { is_batch: true }],
  ["material", "m4", "M004", "礼盒", {}],
  ["material", "m5", "M005", "茶叶", {}],
  ["material", "m6", "M006", "茶杯", {}],
  ["material", "m7", "M007", "茶壶", { cost_method: "3" }],
  ["material", "m8", "M008", "茶盘", { inv_mgr_type: "1" }],
  ["material", "m9", "M009", "茶巾", { cost_method: "3", inv_mgr_type: "1" }],
];

export interface History {
  readonly accountId: string;
  /** Runs one verb in the account's transaction. */
  run<T>(work: (unit: UnitOfWork, caller: Caller) => Promise<T>): Promise<T>;
  /** Saves and audits a bill; returns its id. */
  post(type: string, billNo: string, billDate: string, lines: Data[], head?: Data): Promise<string>;
  unaudit(type: string, id: string): Promise<void>;
}

const at = (material: string, store: string, more: Data = {}): Data => ({
  material_id: material,
  unit_id: "u1",
  stock_id: store,
  ...more,
});

/** An account with its masters and no stock. */
export async function newAccount(
  database: Database,
  accountId: string,
  rowsBeforeReply = 1000,
): Promise<History> {
  // In one statement, so that a backup taken meanwhile has both rows or none.
  await database.pool.query(
    `with account as (insert into account (id, name) values ($1, $1) returning id)
     insert into lane (account_id) select id from account`,
    [accountId],
  );
  let lastId = 0;
  const newId = () => {
    lastId += 1;
    return `${accountId}${String(lastId).padStart(6, "0")}`;
  };
  const store = createWorkStore(database, { now: () => NOW, newId, rowsBeforeReply });
  const caller: Caller = { accountId, clientId: "100001", userId: "1" };
  const run: History["run"] = (work) => store.inAccount(accountId, (unit) => work(unit, caller));
  await run(async (unit) => {
    for (const [kind, id, number, name, data] of masters) {
      const base = kind === "material" ? { base_unit_id: "u1", ...data } : data;
      const names = { kind, id, number, name, parentId: "", enabled: true };
      await unit.saveMaster({ ...names, data: base, ...stored });
    }
  });
  return {
    accountId,
    run,
    async post(type, billNo, billDate, lines, head = {}) {
      const control = { bill_no: billNo, bill_date: billDate, operation_key: "audit" };
      const input = { ...head, ...control, material_entity: lines };
      const { ids } = await run((unit, by) => saveBill(unit, by, type, input));
      return ids[0] ?? "";
    },
    unaudit: (type, id) =>
      run(async (unit, by) => {
        const bill = (await unit.bills(type, [id])).get(id);
        if (bill === undefined) throw new Error(`no bill ${id}`);
        await unauditBill(unit, by, billTypeOf(type), bill);
      }),
  };
}

/**
 * Receipts, holds that are released, consumed and returned, serials, a disassembly with a fee,
 * un-audits.
 */
export async function writeHistory(history: History): Promise<void> {
  await receive(history);
  await hold(history);
  await takeApart(history);
}

async function receive({ post, unaudit, run }: History): Promise<void> {
  await post("inv_other_in", "IN-1", "2026-08-01", [
    at("m1", "s1", { qty: "100", cost: "50" }),
    at("m1", "s2", { qty: "20", cost: "11.11", sp_id: "b1" }),
    at("m2", "s1", { qty: "3", cost: "3000", sn_list: "SN1;SN2:旧;SN3" }),
  ]);
  await post("inv_other_in", "IN-2", "2026-08-02", [
    at("m3", "s1", { qty: "12.5", cost: "99.99", batch_no: "B01" }),
    at("m4", "s1", { qty: "5", cost: "100.01" }),
  ]);
  const wrong = await post("inv_other_in", "IN-3", "2026-08-03", [at("m5", "s1", { qty: "7" })]);
  await unaudit("inv_other_in", wrong);
  await run((unit, by) => {
    const lines = [at("m6", "s1", { qty: "1" })];
    const draft = { bill_no: "IN-4", bill_date: "2026-08-04", material_entity: lines };
    return saveBill(unit, by, "inv_other_in", draft);
  });
}

async function hold({ post, unaudit, run }: History): Promise<void> {
  const order = { bill_type_id: "sal_bill_order", bill_id: "9001", bill_no: "SO-1" };
  const wanted = [
    { bill_entry_id: "1", qty: "30", ...held("m1") },
    { bill_entry_id: "2", qty: "2", ...held("m2"), sn_list: "SN1;SN2" },
    { bill_entry_id: "3", qty: "4", ...held("m1") },
  ];
  await run((unit, by) => occupyStock(unit, by, { ...order, material_entity: wanted } as never));
  const source = { src_bill_type_id: "sal_bill_order", src_inter_id: "9001" };
  const freed = [
    { src_entry_id: "1", qty: "5", ...held("m1") },
    { src_entry_id: "3", qty: "4", ...held("m1") },
  ];
  await run((unit, by) => releaseStock(unit, by, { ...source, material_entity: freed } as never));
  const rows = [
    at("m1", "s1", { qty: "10", ...source, src_entry_id: "1" }),
    at("m2", "s1", { qty: "1", sn_list: "SN2", ...source, src_entry_id: "2" }),
  ];
  const out = await post("inv_other_out", "OUT-1", "2026-08-10", rows);
  await unaudit("inv_other_out", out);
  await run(async (unit, by) => {
    const bill = (await unit.bills("inv_other_out", [out])).get(out);
    if (bill !== undefined) await auditBill(unit, by, billTypeOf("inv_other_out"), bill);
  });
}

const held = (material: string) => ({ material_id: material, unit: "u1", stock_id: "s1" });

async function takeApart({ post }: History): Promise<void> {
  const fee = { amount: "7.77", supplier_id: "v1", exchange_rate: "1" };
  await post(
    "inv_disassemble",
    "CXD-1",
    "2026-08-20",
    [
      at("m4", "s1", { material_type: "M", qty: "2" }),
      at("m5", "s1", { material_type: "S", qty: "4", cost_share_percent: "33.33" }),
      at("m6", "s1", { material_type: "S", qty: "6", cost_share_percent: "66.67" }),
    ],
    { allocate_rule: "1", cost_fee_entity: { fee_records: [fee] } },
  );
}
