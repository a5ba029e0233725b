/**
 * 调拨差异: what a 调拨出库单 sent and no 调拨入库单 received. It is no bill of its own but what is left in
 * transit, under the ids of the bill and of the row that sent it (decision 7). Contract sections 8
 * and 9.
 */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging } from "../envelope.ts";
import { date, double, int, list, request, rows, shape, text } from "../scalar.ts";
import * as common from "./common.ts";

const transType = "业务类型（1 同价调拨，2 异价调拨）";
const transferStatus = "调拨状态（0 未出库，1 未入库，2 部分入库，3 全部入库）";
const { picture: _, ...material } = common.detailMaterial;
const {
  bill_no: _no,
  material_name,
  material_number,
  material_model,
  ...filters
} = common.listFilters;

const row = shape({
  bill_date: date("单据日期"),
  id: text("单据id"),
  bill_no: text("单据编码"),
  ...common.named("dept", "调入部门"),
  ...common.named("out_dept", "调出部门"),
  trans_type: text(transType),
  diff_status: text(transType),
  transfer_status: text(transferStatus),
  material_entity: rows(
    "商品分录",
    shape({
      id: text("分录id"),
      ...material,
      barcode: text("条形码"),
      ...common.named("unit", "单位"),
      batch_no: text("批次号"),
      kf_date: date("生产日期"),
      valid_date: date("到期日"),
      kf_type: text("保质期单位（1 天 2 月 3 年）"),
      kf_period: int("保质期"),
      qty: double("数量"),
      inv_qty: double("库存数量"),
      base_qty: double("基本数量"),
      diff_qty: double("差异数量"),
      ...common.named("in_stock", "调入仓库"),
      ...common.named("out_stock", "调出仓库"),
    }),
  ),
});

export const transferDifferenceEndpoints = {
  "inv_tfdiff.list": endpoint({
    operation: "inv_tfdiff.list",
    kind: "report",
    method: "GET",
    path: "/jdy/v2/scm/inv_tfdiff",
    title: { zh: "调拨差异单列表", en: "Transfer differences: list" },
    module: modules.bills,
    permission: "inv_tfdiff:read",
    query: request(
      {},
      {
        ...paging,
        ...filters,
        out_dept_id: list("调出部门id"),
        trans_type: text(transType, { choices: ["1", "2"] }),
        transfer_status: text(transferStatus, { choices: ["0", "1", "2", "3"] }),
      },
    ),
    reply: pageOf(row, { count: "int" }),
  }),
  "inv_tfdiff.draw": endpoint({
    operation: "inv_tfdiff.draw",
    kind: "operate",
    method: "POST",
    path: "/jdy/v2/scm/inv_tfin_draw",
    title: { zh: "调拨差异处理", en: "Transfer differences: deal with" },
    module: modules.bills,
    permission: "inv_tfdiff:write",
    body: request(
      {
        type: text("处理方式（1 下推其他入库单，2 下推其他出库单）", { choices: ["1", "2"] }),
        data: rows(
          "处理的数据",
          request({ id: text("要处理的单据ID"), entry_id: text("单据分录ID") }, {}),
        ),
      },
      {},
    ),
    reply: shape({ ids: text("成功的id（英文逗号隔开）") }),
  }),
};
