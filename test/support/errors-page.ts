/**
 * The reference page of the error catalogue, docs/reference/errors.md; `test/tidy.test.ts` keeps it
 * true.
 */
import { billErrors } from "../../contract/src/errors-bills.ts";
import { gatewayErrors } from "../../contract/src/errors-gateway.ts";
import { masterdataErrors } from "../../contract/src/errors-masterdata.ts";
import { stockErrors } from "../../contract/src/errors-stock.ts";
import { tableErrors } from "../../contract/src/errors-tables.ts";
import { wireErrors } from "../../contract/src/errors-wire.ts";

export const catalogues = {
  gateway: gatewayErrors,
  wire: wireErrors,
  bills: billErrors,
  masterdata: masterdataErrors,
  stock: stockErrors,
  tables: tableErrors,
};

const TITLES = {
  gateway: "网关与登录 · Gateway and tokens",
  wire: "请求格式 · Form of the request",
  bills: "基础资料与单据 · Master data and bills",
  masterdata: "单类基础资料 · Single kinds of master data",
  stock: "库存、占用与成本 · Stock, holds and cost",
  tables: "导入的文件 · Imported files",
} as const;

/** The reference page of the catalogue: what a caller reads when a reply refuses him. */
export function errorsPage(): string {
  const cell = (text: string | number) => String(text).replaceAll("|", "\\|");
  const parts = (Object.keys(catalogues) as (keyof typeof catalogues)[]).map((part) => {
    const rows = Object.entries(catalogues[part]).map(([key, error]) =>
      [
        "",
        `\`${error.errcode}\``,
        error.status,
        `\`${key}\``,
        `${cell(error.zh)}<br>${cell(error.en)}`,
        `${cell(error.remedyZh)}<br>${cell(error.remedyEn)}`,
        "",
      ].join(" | "),
    );
    const head =
      "| errcode | HTTP | key | 说明 Text | 处理 Remedy |\n| --- | --- | --- | --- | --- |";
    return `## ${TITLES[part]}\n\n${head}\n${rows.map((row) => row.trim()).join("\n")}\n`;
  });
  return [
    "# 错误码 · Error codes\n",
    "本页由 `contract/src/errors*.ts` 生成，请勿手改。`{…}` 为占位，回复中换成实际值；`{title}` 是字段的中文名。\n",
    "Generated from `contract/src/errors*.ts`; do not edit. `{…}` stands for a value of the reply.",
    "Write it anew with `npx vitest run test/tidy.test.ts -u`.\n",
    ...parts,
  ].join("\n");
}
