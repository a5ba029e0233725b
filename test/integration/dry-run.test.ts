/** 试算 over HTTP: `X-Xingcang-Dry-Run: 1` answers what a write would do and changes nothing. */
import { expect, test } from "vitest";
import { accountDigest } from "../support/account-digest.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

async function tried(path: string, body: object, header = "1") {
  const { server, client } = demo();
  const before = await accountDigest(
    server.system.database.pool,
    server.provisioned.grant.accountId,
  );
  const reply = await client.call("POST", path, {
    body,
    headers: { "X-Xingcang-Dry-Run": header },
  });
  const after = await accountDigest(
    server.system.database.pool,
    server.provisioned.grant.accountId,
  );
  expect(after).toEqual(before);
  return { ...JSON.parse(reply.body), header: reply.headers["x-xingcang-dry-run"] };
}

const ROW = { unit_id: "1", stock_id: "1" };

test("a 拆卸单 tells its movements, balances and costs before it is audited", async () => {
  const reply = await tried("/jdy/v2/scm/inv_disassemble", {
    bill_date: "2020-03-20",
    operation_key: "audit",
    cost_fee_entity: {
      fee_records: [{ amount: "120", pacct_type_id: "1", supplier_id: "1" }],
    },
    material_entity: [
      { ...ROW, material_id: "843913969650383880", material_type: "M", qty: 1 },
      {
        ...ROW,
        material_id: "843913969650383872",
        material_type: "S",
        qty: 1,
        cost_share_percent: "100",
      },
    ],
  });
  expect(reply).toMatchObject({
    errcode: 0,
    dry_run: {
      movements: [
        { material_number: "ZJ001", quantity: "-1", amount: "-150.00" },
        { material_number: "1", quantity: "1", amount: "270.00" },
      ],
      balances: [
        { material_number: "ZJ001", on_hand: "8", available: "8" },
        { material_number: "1", on_hand: "2" },
      ],
      costs: [
        { material_number: "ZJ001", value: "1200.00", average: "150" },
        { material_number: "1", value: "360.00", average: "180" },
      ],
    },
  });
});

test("an occupy tells what would be held", async () => {
  const reply = await tried("/jdy/v2/scm/inv_occupy", {
    bill_type_id: "isv_bill",
    bill_id: "DRY",
    material_entity: [
      {
        bill_entry_id: "1",
        material_id: "4001",
        qty: "1",
        unit: "1002",
        stock_id: "2001",
        sp_id: "3001",
      },
    ],
  });
  expect(reply.dry_run).toMatchObject({
    holds: [{ bill_id: "DRY", held: "24" }],
    balances: [{ stock_name: "主仓", on_hand: "1200", occupied: "72", available: "1128" }],
  });
});

test("an un-audit tells what would be taken back", async () => {
  const reply = await tried("/jdy/v2/sys/common_operate", {
    entity_number: "inv_disassemble_bill",
    operate_type: "unaudit",
    numbers: ["001"],
  });
  expect(reply.dry_run.movements).toHaveLength(3);
  expect(reply.dry_run.movements[0]).toMatchObject({ bill_no: "001", reverses: true });
});

test("true means the same as 1, and a value that is neither yes nor no is refused", async () => {
  const store = { name: "三号仓", number: "CK00099" };
  const yes = await tried("/jdy/v2/bd/store", store, "true");
  expect(yes).toMatchObject({ errcode: 0, header: "1" });
  const other = await tried("/jdy/v2/bd/store", store, "maybe");
  expect(other.errors).toMatchObject([{ key: "flagInvalid" }]);
});

test("a refusal is the same as without the header", async () => {
  const reply = await tried("/jdy/v2/bd/store", { name: "x", number: "001" });
  expect(reply.errors).toMatchObject([{ key: "numberTaken", field: "number" }]);
});

test("a receipt dated before an issue tells what that would cost then, and changes nothing", async () => {
  const { client } = demo();
  const { ids } = await client.material.save({ name: "试算补录", base_unit_id: "1004" });
  const row = { material_id: ids[0] ?? "", unit_id: "1004", stock_id: "1" };
  const audit = { operation_key: "audit", trans_type_id: "12" };
  const receive = (date: string, qty: string, cost: string) => ({
    ...audit,
    bill_date: date,
    material_entity: [{ ...row, qty, cost }],
  });
  await client.inv_other_in.save(receive("2026-05-01", "10", "100"));
  await client.inv_other_out.save({
    ...audit,
    trans_type_id: "13",
    bill_no: "OUT-DRY",
    bill_date: "2026-05-03",
    material_entity: [{ ...row, qty: "5" }],
  });
  const reply = await tried("/jdy/v2/scm/inv_other_in", receive("2026-05-02", "10", "200"));
  expect(reply).toMatchObject({
    errcode: 0,
    dry_run: {
      movements: [
        { quantity: "10", amount: "200.00", adjusts: false },
        { bill_no: "OUT-DRY", quantity: "0", amount: "-25.00", adjusts: true },
      ],
      balances: [{ on_hand: "15" }],
      costs: [{ quantity: "15", value: "225.00", average: "15" }],
    },
  });
});
