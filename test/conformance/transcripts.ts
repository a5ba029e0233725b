/**
 * One request for every endpoint of the contract, against the demo data, in this order; the replies
 * are the golden transcripts.
 */

export interface Transcript {
  readonly operation: string;
  /** Name of the golden file where one operation has several; else the operation. */
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const list = (operation: string, query: Record<string, string> = { page_size: "2" }) => ({
  operation: `${operation}.list`,
  query,
});
const detail = (operation: string, query: Record<string, string>) => ({
  operation: `${operation}.detail`,
  query,
});
const save = (operation: string, body: object) => ({ operation: `${operation}.save`, body });

const masters: Transcript[] = [
  save("measure_unit", { name: "打", precision: "0" }),
  detail("measure_unit", { number: "打" }),
  save("store_group", { name: "华东仓", number: "HD" }),
  detail("store_group", { number: "HD" }),
  save("store", { name: "上海仓", number: "SH01", is_allow_freight: true, group_number: "HD" }),
  detail("store", { number: "SH01" }),
  save("space", { name: "一号位", number: "SH-1", stock_id: "2001" }),
  detail("space", { number: "SH-1" }),
  save("material_group", { name: "日用品", number: "02" }),
  detail("material_group", { number: "02" }),
  save("material", {
    name: "毛巾",
    number: "SP20001",
    base_unit_id: "95048862702712799988",
    parent_number: "02",
    is_multi_unit: true,
    fix_unit_id1: "1002",
    coefficient1: 12,
  }),
  detail("material", { number: "SP20001" }),
  list("material_unit", { material_id: "4001" }),
  detail("material_unit", { id: "40011" }),
  save("aux_type", { name: "尺码", number: "CM" }),
  save("aux_attribute", { name: "大号", number: "L", group_id: "5001" }),
  save("aux_info_type", { name: "损耗原因", number: "SHYY" }),
  detail("aux_info_type", { number: "SHYY" }),
  save("aux_info", { name: "破损", number: "PS", group_id: "1" }),
  detail("aux_info", { number: "PS" }),
  save("supplier_group", { name: "食品供应商", number: "SP" }),
  save("supplier", { name: "清泉水厂", number: "GYS0002" }),
  detail("supplier", { number: "GYS0002" }),
  save("customer_group", { name: "门店", number: "MD" }),
  save("customer", { name: "晨光小店", number: "KH00002" }),
  detail("customer", { number: "KH00002" }),
  save("department", { name: "仓储部", number: "BM02" }),
  detail("department", { number: "BM02" }),
  save("emp", { name: "李仓管", number: "ZY00002" }),
  detail("emp", { number: "ZY00002" }),
  save("currency", { name: "美元", number: "USD" }),
  detail("currency", { number: "USD" }),
  save("pacct_type", { name: "运费", number: "002" }),
  save("settlement_account", { name: "银行卡", number: "002" }),
  ...[
    "measure_unit",
    "store",
    "store_group",
    "space",
    "material",
    "material_group",
    "aux_type",
    "aux_attribute",
    "aux_info",
    "aux_info_type",
    "supplier",
    "supplier_group",
    "customer",
    "customer_group",
    "department",
    "emp",
    "currency",
    "pacct_type",
    "settlement_account",
  ].map((kind) => list(kind)),
];

const line = { material_id: "843913969650383880", unit_id: "1", stock_id: "1", qty: 1 };

const bills: Transcript[] = [
  save("inv_other_in", {
    bill_date: "2021-01-01",
    trans_type_id: "12",
    operation_key: "audit",
    material_entity: [{ ...line, unit_cost: 160 }],
  }),
  list("inv_other_in", { end_bill_date: "2021-12-31", page_size: "2" }),
  detail("inv_other_in", { number: "QTRK-20210101-00001" }),
  save("inv_other_out", {
    bill_date: "2021-01-02",
    trans_type_id: "13",
    operation_key: "audit",
    material_entity: [line],
  }),
  list("inv_other_out"),
  detail("inv_other_out", { number: "QTCK-20210102-00001" }),
  // The requests of the seed documents, as printed there.
  detail("inv_disassemble", { id: "1", number: "001" }),
  {
    ...detail("inv_disassemble", { id: "844054399251655680" }),
    name: "seed.inv_disassemble.detail",
  },
  {
    operation: "stock.release",
    body: {
      bill_date: "2020-08-10 00:00:00",
      bill_no: "XF000202008050004.a",
      is_re_calc_qty: "true",
      material_entity: [
        {
          aux_prop_id: "0",
          aux_prop_name: "辅助属性A",
          aux_qty: "50",
          aux_unit_id: "50",
          base_qty: "1",
          base_unit: "95048862702712799980",
          batch_no: "2222",
          def_float_qty: "0",
          kf_date: "2022-08-08",
          kf_period: "180",
          kf_type: "3",
          material_id: "950505500796002304",
          material_name: "表头仓库商品",
          material_number: "SP00009",
          qty: "1",
          sn_list: "）分隔）",
          sn_list_id: "50",
          sp_id: "1",
          space_name: "aaa",
          src_entry_id: "951372803272134656",
          stock_id: "150505500796002302",
          stock_name: "test",
          unit: "95048862702712799988",
          valid_date: "2022-08-08",
        },
      ],
      src_bill_resource: "LS",
      src_bill_type_id: "store_billl",
      src_inter_id: "951372470512833536",
    },
  },
  {
    operation: "stock.occupy",
    body: {
      bill_type_id: "isv_bill",
      bill_id: "ORDER-1",
      material_entity: [
        {
          bill_entry_id: "1",
          material_id: "950505500796002304",
          qty: "2",
          unit: "95048862702712799988",
          stock_id: "150505500796002302",
          sp_id: "1",
          batch_no: "2222",
        },
      ],
    },
  },
  save("inv_disassemble", {
    bill_date: "2021-01-03",
    material_entity: [
      { ...line, material_type: "M" },
      { ...line, material_id: "843913969650383872", material_type: "S" },
    ],
  }),
  list("inv_disassemble"),
];

const stock: Transcript[] = [
  {
    operation: "stock.inventory",
    query: { material_ids: "950505500796002304", include_batch_kf_period: "true" },
  },
  {
    operation: "stock.inventoryStock",
    query: { material_id: "950505500796002304", is_show_stock_position: "true" },
  },
  { operation: "stock.invDetail", query: { filter_material_id: "[843913969650383880]" } },
];

const system: Transcript[] = [
  {
    operation: "system.commonOperate",
    body: {
      entity_number: "inv_other_bill_outbound",
      operate_type: "unaudit",
      numbers: ["QTCK-20210102-00001"],
    },
  },
  { operation: "system.currentUserInfo" },
  {
    operation: "system.customFieldSave",
    body: {
      field_name: "柜号",
      field_type: "text",
      data_position: "head",
      suit_bills: ["inv_disassemble_bill"],
    },
  },
  { operation: "system.customField", query: { entity_number: "inv_disassemble_bill" } },
  { operation: "system.systemParam", query: { type: "A" } },
];

export const transcripts: readonly Transcript[] = [...masters, ...bills, ...stock, ...system];
