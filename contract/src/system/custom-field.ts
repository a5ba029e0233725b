/**
 * 自定义字段: definitions of the keys that `custom_field` and `custom_entity_field` carry. Contract
 * section 6.
 */
import { endpoint, modules } from "../endpoint.ts";
import { emptyReply } from "../envelope.ts";
import { flag, int, list, request, rows, shape, text } from "../scalar.ts";

const definition = {
  id: text("字段id"),
  number: text("字段标识", { example: "custom_field__1__62jiaob3z7yj97" }),
  display_name: text("字段名称"),
  field_type: int("字段类型"),
  must_input: flag("是否必填"),
  def_value: text("默认值"),
  base_entity_number: text("基础资料类型"),
};

// The SDK types the items by an unrelated payroll model of the same name; these three keys are
// ours.
const comboItem = shape({ id: text("选项id"), number: text("选项值"), name: text("选项名称") });
const field = shape({ ...definition, combo_items: rows("下拉选项", comboItem) });
const payField = shape({
  ...definition,
  audit_lock: flag("审核后锁定"),
  entity_number: text("单据类型"),
  type_id: text("类型id"),
});

export const customField = endpoint({
  operation: "system.customField",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/custom_field",
  title: { zh: "自定义字段查询", en: "Custom field definitions" },
  module: modules.system,
  permission: "system:read",
  query: request({}, { entity_number: text("单据或资料类型（如 inv_disassemble_bill）") }),
  reply: shape({
    head: rows("单据头字段", field),
    material_entity: rows("商品分录字段", field),
    pay_from_to_entry: rows("收付款分录字段", payField),
    instant_pay_from_to_entry: rows("即时收付款分录字段", payField),
  }),
});

export const customFieldSave = endpoint({
  operation: "system.customFieldSave",
  kind: "system",
  method: "POST",
  path: "/jdy/v2/sys/custom_field",
  title: { zh: "自定义字段保存", en: "Save a custom field definition" },
  module: modules.system,
  permission: "system:write",
  body: request(
    {
      field_name: text("字段名称", { maxLength: 50 }),
      field_type: text("字段类型"),
      data_position: text("字段位置（head 单据头，material_entity 商品分录）"),
      suit_bills: list("适用单据"),
    },
    {
      id: text("字段id（新增不填，更新必填）", { role: "id" }),
      enabled: flag("是否启用（默认true）"),
      required: flag("是否必填（默认false）"),
      changeable: flag("是否可修改（默认true）"),
      field_length: int("文本长度"),
      decimal_Digit: int("小数位数"),
      is_sum: flag("是否合计"),
      default_system_time: flag("默认系统时间"),
      data_source: text("下拉数据来源"),
      basedata_source: text("基础资料来源"),
    },
  ),
  reply: emptyReply,
});
