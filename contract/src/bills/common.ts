/**
 * Field groups that the stock bills share. A group is spread into a bill's declaration, so a field
 * is described once.
 */
import {
  date,
  decimalText,
  double,
  flag,
  int,
  list,
  map,
  object,
  ref,
  refNumber,
  request,
  rows,
  shape,
  type TSchema,
  text,
} from "../scalar.ts";

/** `X_id`, `X_name`, `X_number` of a reference in a reply. */
export function named<const Key extends string>(key: Key, title: string) {
  return {
    [`${key}_id`]: text(`${title}id`),
    [`${key}_name`]: text(`${title}名称`),
    [`${key}_number`]: text(`${title}编码`),
  } as Record<`${Key}_id` | `${Key}_name` | `${Key}_number`, ReturnType<typeof text>>;
}

// ---- save, line ----

export const materialById = { material_id: ref("material", "商品id", { role: "material" }) };
export const materialByNumber = {
  material_number: refNumber("material", "material_id", "商品编码"),
};
export const storeById = { stock_id: ref("store", "仓库id", { role: "store" }) };
export const storeByNumber = { stock_number: refNumber("store", "stock_id", "仓库编码") };
export const quantityAndUnit = {
  qty: double("数量", { role: "quantity" }),
  unit_id: ref("measure_unit", "单位id", { role: "unit" }),
};
export const bin = { sp_id: ref("space", "仓位id", { role: "bin" }) };
export const auxUnit = {
  aux_qty: double("辅助数量", { role: "auxQuantity" }),
  aux_unit_id: ref("measure_unit", "辅助单位id", { role: "auxUnit" }),
};
export const auxProperty = {
  aux_prop_id: text("辅助属性id（辅助属性商品必填）", { role: "auxProp" }),
  aux_id1: text("辅助属性1id", { role: "auxValue" }),
  aux_id2: text("辅助属性2id", { role: "auxValue" }),
  aux_id3: text("辅助属性3id", { role: "auxValue" }),
};
/** Only some saves take the fourth and fifth value. */
export const auxPropertyMore = {
  aux_id4: text("辅助属性4id", { role: "auxValue" }),
  aux_id5: text("辅助属性5id", { role: "auxValue" }),
};
export const batchAndShelfLife = {
  batch_no: text("批次号（批次商品必填）", { role: "batchNo", maxLength: 100 }),
  kf_date: date("生产日期（保质期商品必填）", { role: "kfDate" }),
  kf_period: int("保质期（保质期商品必填）", { role: "kfPeriod" }),
  kf_type: text("保质期类型（1 天 2 月 3 年）", { role: "kfType" }),
  valid_date: date("有效日期", { role: "validDate" }),
};
export const serials = {
  sn_list: text("序列号（格式 001:备注1;002，序列号商品必填）", {
    role: "serials",
    maxLength: 2_000_000,
  }),
  // The SDK's name of sn_list.
  sn: text("序列号（sn_list 的旧名）", { aliasOf: "sn_list", maxLength: 2_000_000 }),
  sn_list_id: text("序列号流转ID"),
};
export const givenCost = {
  cost: double("成本", { role: "cost" }),
  unit_cost: double("单位成本", { role: "unitCost" }),
};
export const baseQuantity = {
  base_qty: double("基本数量", { role: "baseQuantity" }),
  base_unit_id: ref("measure_unit", "基本单位id", { role: "baseUnit" }),
};
export const sourceLink = {
  src_bill_type_id: text("源单类型id", { role: "sourceType" }),
  src_inter_id: text("源单id", { role: "sourceBill" }),
  src_entry_id: text("源单分录id", { role: "sourceEntry" }),
};
export const lineNotes = {
  barcode: text("条形码"),
  pro_place: text("产地"),
  pro_reg_no: text("注册证号"),
  pro_license: text("生产许可证号"),
  comment: text("行备注"),
  custom_entity_field: map("自定义字段", { role: "customFields" }),
};
export const entryId = { id: text("分录id（新增不传，修改必传）", { role: "entryId" }) };

// ---- save, head ----

export const headNotes = {
  remark: text("备注"),
  dept_id: ref("department", "部门id"),
  emp_id: ref("emp", "业务员id"),
  currency_id: ref("currency", "币别id"),
  contact_info: text("联系信息"),
  custom_field: map("自定义字段", { role: "customFields" }),
};
export const partnerHead = {
  supplier_id: ref("supplier", "供应商id"),
  customer_id: ref("customer", "客户id"),
};
export const empByNumber = { emp_number: refNumber("emp", "emp_id", "业务员编码") };
export const customerByNumber = {
  customer_number: refNumber("customer", "customer_id", "客户编码"),
};
export const supplierByNumber = {
  supplier_number: refNumber("supplier", "supplier_id", "供应商编码"),
};

// ---- detail ----

const person = (key: "creator" | "modifier" | "auditor", title: string) => named(key, title);

export const detailHead = {
  id: text("单据ID"),
  bill_no: text("单据编码"),
  bill_date: date("单据日期"),
  bill_status: text("单据状态（Z 未审核，C 已审核）"),
  audit_time: text("审核时间"),
  create_time: text("创建时间"),
  modify_time: text("修改时间"),
  ...person("creator", "创建人"),
  ...person("modifier", "修改人"),
  remark: text("备注"),
  ...named("dept", "部门"),
  custom_field: map("自定义字段"),
};
export const auditor = person("auditor", "审核人");

export const detailMaterial = {
  ...named("material", "商品"),
  material_model: text("商品规格"),
  material_is_asst_attr: flag("商品是否启用辅助属性"),
  material_is_batch: flag("商品是否开启批次"),
  material_is_kf_period: flag("商品是否开启保质期"),
  material_is_multi_unit: flag("商品是否多单位"),
  material_is_serial: flag("商品是否序列号"),
  picture: text("图片url"),
};
export const detailStore = { ...named("stock", "仓库"), ...named("sp", "仓位") };
export const detailAux = {
  ...named("aux_prop", "辅助属性"),
  aux_id1: text("辅助属性1id"),
  aux_name1: text("辅助属性1名称"),
  aux_number1: text("辅助属性1编码"),
  aux_id2: text("辅助属性2id"),
  aux_name2: text("辅助属性2名称"),
  aux_number2: text("辅助属性2编码"),
  aux_id3: text("辅助属性3id"),
  aux_name3: text("辅助属性3名称"),
  aux_number3: text("辅助属性3编码"),
};
export const detailUnits = {
  ...named("unit", "单位"),
  ...named("base_unit", "基本单位"),
  ...named("aux_unit", "辅助单位"),
  qty: double("数量"),
  base_qty: double("基本数量"),
  aux_qty: double("辅助单位数量"),
  def_float_qty: double("辅助基本数量"),
  coefficient: double("换算率"),
  aux_coefficient: double("辅助换算率"),
  conversion_rate: text("换算公式"),
  inv_qty: double("库存数量"),
  inv_base_qty: double("基本库存数量"),
};
export const detailBatch = {
  batch_no: text("批次号"),
  kf_date: date("生产日期"),
  kf_period: int("保质期天数"),
  kf_type: text("保质期类型（1 天 2 月 3 年）"),
  valid_date: date("有效日期"),
};
export const detailSource = {
  src_bill_date: text("源单日期"),
  src_bill_no: text("源单编码"),
  src_bill_type_id: text("源单类型id"),
  src_bill_type_name: text("源单类型名称"),
  src_bill_type_number: text("源单类型编码"),
  src_entry_id: text("源单分录id", { empty: "0" }),
  src_inter_id: text("源单id", { empty: "0" }),
  src_seq: text("源单行号", { empty: "0" }),
};
export const detailNotes = {
  barcode: text("条形码"),
  comment: text("行备注"),
  pro_license: text("生产许可证号"),
  pro_place: text("产地"),
  pro_reg_no: text("注册证号"),
  custom_entity_field: map("自定义字段"),
};
export const detailSerials = {
  sn_list: text("序列号（格式 001:备注1）"),
  sn: text("序列号（sn_list 的旧名，内容相同）"),
  sn_list_id: text("序列号流转ID", { empty: "0" }),
};
export const detailCost = {
  price: double("单价"),
  cost: double("成本"),
  unit_cost: double("单位成本"),
};

/** Every line of a stock bill's detail. */
export const detailLine = {
  seq: int("分录序号"),
  id: text("分录ID"),
  ...detailMaterial,
  ...detailStore,
  stock_is_allow_freight: flag("仓库启用仓位管理"),
  ...detailAux,
  ...detailUnits,
  ...detailBatch,
  ...detailSerials,
  ...detailCost,
  ...detailSource,
  ...detailNotes,
};

// ---- list ----

/** Filters of every stock bill's list; the server knows each by its name. */
export const listFilters = {
  bill_no: text("单据编码"),
  bill_status: text("单据状态（空=所有，C 已审核，Z 未审核）", { choices: ["C", "Z"] }),
  start_bill_date: date("单据日期起"),
  end_bill_date: date("单据日期止"),
  create_start_time: text("创建时间起（毫秒时间戳）"),
  create_end_time: text("创建时间止（毫秒时间戳）"),
  modify_start_time: text("修改时间起（毫秒时间戳）"),
  modify_end_time: text("修改时间止（毫秒时间戳）"),
  search: text("模糊搜索"),
  dept_id: list("部门id"),
  material_name: text("商品名称"),
  material_number: text("商品编码"),
  material_model: text("商品规格型号"),
};

// ---- fees of 组装单 and 拆卸单 ----

const payment = {
  pay_type_id: ref("pacct_type", "支出类别id"),
  receive_amount: decimalText("付款金额"),
  settle_account_id: ref("settlement_account", "付款账户id"),
};

const feeFields = {
  id: text("费用分录id（修改时传）"),
  // A fee that is paid at once needs no supplier (contract section 9).
  supplier_id: ref("supplier", "供应商id（未付清时必填）"),
  all_amount: decimalText("应付金额"),
  all_amount_for: decimalText("应付金额本位币"),
  amount_for: decimalText("不含税金额本位币"),
  cess: decimalText("税率"),
  tax_amount: decimalText("税额"),
  comment: text("费用明细备注"),
  currency_id: ref("currency", "币别id"),
  exchange_rate: decimalText("汇率"),
  receive_info_entity: rows("付款信息", request({}, payment)),
};

/** Fee records of a save, with the fields that only some bills have. */
export const feesWith = <F extends Record<string, TSchema>>(more: F) =>
  object(
    "费用明细",
    request(
      {},
      {
        del_ids: list("要删除的费用分录id（英文逗号隔开）"),
        fee_records: rows(
          "费用分录",
          request(
            { amount: decimalText("不含税金额"), pacct_type_id: ref("pacct_type", "支付类型id") },
            { ...feeFields, ...more },
          ),
        ),
      },
    ),
    { role: "fees" },
  );

export const feeSave = feesWith({
  dept_id: ref("department", "部门id"),
  emp_id: ref("emp", "业务员id"),
  pay_bill_rule: flag("是否待支出"),
  settle_supplier_id: ref("supplier", "结算供应商id"),
});

export const feeDetail = object(
  "费用明细",
  shape({
    fee_records: rows(
      "费用分录信息",
      shape({
        all_amount: decimalText("应付金额"),
        all_amount_for: decimalText("应付金额本位币"),
        amount: decimalText("不含税金额"),
        amount_for: decimalText("不含税金额本位币"),
        cess: decimalText("税率"),
        comment: text("费用明细备注"),
        ...named("currency", "币别"),
        ...named("dept", "部门"),
        ...named("emp", "业务员"),
        exchange_rate: decimalText("汇率"),
        id: text("费用分录id"),
        ...named("pacct_type", "支付类型"),
        pay_bill_rule: flag("是否待支出"),
        receive_info_entity: rows("付款信息单据体", shape(payment)),
        ...named("settle_supplier", "结算供应商"),
        ...named("supplier", "供应商"),
        tax_amount: decimalText("税额"),
      }),
    ),
  }),
);
