/** 占用清单与批量释放 (D18): who holds what, for how long; and giving back what nobody needs. */
import { endpoint, modules } from "../endpoint.ts";
import { paging } from "../envelope.ts";
import { decimalText, flag, int, list, request, rows, shape, text } from "../scalar.ts";
import { holdFilters, holdRow } from "./hold-fields.ts";

const ageBand = shape({
  band: text("账龄（0-1d、1-7d、7-30d、>30d）"),
  holds: int("占用中的笔数"),
  held_qty: decimalText("占用数量（基本单位；筛选到一种商品时才合计）"),
});

/** A page of holds, with the totals of all pages by age. */
const holdPage = shape({
  ages: rows("账龄合计", ageBand),
  total_page: int("总页数"),
  current_page_size: int("当前页大小"),
  count: int("总条数"),
  page_size: int("页大小"),
  page: int("当前页"),
  rows: rows("占用（先占用的在前）", holdRow),
});

export const holds = endpoint({
  operation: "xingcang.holds",
  kind: "report",
  method: "GET",
  path: "/xingcang/v1/holds",
  title: { zh: "占用清单", en: "Holds and their age" },
  module: modules.own,
  permission: "stock:read",
  query: request(
    {},
    {
      ...holdFilters,
      open_only: flag("只列占用中的", { default: "true" }),
      ...paging,
    },
  ),
  reply: holdPage,
});

export const releaseHolds = endpoint({
  operation: "xingcang.releaseHolds",
  kind: "hold",
  method: "POST",
  path: "/xingcang/v1/holds_release",
  title: { zh: "批量释放占用", en: "Release holds in bulk" },
  module: modules.own,
  permission: "stock:hold",
  body: request(
    { reason: text("释放原因", { maxLength: 200 }) },
    { hold_ids: list("占用id（与筛选二选一）"), ...holdFilters },
  ),
  reply: shape({
    released: int("释放的笔数"),
    rows: rows(
      "释放的占用",
      shape({
        hold_id: text("占用id"),
        bill_type_id: text("单据类型"),
        bill_id: text("单据id"),
        bill_no: text("单据编号"),
        bill_entry_id: text("分录id"),
        material_id: text("商品id"),
        released_qty: decimalText("释放数量（基本单位）"),
        released_aux_qty: decimalText("释放辅助数量（浮动单位）"),
      }),
    ),
  }),
});
