/** Field groups that the kinds of master data share. Contract sections 5 and 6. */
import { flag, list, type TSchema, text } from "../scalar.ts";

type Text = ReturnType<typeof text>;

export const id = { id: text("id") };
export const numberAndName = { number: text("编码"), name: text("名称") };

/** `X_number` and `X_name` beside an `X_id` that is described elsewhere, or all three. */
export { named } from "../bills/common.ts";

// ---- list ----

/** Filters of nearly every list. */
export const changedFilters = {
  search: text("模糊搜索（编码或名称）"),
  create_start_time: text("创建时间起（毫秒时间戳）"),
  create_end_time: text("创建时间止（毫秒时间戳）"),
  modify_start_time: text("修改时间起（毫秒时间戳）"),
  modify_end_time: text("修改时间止（毫秒时间戳）"),
};

/** Disabled records are hidden unless they are asked for (contract section 5). */
export const enableFilter = {
  enable: text("启用状态（1 启用，0 禁用，-1 全部，默认 1）", {
    choices: ["1", "0", "-1"],
    default: "1",
  }),
};
export const idsFilter = { ids: list("id") };
export const exactFilters = { number: text("编码"), name: text("名称") };
export const unPage = { un_page: text("不分页（1 不分页）", { choices: ["0", "1"] }) };
export const dataPermission = { is_data_perm: flag("是否启用数据权限（默认false）") };

// ---- save ----

export const saveName = { name: text("名称", { maxLength: 200 }) };
export const saveNumber = { number: text("编码", { maxLength: 80 }) };
export const saveEnable = {
  enable: text("启用状态（1 启用，0 禁用）", { choices: ["1", "0"] }),
};
export const remark = { remark: text("备注") };
export const ignoreWarn = {
  ignore_warn: flag("忽略告警（如名称重复；默认false）", { role: "ignoreWarn", default: "false" }),
};

// ---- detail ----

export const enable = { enable: text("启用状态（1 启用，0 禁用）") };
export const isLeaf = { is_leaf: flag("是否末级") };
export const levelText = { level: text("级次") };
export const created = { create_time: text("创建时间"), modify_time: text("修改时间") };
export const creator = { creator_id: text("创建人id"), creator_name: text("创建人名称") };
export const modifier = { modifier_id: text("修改人id"), modifier_name: text("修改人名称") };

// ---- address ----

export const regionIds = {
  country_id: text("国家id"),
  province_id: text("省份id"),
  city_id: text("城市id"),
  district_id: text("区县id"),
};

export const bankAccount = {
  bank: text("开户行"),
  bank_account: text("银行账号"),
  account_open_addr: text("开户地址"),
};

/** `prefix1` … `prefix5`, each titled with its slot. */
export function slots<const Key extends string>(key: Key, title: (slot: number) => string) {
  return slotsOf(key, (slot) => text(title(slot)));
}

export type Slot = 1 | 2 | 3 | 4 | 5;

/** Five fields `key1` … `key5` of any type. */
export function slotsOf<const Key extends string, Field extends TSchema = Text>(
  key: Key,
  field: (slot: Slot) => Field,
) {
  const numbers: Slot[] = [1, 2, 3, 4, 5];
  return Object.fromEntries(numbers.map((slot) => [`${key}${slot}`, field(slot)])) as Record<
    `${Key}${Slot}`,
    Field
  >;
}
