/**
 * `bill({…})`: one bill type. Its list, detail and save endpoints, its entity number for
 * `common_operate`, its number prefix and its field roles follow from this one declaration; routes,
 * storage, OpenAPI and client need nothing else.
 */
import { endpoint, modules, type Title } from "./endpoint.ts";
import { detailQuery, type PageOptions, pageOf, paging, saveReply } from "./envelope.ts";
import { request, rows, shape, type TSchema, text } from "./scalar.ts";

type Fields = Record<string, TSchema>;

export interface BillDeclaration<
  Name extends string,
  HeadRequired extends Fields,
  HeadOptional extends Fields,
  LineRequired extends Fields,
  LineOptional extends Fields,
  DetailHead extends Fields,
  DetailLine extends Fields,
  ListRow extends Fields,
  Filters extends Fields,
  DetailQuery extends TSchema,
  SizeKey extends PageOptions["sizeKey"],
> {
  /** Stem of the path and name in code, for example `inv_disassemble`. */
  name: Name;
  /**
   * `entity_number` in `sys/common_operate`, also the bill type id of a source link (contract
   * section 7).
   */
  entity: string;
  title: Title;
  /** Prefix of generated numbers, `PREFIX-yyyyMMdd-NNNNN` (D21). */
  prefix: string;
  /** `path` where it is not the list's; one under `/xingcang/` is our own. */
  save: {
    path?: string;
    required: HeadRequired;
    optional: HeadOptional;
    line: { required: LineRequired; optional: LineOptional };
  };
  /** `query` where the detail does not take `id` or `number`. */
  detail: { head: DetailHead; line: DetailLine; query?: DetailQuery };
  /**
   * `sizeKey` where the page does not call its size `current_page_size`, `headers` where the list
   * tells totals over all pages.
   */
  list: { row: ListRow; filters: Filters; sizeKey?: SizeKey; headers?: TSchema };
}

/** Keys that every save takes (contract section 6). */
export const saveControls = {
  id: text("单据id（新增不填，更新必填）", { role: "id" }),
  bill_no: text("单据编码（不传由系统生成）", { role: "billNo", maxLength: 50 }),
  operation_key: text("保存后执行（audit 审核，submit 提交）", {
    role: "operationKey",
    choices: ["audit", "submit"],
  }),
};

const byIdOrNumber = request({}, detailQuery());

/**
 * Declares a bill type.
 * @example
 * bill({ name: "inv_tfmove", prefix: "YCD", … }).endpoints.save.path
 * // "/jdy/v2/scm/inv_tfmove"
 */
export function bill<
  const Name extends string,
  HeadRequired extends Fields,
  HeadOptional extends Fields,
  LineRequired extends Fields,
  LineOptional extends Fields,
  DetailHead extends Fields,
  DetailLine extends Fields,
  ListRow extends Fields,
  Filters extends Fields,
  DetailQuery extends TSchema = typeof byIdOrNumber,
  SizeKey extends PageOptions["sizeKey"] = undefined,
>(
  declaration: BillDeclaration<
    Name,
    HeadRequired,
    HeadOptional,
    LineRequired,
    LineOptional,
    DetailHead,
    DetailLine,
    ListRow,
    Filters,
    DetailQuery,
    SizeKey
  >,
) {
  const { name, title, save, detail, list } = declaration;
  const line = request(save.line.required, save.line.optional);
  const path = `/jdy/v2/scm/${name}`;
  const titled = (zh: string, en: string): Title => ({
    zh: `${title.zh}${zh}`,
    en: `${title.en}: ${en}`,
  });
  return {
    ...declaration,
    endpoints: {
      list: endpoint({
        operation: `${name}.list`,
        kind: "list",
        method: "GET",
        path,
        title: titled("列表", "list"),
        module: modules.bills,
        permission: `${name}:read`,
        query: request({}, { ...paging, ...list.filters }),
        reply: pageOf(shape(list.row), {
          count: "int",
          sizeKey: list.sizeKey as SizeKey,
          ...headersOf(list),
        }),
      }),
      detail: endpoint({
        operation: `${name}.detail`,
        kind: "detail",
        method: "GET",
        path: `${path}_detail`,
        title: titled("详情", "detail"),
        module: modules.bills,
        permission: `${name}:read`,
        query: (detail.query ?? byIdOrNumber) as DetailQuery,
        reply: shape({ ...detail.head, material_entity: rows("商品分录", shape(detail.line)) }),
      }),
      save: endpoint({
        operation: `${name}.save`,
        kind: "save",
        method: "POST",
        path: save.path ?? path,
        title: titled("保存", "save"),
        module: save.path?.startsWith("/xingcang/") ? modules.own : modules.bills,
        permission: `${name}:write`,
        body: request(
          { ...save.required, material_entity: rows("商品分录", line) },
          { ...saveControls, ...save.optional },
        ),
        reply: saveReply,
      }),
    },
  };
}

const headersOf = ({ headers }: { headers?: TSchema }) => (headers ? { headers } : {});

/** A bill declaration of any type, as the server's generic code sees it. */
export type AnyBill = ReturnType<typeof bill> & { name: string };
