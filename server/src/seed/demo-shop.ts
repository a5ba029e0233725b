/**
 * A small shop: goods with units, batches, shelf life, serials and colours, in a store with bins
 * and one without.
 */
import { dayOf } from "../application/china-time.ts";
import { occupyStock } from "../application/occupy.ts";
import type { Data } from "../application/ports.ts";
import { type Seeder, seedBill, seedMaster } from "./plan.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Ids of the shop's records are readable: kind, then number. */
const UNITS = {
  bottle: "1001",
  box: "1002",
  cup: "1003",
  piece: "1004",
  kilogram: "1005",
} as const;
const STORES = { main: "2001", shop: "2002" } as const;
const BINS = { first: "3001", second: "3002" } as const;
const GOODS = {
  water: "4001",
  yogurt: "4002",
  phone: "4003",
  shirt: "4004",
  set: "4005",
  rice: "4006",
} as const;

export async function seedShop(seeder: Seeder): Promise<void> {
  await seedShopMasters(seeder);
  await seedShopMaterials(seeder);
  await seedReceipts(seeder);
  await seedShopHold(seeder);
}

async function seedShopMasters(seeder: Seeder): Promise<void> {
  const units = [
    [UNITS.bottle, "瓶", "0"],
    [UNITS.box, "箱", "0"],
    [UNITS.cup, "杯", "0"],
    [UNITS.piece, "台", "0"],
    [UNITS.kilogram, "千克", "3"],
  ] as const;
  for (const [id, name, precision] of units) {
    await seedMaster(seeder, "measure_unit", id, { name, precision });
  }
  await seedMaster(seeder, "store", STORES.main, {
    number: "CK00003",
    name: "主仓",
    is_allow_freight: true,
  });
  await seedMaster(seeder, "store", STORES.shop, { number: "CK00004", name: "门店仓" });
  const bins = [
    [BINS.first, "A-01-01", "A 区 01 架 01 层"],
    [BINS.second, "A-01-02", "A 区 01 架 02 层"],
  ] as const;
  for (const [id, number, name] of bins) {
    await seedMaster(seeder, "space", id, { number, name, stock_id: STORES.main });
  }
  await seedMaster(seeder, "material_group", "7001", { number: "01", name: "食品饮料" });
  await seedMaster(seeder, "customer", "6001", { number: "KH00001", name: "星光便利店" });
  await seedMaster(seeder, "aux_type", "5001", { number: "YS", name: "颜色" });
  await seedMaster(seeder, "aux_attribute", "5101", { number: "01", name: "红", group_id: "5001" });
  await seedMaster(seeder, "aux_attribute", "5102", { number: "02", name: "蓝", group_id: "5001" });
}

async function seedShopMaterials(seeder: Seeder): Promise<void> {
  const goods: [string, Data][] = [
    [
      GOODS.water,
      {
        number: "SP10001",
        name: "矿泉水",
        parent_id: "7001",
        model: "550ml",
        barcode: "6900000000017",
        base_unit_id: UNITS.bottle,
        is_multi_unit: true,
        fix_unit_id1: UNITS.box,
        coefficient1: "24",
      },
    ],
    [
      GOODS.yogurt,
      {
        number: "SP10002",
        name: "酸奶",
        parent_id: "7001",
        model: "180g",
        base_unit_id: UNITS.cup,
        is_batch: true,
        is_kf_period: true,
        kf_period: "6",
        kf_period_type: "2",
      },
    ],
    [GOODS.phone, { number: "SP10003", name: "手机", base_unit_id: UNITS.piece, is_serial: true }],
    [
      GOODS.shirt,
      {
        number: "SP10004",
        name: "T恤",
        base_unit_id: "95048862702712799988",
        is_asst_attr: true,
        aux_entity: [
          { sku_id: "5201", sku_number: "TX-01", aux_id1: "5101" },
          { sku_id: "5202", sku_number: "TX-02", aux_id1: "5102" },
        ],
      },
    ],
    [GOODS.set, { number: "SP10005", name: "手机礼盒", base_unit_id: UNITS.piece }],
    [GOODS.rice, { number: "SP10006", name: "大米", base_unit_id: UNITS.kilogram }],
  ];
  for (const [id, input] of goods) await seedMaster(seeder, "material", id, input);
}

async function seedReceipts(seeder: Seeder): Promise<void> {
  const day = dayOf(seeder.unit.now - 7 * DAY_MS);
  const inMain = { stock_id: STORES.main, sp_id: BINS.first };
  const rows: Data[] = [
    { ...inMain, material_id: GOODS.water, unit_id: UNITS.box, qty: "50", unit_cost: "28.80" },
    {
      ...inMain,
      material_id: GOODS.yogurt,
      unit_id: UNITS.cup,
      qty: "300",
      unit_cost: "3.2",
      batch_no: `SN${day.replaceAll("-", "")}`,
      kf_date: day,
      sp_id: BINS.second,
    },
    {
      ...inMain,
      material_id: GOODS.phone,
      unit_id: UNITS.piece,
      qty: "3",
      unit_cost: "1999",
      sn_list: "PH0001;PH0002:展示机;PH0003",
    },
    {
      material_id: GOODS.shirt,
      unit_id: "95048862702712799988",
      stock_id: STORES.shop,
      qty: "40",
      unit_cost: "35",
      aux_prop_id: "5201",
    },
    {
      material_id: GOODS.set,
      unit_id: UNITS.piece,
      stock_id: STORES.shop,
      qty: "5",
      unit_cost: "2150",
    },
    {
      material_id: GOODS.rice,
      unit_id: UNITS.kilogram,
      stock_id: STORES.shop,
      qty: "125.5",
      unit_cost: "5.6",
    },
  ];
  await seedBill(seeder, "inv_other_in", {
    ids: [],
    createdAt: `${day} 09:30:00`,
    input: {
      bill_date: day,
      trans_type_id: "12",
      remark: "演示：门店备货",
      operation_key: "audit",
      material_entity: rows,
    },
  });
}

async function seedShopHold({ unit, caller }: Seeder): Promise<void> {
  await occupyStock(unit, caller, {
    bill_type_id: "isv_bill",
    bill_id: "WEB20001",
    bill_no: "WEB20001",
    material_entity: [
      {
        bill_entry_id: "1",
        material_id: GOODS.water,
        qty: "2",
        unit: UNITS.box,
        stock_id: STORES.main,
        sp_id: BINS.first,
      },
    ],
  });
}
