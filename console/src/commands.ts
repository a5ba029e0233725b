/** Commands of the tour. They work on a server with demo data as they stand. */

export const CREDENTIALS_COMMAND = "npx xingcang credentials --show";

/** The request of the seed document 库存占用释放, to the letter. */
const RELEASE = {
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
};

const call = (rest: string) => `npx xingcang call ${rest}`;

export const TOUR = {
  inventory: call("GET /jdy/v2/scm/inventory"),
  occupy: call("GET /jdy/v2/scm/inventory 'material_numbers=SP00009'"),
  release: call(`POST /jdy/v2/scm/inv_release_occupy '${JSON.stringify(RELEASE)}'`),
  again: call("GET /jdy/v2/scm/inventory 'material_numbers=SP00009'"),
  disassembly: call("GET /jdy/v2/scm/inv_disassemble_detail 'number=001'"),
} as const;
