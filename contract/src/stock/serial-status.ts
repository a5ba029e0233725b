/**
 * 序列号状态表: where each serial is, by which bill, and how long it is good. Contract sections 5 and
 * 8.
 */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf } from "../envelope.ts";
import { date, int, list, request, shape, text } from "../scalar.ts";

const status = "序列号状态（0 出库，1 在库，2 调拨在途，3 待入库，4 待出库）";

export const serialStatus = endpoint({
  operation: "stock.serialStatus",
  kind: "report",
  method: "GET",
  path: "/jdy/v2/scm/inventory_serial_status",
  title: { zh: "序列号状态表", en: "Where each serial is" },
  module: modules.stock,
  permission: "stock:read",
  query: request(
    {},
    {
      page: int("当前页（默认1）", { default: "1" }),
      page_size: int("每页条数（默认100，最多100）", { default: "100" }),
      start_date: date("最后业务日期起"),
      end_date: date("最后业务日期止"),
      search: text("模糊搜索（序列号、商品名称）"),
      filter_serial_status: text(
        "序列号状态（-1 全部，0 出库，1 在库，2 调拨在途，3 待入库，4 待出库）",
        {
          choices: ["-1", "0", "1", "2", "3", "4"],
          default: "-1",
        },
      ),
      filter_stock_id: list("仓库id"),
      filter_sp_id: list("仓位id"),
      filter_aux_prop_id: list("辅助属性id"),
      filter_material_model: text("规格型号"),
      filter_material_label: list("商品标签id或编码"),
      filter_material_category: list("商品类别id"),
      filter_barcode: text("条码"),
      filter_supplier_id: list("供应商id"),
      filter_customer_id: list("客户id"),
    },
  ),
  reply: pageOf(
    shape({
      material_id: text("商品id"),
      material_name: text("商品名称"),
      stock_name: text("仓库名称（在库时）"),
      sp_name: text("仓位名称（在库时）"),
      customer_name: text("客户名称（最后一张单据的）"),
      supplier_name: text("供应商名称（最后一张单据的）"),
      bill_type_id: text("最后一张单据的类型"),
      sn: text("序列号"),
      batch_no: text("批次号"),
      bill_date: date("最后业务日期"),
      serial_status: text(status),
      kf_date: date("生产日期"),
      valid_date: date("到期日"),
      remain_days: int("剩余到期天数（过期为负）"),
    }),
    { count: "int" },
  ),
});
