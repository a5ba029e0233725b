/** The reply envelope and the shapes that many replies share (contract section 4 and 5). */
import Type from "typebox";
import { int, list, map, rows, type Static, shape, type TSchema, text } from "./scalar.ts";

/** Every reply: `errcode` 0 and `description` "success", or a refusal. */
export interface Envelope<T> {
  errcode: number;
  description: string;
  data: T;
}

/** One refusal of a request, as a client reads it. */
export interface ErrorDetail {
  /**
   * Path of the field, for example `material_entity[1].qty`; empty when it concerns the whole
   * request.
   */
  field: string;
  /** Row counted from 1, or 0 for the head. */
  row: number;
  errcode: number;
  /** Key in the error catalogue. */
  key: string;
  description: string;
  description_en: string;
  remedy: string;
  remedy_en: string;
}

export interface ErrorEnvelope {
  errcode: number;
  description: string;
  description_cn: string;
  description_en: string;
  errors: ErrorDetail[];
  request_id: string;
}

/** Saves, `common_operate` and `bill_push` (contract section 4). */
export const saveReply = shape({
  ids: list("成功的单据或资料 id"),
  id_number_map: map("id 与编码的对应"),
});

/**
 * Occupy replies with the bill's id and the ids of its holds; release with an empty object (seed
 * 库存占用释放).
 */
export const occupyReply = shape({ ids: list("单据id"), ret_ids: list("占用id") });
export const emptyReply = shape({});

/** `id` or `number`: one of both, as every detail takes. */
export const detailQuery = (required = false) => ({
  id: text(required ? "id" : "id（id与number二选一）"),
  number: text("编码（id与number二选一）"),
});

export interface PageOptions {
  /** The wire type of `count`: an int on every scm list, a string on most others. */
  count: "int" | "string";
  /** Some lists say `cur_page_size`. */
  sizeKey?: "current_page_size" | "cur_page_size" | undefined;
  /** Some lists repeat the page number as `currentPage`. */
  currentPage?: boolean;
  /** Some lists tell totals over all pages. */
  headers?: TSchema;
}

/** A page as a client reads it. */
export type Page<Row, Options extends PageOptions> = {
  total_page: number;
  count: Options["count"] extends "int" ? number : string;
  page_size: number;
  page: number;
  rows: Row[];
} & {
  [Key in Options["sizeKey"] extends string ? Options["sizeKey"] : "current_page_size"]: number;
};

/** A page of a list (contract section 5). */
export function pageOf<Row extends TSchema, const Options extends PageOptions>(
  row: Row,
  options: Options,
) {
  const fields: Record<string, TSchema> = {
    total_page: int("总页数"),
    [options.sizeKey ?? "current_page_size"]: int("当前页大小"),
  };
  if (options.currentPage) fields.currentPage = int("当前页");
  fields.count = options.count === "int" ? int("总条数") : text("总条数", { empty: "0" });
  fields.page_size = int("页大小");
  fields.page = int("当前页");
  fields.rows = rows("数据列表", row);
  if (options.headers) fields.headers = options.headers;
  return Type.Unsafe<Page<Static<Row>, Options>>(shape(fields));
}

/**
 * `page` and `page_size` of every list; 10 rows where a list does not say otherwise, at most 100.
 */
export const paging = {
  page: int("当前页（默认1）", { default: "1" }),
  page_size: int("每页条数（默认10，最多100）", { default: "10" }),
};
