/**
 * 适用资料: what kind of records a label is for. The contract names the field (`base_data_use_id`)
 * and no value; the entity numbers of section 7 stand for it (decision 6).
 */
import { text } from "../scalar.ts";

/** By id, which is the number as well. */
export const LABEL_USES = {
  bd_material: "商品",
  bd_customer: "客户",
} as const;

export type LabelUse = keyof typeof LABEL_USES;

/** Of a label without a group, when none is given. */
export const LABEL_USE_DEFAULT: LabelUse = "bd_material";

const choices = Object.keys(LABEL_USES);

export const labelUseSave = {
  base_data_use_id: text(
    "适用资料（bd_material 商品，bd_customer 客户；默认同分类，无分类时为商品）",
    { choices },
  ),
};

export const labelUseFilter = {
  base_data_use_id: text("适用资料（bd_material 商品，bd_customer 客户）", { choices }),
};

export const labelUseShown = {
  base_data_use_id: text("适用资料id"),
  base_data_use_number: text("适用资料编码"),
  base_data_use_name: text("适用资料名称"),
};
