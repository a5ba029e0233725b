/**
 * BOM单 (物料清单): what a product is made of. The save has no name, so the product's stands for it;
 * nothing of stock follows from it.
 */
import { master } from "../master.ts";
import { decimalText, double, ref, refNumber, request, rows, shape, text } from "../scalar.ts";
import * as common from "./common.ts";
import { named, type Slot } from "./common.ts";

const SLOTS: readonly Slot[] = [1, 2, 3, 4, 5];

type Given<Prefix extends string> = Record<
  `${Prefix}${Slot}_${"id" | "name" | "number"}`,
  ReturnType<typeof text>
>;

/** `prefix1_id`, `…_name`, `…_number` … 5: the values of an aux property. */
function auxValues<const Prefix extends string>(prefix: Prefix, isSaved: boolean): Given<Prefix> {
  const fields = SLOTS.flatMap((slot) => {
    const key = `${prefix}${slot}`;
    const title = `辅助属性${slot}`;
    const shown = { [`${key}_name`]: text(`${title}名称`) };
    return isSaved
      ? [
          [`${key}_id`, ref("aux_attribute", `${title}id`)] as const,
          ...Object.entries(shown),
          [`${key}_number`, refNumber("aux_attribute", `${key}_id`, `${title}编码`)] as const,
        ]
      : Object.entries(named(key, title));
  });
  return Object.fromEntries(fields) as Given<Prefix>;
}

const headFacts = {
  version: text("版本"),
  status: text("状态（C 已审核，默认 C）"),
  isskip: text("是否跳层（1 是，0 否）"),
  yield: double("成品率（%，大于 0 且不超过 100，默认 100）"),
  bom_remark: text("备注"),
};

const lineFacts = {
  seq: double("顺序（默认为行号）"),
  dosage_denominator: decimalText("用量分母（默认 1）"),
  dosage_numerator: decimalText("用量分子"),
  unitqty: double("单位用量（分子 ÷ 分母）"),
  scrap: double("损耗率（%，0 至 100 以下）"),
  fixed_loss: double("固定损耗"),
  iskeypieces: text("是否关键件（1 是，0 否）"),
  isrepitem: text("是否替代件（1 是，0 否）"),
  issue_pattern: text("发料方式"),
  machinepos: text("位置号"),
  material_remark: text("备注"),
  custom_txt1: text("自定义文本1"),
  custom_txt2: text("自定义文本2"),
  custom_txt3: text("自定义文本3"),
};

const lineSave = request(
  { material_id: ref("material", "子件商品id") },
  {
    id: text("分录id（新增不填，修改必填）", { role: "entryId" }),
    material_number: refNumber("material", "material_id", "子件商品编码"),
    material_name: text("子件商品名称"),
    ...named("material_auxprop", "子件辅助属性"),
    ...auxValues("aux", true),
    ...named("material_baseunit", "子件基本单位"),
    material_unit_id: ref("measure_unit", "子件单位id（默认基本单位）"),
    material_unit_number: refNumber("measure_unit", "material_unit_id", "子件单位编码"),
    material_unit_name: text("子件单位名称"),
    ...lineFacts,
  },
);

const lineShown = shape({
  id: text("分录id"),
  ...named("material", "子件商品"),
  ...named("material_auxprop", "子件辅助属性"),
  ...auxValues("aux", false),
  ...named("material_baseunit", "子件基本单位"),
  ...named("material_unit", "子件单位"),
  ...lineFacts,
});

const headShown = {
  ...common.id,
  number: text("编码"),
  ...named("product", "产品"),
  ...named("product_auxprop", "产品辅助属性"),
  ...auxValues("product_aux", false),
  ...named("product_baseunit", "产品基本单位"),
  ...named("product_unit", "产品单位"),
  ...headFacts,
  ...common.enable,
  ...common.modifier,
  modifier_number: text("修改人编码"),
  ...common.created,
  ...common.creator,
  creator_number: text("创建人编码"),
  ...named("auditor", "审核人"),
  audit_time: text("审核时间"),
  billsource: text("来源"),
};

export const bom = master({
  name: "bom",
  entity: "bd_bom",
  title: { zh: "BOM单", en: "Bill of materials" },
  paths: {
    list: "/jdy/v2/bd/bom",
    detail: "/jdy/v2/bd/bom_detail",
    save: "/jdy/v2/bd/bom",
  },
  prefix: "BOM",
  unique: ["number"],
  save: {
    required: {
      product_id: ref("material", "产品id"),
      material_entity: rows("子件分录", lineSave),
    },
    optional: {
      ...common.saveNumber,
      product_number: refNumber("material", "product_id", "产品编码"),
      product_name: text("产品名称"),
      ...named("product_auxprop", "产品辅助属性"),
      ...auxValues("product_aux", true),
      ...named("product_baseunit", "产品基本单位"),
      product_unit_id: ref("measure_unit", "产品单位id（默认基本单位）"),
      product_unit_number: refNumber("measure_unit", "product_unit_id", "产品单位编码"),
      product_unit_name: text("产品单位名称"),
      ...headFacts,
      version_value: text("版本（version 的另一名称）", { aliasOf: "version" }),
      ...common.saveEnable,
    },
  },
  detail: { ...headShown, material_entity: rows("子件分录", lineShown) },
  list: {
    // The SDK gives the rows an unrelated model of the same name; they show the head of the detail.
    row: headShown,
    filters: { search: text("模糊搜索（编码或产品）"), ...common.unPage },
    page: { count: "string", currentPage: true },
  },
});
