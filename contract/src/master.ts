/**
 * `master({…})`: one kind of master data (基础资料). Its list, detail and save endpoints, its
 * uniqueness and its references follow from this one declaration.
 */
import { type Endpoint, endpoint, modules, type Title } from "./endpoint.ts";
import { detailQuery, type PageOptions, pageOf, paging, saveReply } from "./envelope.ts";
import { request, shape, type TSchema, text } from "./scalar.ts";

type Fields = Record<string, TSchema>;

export interface MasterDeclaration<
  Name extends string,
  SaveRequired extends Fields,
  SaveOptional extends Fields,
  Detail extends Fields,
  ListRow extends Fields,
  Filters extends Fields,
  SaveReply extends TSchema,
  Required extends Fields,
> {
  /** Name in code: `store`, `material`, `measure_unit` … */
  name: Name;
  /** `entity_number` in `sys/common_operate` (contract section 7). */
  entity: string;
  title: Title;
  /** Endpoint paths; an absent one is not offered by the contract. */
  paths: { list?: string; detail?: string; save?: string };
  /**
   * Prefix of generated numbers (`SP` gives SP00001); absent: the number must be given, or equals
   * the name.
   */
  prefix?: string;
  /** Which fields no two records of the kind may share. */
  unique: readonly string[];
  /** Fields whose repetition is only a warning, which `ignore_warn` skips (contract section 4). */
  uniqueWarning?: readonly string[];
  save?: { required: SaveRequired; optional: SaveOptional; reply?: SaveReply };
  detail?: Detail;
  /** Query of the detail where it is not `id` or `number`. */
  detailQuery?: TSchema;
  list?: { row: ListRow; filters: Filters; page: PageOptions; required?: Required };
}

/**
 * Declares a kind of master data.
 * @example master({ name: "store", entity: "bd_store", paths: { list: "/jdy/v2/bd/store", … }, … })
 */
export function master<
  const Name extends string,
  SaveRequired extends Fields,
  SaveOptional extends Fields,
  Detail extends Fields,
  ListRow extends Fields,
  Filters extends Fields,
  SaveReply extends TSchema = typeof saveReply,
  Required extends Fields = Record<never, never>,
>(
  declaration: MasterDeclaration<
    Name,
    SaveRequired,
    SaveOptional,
    Detail,
    ListRow,
    Filters,
    SaveReply,
    Required
  >,
) {
  const { name, title, paths, save, detail, list } = declaration;
  const common = { module: modules.masterdata } as const;
  const query = request(list?.required ?? ({} as Required), {
    ...paging,
    ...(list?.filters ?? ({} as Filters)),
  });
  const body = request(save?.required ?? ({} as SaveRequired), {
    id: text("id（新增不填，更新必填）", { role: "id" }),
    ...(save?.optional ?? ({} as SaveOptional)),
  });
  return {
    ...declaration,
    endpoints: {
      list: endpoint({
        ...common,
        operation: `${name}.list`,
        kind: "list",
        method: "GET",
        path: paths.list ?? "",
        title: { zh: `${title.zh}列表`, en: `${title.en}: list` },
        permission: `${name}:read`,
        query,
        reply: pageOf(shape(list?.row ?? ({} as ListRow)), list?.page ?? { count: "string" }),
      }),
      detail: endpoint({
        ...common,
        operation: `${name}.detail`,
        kind: "detail",
        method: "GET",
        path: paths.detail ?? "",
        title: { zh: `${title.zh}详情`, en: `${title.en}: detail` },
        permission: `${name}:read`,
        query: declaration.detailQuery ?? request({}, detailQuery()),
        reply: shape(detail ?? ({} as Detail)),
      }),
      save: endpoint({
        module: paths.save?.startsWith("/xingcang/") ? modules.own : modules.masterdata,
        operation: `${name}.save`,
        kind: "save",
        method: "POST",
        path: paths.save ?? "",
        title: { zh: `${title.zh}保存`, en: `${title.en}: save` },
        permission: `${name}:write`,
        body,
        reply: (save?.reply ?? saveReply) as SaveReply,
      }),
    },
  };
}

/** A master declaration of any kind, as the server's generic code sees it. */
export interface AnyMaster {
  name: string;
  entity: string;
  title: Title;
  paths: { list?: string; detail?: string; save?: string };
  prefix?: string;
  unique: readonly string[];
  uniqueWarning?: readonly string[];
  endpoints: { list: Endpoint; detail: Endpoint; save: Endpoint };
}
