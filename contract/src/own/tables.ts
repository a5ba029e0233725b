/**
 * 导出、导入与模板: every list as an Excel or CSV file, and every kind of master data and the opening
 * stock from one. Their replies or bodies are files, so they stand beside the other endpoints; each
 * has the permission of the list or save that it stands for.
 */
import { billStepEndpoints, bills } from "../bills/index.ts";
import { type Endpoint, modules, type Title } from "../endpoint.ts";
import type { AnyMaster } from "../master.ts";
import { masters } from "../masterdata/index.ts";
import { date, flag, int, list, request, rows, shape, type TSchema, text } from "../scalar.ts";
import { listColumns, type SheetColumn, saveColumns } from "../sheet.ts";
import { stockEndpoints } from "../stock/index.ts";
import { holds } from "./holds.ts";

/** Largest file that is taken, in bytes: 20 MiB. */
export const IMPORT_BYTES_MAX = 20_971_520;
/** Most rows of a file that is imported, the heading not counted. */
export const IMPORT_ROWS_MAX = 5000;

export const FORMATS = ["xlsx", "csv"] as const;
export type TableFormat = (typeof FORMATS)[number];

export interface TableEndpoint extends Endpoint {
  readonly table: "export" | "template" | "import";
  /** What the file holds: `material`, `inv_other_in`, `inventory`, `opening_stock` … */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
}

/** An export, and the list whose rows it writes. */
export interface ExportEndpoint extends TableEndpoint {
  readonly table: "export";
  readonly list: Endpoint;
}

const BASE = "/xingcang/v1";
const fileForm = {
  format: text("文件格式（xlsx Excel，csv）", { choices: FORMATS, default: "xlsx" }),
  lang: text("表头语言（zh 中文，en 英文）", { choices: ["zh", "en"], default: "zh" }),
};

interface ListNode {
  properties?: { rows?: { items: TSchema & { properties: Record<string, { items?: TSchema }> } } };
}

const rowOf = ({ reply }: Endpoint) => (reply as unknown as ListNode).properties?.rows?.items;

const kinds: readonly AnyMaster[] = Object.values(masters);
const saveOf = (resource: string) =>
  kinds.find(({ name, paths }) => name === resource && paths.save)?.endpoints.save.body;

/** Every list of the contract: what answers with rows, and is not the history of one material. */
const lists: readonly Endpoint[] = [
  ...kinds.map(({ endpoints }) => endpoints.list),
  ...Object.values(bills).map(({ endpoints }): Endpoint => endpoints.list),
  ...Object.values<Endpoint>(billStepEndpoints),
  ...Object.values<Endpoint>(stockEndpoints),
  holds,
].filter((endpoint) => endpoint.method === "GET" && endpoint.path !== "" && rowOf(endpoint));

/** @example nameOf("stock.invDetail") // "inv_detail" */
function nameOf({ operation }: Endpoint): string {
  const [resource = "", action = ""] = operation.split(".");
  if (action === "list") return resource;
  return action.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function filtersOf({ query }: Endpoint): TSchema {
  const { properties = {}, required = [] } = (query ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  const filters = Object.entries(properties).filter(
    ([key]) => !/^(?:page|page_size|un_page)$/.test(key),
  );
  const isNeeded = ([key]: [string, TSchema]) => required.includes(key);
  const needed = Object.fromEntries(filters.filter(isNeeded));
  const others = Object.fromEntries(filters.filter((filter) => !isNeeded(filter)));
  return request(needed, { ...others, ...fileForm });
}

/** Rows of a bill stand one below another, each with the head of its bill. */
function columnsOf(row: NonNullable<ReturnType<typeof rowOf>>, save?: TSchema): SheetColumn[] {
  const { material_entity: lines, ...head } = row.properties;
  if (lines?.items === undefined) return listColumns(row, save);
  const line = (lines.items as unknown as { properties: Record<string, TSchema> }).properties;
  return listColumns(shape({ ...(head as Record<string, TSchema>), ...line }));
}

const exportOf = (listed: Endpoint): ExportEndpoint => {
  const name = nameOf(listed);
  return {
    table: "export",
    name,
    list: listed,
    columns: columnsOf(rowOf(listed) as never, saveOf(name)),
    operation: `export.${name}`,
    kind: "report",
    method: "GET",
    path: `${BASE}/export/${name}`,
    title: titled(listed.title, "导出", "export"),
    module: modules.own,
    permission: listed.permission,
    query: filtersOf(listed),
    reply: shape({}),
  };
};

const titled = ({ zh, en }: Title, doneZh: string, doneEn: string): Title => ({
  zh: `${zh}：${doneZh}`,
  en: `${en}: ${doneEn}`,
});

export const exportEndpoints: readonly ExportEndpoint[] = lists.map(exportOf);

// ---- template and import ----

const issue = shape({
  row: int("行（表头是第 1 行；0 为整个文件）"),
  column: text("列（Excel 的列号，如 C）"),
  heading: text("表头"),
  field: text("字段路径"),
  key: text("原因"),
  errcode: int("错误码"),
  description: text("说明"),
  description_en: text("说明（英文）"),
  remedy: text("处理办法"),
  remedy_en: text("处理办法（英文）"),
});

export const importReply = shape({
  preview: flag("是否预览（预览什么也不写）"),
  rows: int("数据行数"),
  created: int("新增条数"),
  changed: int("修改条数"),
  unchanged: int("没有变化的条数"),
  ids: list("写入的资料或单据id（预览为空）"),
  ignored_columns: list("没有读取的列（只供查看的列）"),
  issue_count: int("问题数"),
  issues: rows("问题（最多 1000 个）", issue),
});

const how = {
  preview: flag("只预览（默认false）", { default: "false" }),
  ignore_warn: flag("忽略告警，如名称重复（默认false）", { default: "false" }),
};

function pairOf(
  name: string,
  title: Title,
  columns: { readonly template: readonly SheetColumn[]; readonly known: readonly SheetColumn[] },
  permission: string,
  query: TSchema,
): TableEndpoint[] {
  const common = { name, permission, module: modules.own } as const;
  return [
    {
      ...common,
      table: "template",
      columns: columns.template,
      operation: `template.${name}`,
      kind: "report",
      method: "GET",
      path: `${BASE}/template/${name}`,
      title: titled(title, "导入模板", "import template"),
      query: request({}, fileForm),
      reply: shape({}),
    },
    {
      ...common,
      table: "import",
      columns: columns.known,
      operation: `import.${name}`,
      kind: "save",
      method: "POST",
      path: `${BASE}/import/${name}`,
      title: titled(title, "导入", "import"),
      query,
      reply: importReply,
    },
  ];
}

/** What a row of the opening stock says: the part of a row of 其他入库单 that makes stock. */
const OPENING_FIELDS = [
  "material_id",
  "stock_id",
  "qty",
  "unit_id",
  "sp_id",
  "aux_prop_id",
  "aux_qty",
  "aux_unit_id",
  "batch_no",
  "kf_date",
  "kf_period",
  "kf_type",
  "valid_date",
  "sn_list",
  "unit_cost",
  "cost",
  "comment",
];

const otherIn = bills.inv_other_in.endpoints.save;
const openingLine = (
  otherIn.body as unknown as ListNode & { properties: { material_entity: { items: TSchema } } }
).properties.material_entity.items;

const openingColumns = saveColumns(openingLine, OPENING_FIELDS);

/** An import knows all columns of the export, so that an exported file comes back as it is. */
const columnsOfSave = (kind: string, save: TSchema | undefined) => {
  const template = saveColumns(save);
  const exported = exportEndpoints.find(({ name }) => name === kind);
  return { template, known: exported?.columns ?? template };
};

/** 期初库存: one audited 其他入库单 for a file. */
export const OPENING_STOCK = "opening_stock";

export const importEndpoints: readonly TableEndpoint[] = [
  ...kinds
    .filter(({ paths }) => paths.save)
    .flatMap(({ name, title, endpoints: { save } }) =>
      pairOf(name, title, columnsOfSave(name, save.body), save.permission, request({}, how)),
    ),
  ...pairOf(
    OPENING_STOCK,
    { zh: "期初库存", en: "Opening stock" },
    { template: openingColumns, known: openingColumns },
    otherIn.permission,
    request({}, { ...how, bill_date: date("单据日期（默认今天）") }),
  ),
];

/** All of them, beside `endpoints`. */
export const tableEndpoints: readonly TableEndpoint[] = [...exportEndpoints, ...importEndpoints];
