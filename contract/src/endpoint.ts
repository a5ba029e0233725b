/** One endpoint of the wire: what the server routes, the client calls and OpenAPI prints. */
import type { Static, TSchema } from "./scalar.ts";

export interface Title {
  zh: string;
  en: string;
}

/**
 * How an endpoint is served: lists, details and saves of masters and bills are generic, the others
 * have a handler of their own.
 */
export type EndpointKind =
  | "auth"
  | "list"
  | "detail"
  | "save"
  | "operate"
  | "hold"
  | "report"
  | "system";

export interface Endpoint<
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
> {
  /** `resource.action`, unique: `store.list`, `inv_disassemble.detail`, `stock.occupy`. */
  operation: string;
  kind: EndpointKind;
  method: "GET" | "POST" | "DELETE";
  path: string;
  title: Title;
  /** Group in the reference: 基础资料, 仓存单据, 仓存报表, 系统设置, 认证, 星仓扩展. */
  module: Title;
  /** What the caller must be allowed to do; nothing is reachable without one (D42). */
  permission: string;
  /** Filters of a GET: in the query or, as the vendor's SDK sends them, in a JSON body. */
  query?: Query;
  body?: Body;
  reply: Reply;
  /** How large a body may be, where it is more than the server takes of others. */
  bodyBytesMax?: number;
  /**
   * How success reads where it is not "success": the auth calls say 成功, one of them in two
   * envelopes (contract section 4).
   */
  success?: { description: string; extra: Readonly<Record<string, string | number>> };
}

/** Declares an endpoint and keeps the exact types of its schemas. */
export function endpoint<const Declaration extends Endpoint>(declaration: Declaration) {
  return declaration;
}

export type InputOf<E> = E extends { query: infer Q extends TSchema }
  ? Static<Q>
  : E extends { body: infer B extends TSchema }
    ? Static<B>
    : Record<string, never>;

export type ReplyOf<E> = E extends { reply: infer R extends TSchema } ? Static<R> : never;

export const modules = {
  auth: { zh: "认证授权", en: "Authorization" },
  masterdata: { zh: "基础资料", en: "Master data" },
  bills: { zh: "仓存单据", en: "Stock bills" },
  stock: { zh: "库存占用与报表", en: "Holds and stock reports" },
  system: { zh: "系统设置", en: "System" },
  own: { zh: "星仓扩展", en: "Xingcang's own" },
} as const satisfies Record<string, Title>;
