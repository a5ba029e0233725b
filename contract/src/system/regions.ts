/**
 * 国家 and 省市区: public tables, the same for every account. Ids are the codes of ISO 3166-1 and
 * GB/T 2260; addresses name them (`country_id`, `province_id`, `city_id`, `district_id`).
 */
import { endpoint, modules } from "../endpoint.ts";
import { pageOf, paging } from "../envelope.ts";
import { enableFilter } from "../masterdata/common.ts";
import { int, request, rows, shape, text } from "../scalar.ts";

export const countryLoad = endpoint({
  operation: "system.countryLoad",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/country_load",
  title: { zh: "国家行政区域查询", en: "Countries" },
  module: modules.system,
  permission: "system:read",
  query: request(
    {},
    {
      search: text("模糊搜索（名称）"),
      ...enableFilter,
      un_page: text("不分页（1 不分页，返回前100条；默认每页10条）", { choices: ["0", "1"] }),
      page: paging.page,
    },
  ),
  reply: pageOf(
    shape({
      id: text("国家id（ISO 3166-1 数字代码）"),
      number: text("编码（ISO 3166-1 二字代码）"),
      name: text("名称"),
      full_name: text("全称"),
      enable: int("启用状态（1 启用，0 禁用）"),
    }),
    { count: "string" },
  ),
});

const place = {
  id: text("id（GB/T 2260 代码）"),
  name: text("名称"),
  level: text("级次（1 省，2 市，3 区县）"),
  parent_id: text("上级id"),
};

export const divisionLoad = endpoint({
  operation: "system.divisionLoad",
  kind: "system",
  method: "GET",
  path: "/jdy/v2/sys/division_load",
  title: { zh: "省市区查询", en: "Provinces, cities and districts" },
  module: modules.system,
  permission: "system:read",
  query: request({}, {}),
  reply: shape({
    rows: rows(
      "省",
      shape({
        ...place,
        son_nodes: rows("市", shape({ ...place, son_nodes: rows("区县", shape(place)) })),
      }),
    ),
  }),
});
