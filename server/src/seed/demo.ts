/**
 * Demo data: the records of the two seed documents (库存占用释放, 拆卸单详情) under the very ids printed
 * there, so that their requests work unchanged, and a small warehouse around them to look at.
 */

import { occupyStock } from "../application/occupy.ts";
import type { Caller, UnitOfWork } from "../application/ports.ts";
import { seedBuiltin } from "./builtin.ts";
import { seedShop } from "./demo-shop.ts";
import { type Seeder, seedBill, seedMaster } from "./plan.ts";

/** The maker of the seed document's bill; in the demo he is the administrator. */
export const DEMO_USER = { id: "1", number: "001", name: "创建人A" } as const;

export async function seedDemo(unit: UnitOfWork, caller: Caller): Promise<void> {
  const seeder: Seeder = { unit, caller };
  await seedBuiltin(seeder);
  await seedUnits(seeder);
  await seedPartners(seeder);
  await seedPlaces(seeder);
  await seedMaterials(seeder);
  await seedBills(seeder);
  await seedHold(seeder);
  await seedShop(seeder);
}

/** Units of the seed documents, and those that the shop needs. */
async function seedUnits(seeder: Seeder): Promise<void> {
  const units = [
    ["1", "g", "克", "0"],
    ["3", "支", "支", "0"],
    ["50", "卷", "卷", "0"],
    ["95048862702712799980", "个", "个", "0"],
    ["95048862702712799988", "件", "件", "0"],
  ] as const;
  for (const [id, number, name, precision] of units) {
    await seedMaster(seeder, "measure_unit", id, { number, name, precision });
  }
}

const BOTH = "739162890728163328";

async function seedPartners(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "department", "739162466113570816", { number: "BM01", name: "动物园" });
  await seedMaster(seeder, "department", BOTH, { number: "GYS0001", name: "GYS0001" });
  await seedMaster(seeder, "emp", BOTH, { number: "GYS0001", name: "GYS0001" });
  await seedMaster(seeder, "supplier", BOTH, { number: "GYS0001", name: "GYS0001" });
  await seedMaster(seeder, "supplier", "1", { number: "1", name: "1" });
  await seedMaster(seeder, "pacct_type", "1", { number: "001", name: "001" });
  await seedMaster(seeder, "settlement_account", "1", { number: "001", name: "现金" });
}

async function seedPlaces(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "store", "1", { number: "001", name: "仓库A" });
  await seedMaster(seeder, "store", "150505500796002302", {
    number: "CK00002",
    name: "test",
    is_allow_freight: true,
  });
  await seedMaster(seeder, "space", "1", {
    number: "A01",
    name: "aaa",
    stock_id: "150505500796002302",
  });
}

async function seedMaterials(seeder: Seeder): Promise<void> {
  await seedMaster(seeder, "material", "950505500796002304", {
    number: "SP00009",
    name: "表头仓库商品",
    base_unit_id: "95048862702712799980",
    is_multi_unit: true,
    fix_unit_id1: "95048862702712799988",
    coefficient1: "1",
    is_batch: true,
  });
  const parts = [
    ["843913969650383872", "1", "序列号01", "001"],
    ["843913969650383873", "2", "序列号02", "002"],
    ["843913969650383880", "ZJ001", "组件01", "001"],
    ["843913969650383890", "3", "序列号03", "003"],
  ] as const;
  for (const [id, number, name, model] of parts) {
    await seedMaster(seeder, "material", id, {
      number,
      name,
      model,
      barcode: "0045",
      base_unit_id: "1",
    });
  }
}

const PRODUCT = { material_id: "843913969650383880", unit_id: "1", stock_id: "1" };
const PART_1 = { material_id: "843913969650383872", unit_id: "1", stock_id: "1" };
const PART_2 = { material_id: "843913969650383873", unit_id: "1", stock_id: "1" };

async function seedBills(seeder: Seeder): Promise<void> {
  await seedBill(seeder, "inv_other_in", {
    ids: ["1", "11"],
    createdAt: "2020-03-01 09:00:00",
    input: {
      bill_date: "2020-03-01",
      trans_type_id: "12",
      remark: "演示：期初",
      operation_key: "audit",
      material_entity: [{ ...PRODUCT, qty: "10", unit_cost: "150" }],
    },
  });
  await seedBill(seeder, "inv_disassemble", disassembly(["1", "101", "11", "12", "13"], "001"));
  await seedBill(
    seeder,
    "inv_disassemble",
    draft(["844054399251655680", "844054399251655681", "843911133671732224", "843911133671732225"]),
  );
  await seedBill(seeder, "inv_other_in", {
    ids: ["951372470512833500", "951372470512833501"],
    createdAt: "2020-08-01 09:00:00",
    input: {
      bill_date: "2020-08-01",
      trans_type_id: "12",
      remark: "演示：库存占用释放的商品",
      operation_key: "audit",
      material_entity: [
        {
          material_id: "950505500796002304",
          unit_id: "95048862702712799988",
          stock_id: "150505500796002302",
          sp_id: "1",
          batch_no: "2222",
          qty: "100",
          unit_cost: "12.50",
        },
      ],
    },
  });
}

const FEE = {
  amount: "100.00",
  tax_amount: "20.00",
  cess: "20",
  comment: "拆卸费",
  currency_id: "1",
  dept_id: BOTH,
  emp_id: BOTH,
  exchange_rate: "1",
  pacct_type_id: "1",
  settle_supplier_id: "1",
  supplier_id: BOTH,
};

/** One product at 150.00 and a fee of 120.00 by cost share: parts at 90.00 and 180.00. */
function disassembly(ids: readonly string[], billNo: string) {
  return {
    ids,
    createdAt: "2020-03-05 10:00:00",
    input: {
      bill_no: billNo,
      bill_date: "2020-03-05",
      dept_id: "739162466113570816",
      currency_id: "1",
      allocate_rule: "1",
      remark: "演示：已审核的拆卸单",
      operation_key: "audit",
      cost_fee_entity: { fee_records: [{ ...FEE, amount: "120.00", tax_amount: "24.00" }] },
      material_entity: [
        { ...PRODUCT, material_type: "M", qty: "1" },
        { ...PART_1, material_type: "S", qty: "1", cost_share_percent: "33.33" },
        { ...PART_2, material_type: "S", qty: "2", cost_share_percent: "66.67" },
      ],
    },
  };
}

/**
 * The bill of the seed document: not audited, its first row a part, its numbers the printed ones.
 */
function draft(ids: readonly string[]) {
  return {
    ids,
    createdAt: "2020-03-10 13:44:58",
    input: {
      bill_no: "DBCK-20200310-00001",
      bill_date: "2020-03-10",
      dept_id: "739162466113570816",
      currency_id: "1",
      allocate_rule: "1",
      remark: "XXXXXX",
      cost_fee_entity: {
        fee_records: [
          {
            ...FEE,
            receive_info_entity: [
              { pay_type_id: "1", receive_amount: "120.00", settle_account_id: "1" },
            ],
          },
        ],
      },
      material_entity: [
        {
          ...PART_1,
          material_type: "S",
          qty: "50",
          cost: "50",
          price: "1",
          cost_share_percent: "100",
          barcode: "0045",
          comment: "备注XXX",
          pro_license: "333",
          pro_reg_no: "333",
        },
        { ...PRODUCT, material_type: "M", qty: "1" },
      ],
    },
  };
}

/** The occupy that the seed document's release gives back. */
async function seedHold({ unit, caller }: Seeder): Promise<void> {
  await occupyStock(unit, caller, {
    bill_type_id: "store_billl",
    bill_id: "951372470512833536",
    bill_no: "XF000202008050004.a",
    bill_date: "2020-08-10",
    is_re_calc_qty: true,
    material_entity: [
      {
        bill_entry_id: "951372803272134656",
        material_id: "950505500796002304",
        qty: "1",
        unit: "95048862702712799988",
        stock_id: "150505500796002302",
        sp_id: "1",
        batch_no: "2222",
      },
    ],
  });
}
