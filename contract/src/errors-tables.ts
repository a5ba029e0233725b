import type { ErrorText } from "./errors.ts";

const table = (
  errcode: number,
  zh: string,
  en: string,
  remedyZh: string,
  remedyEn: string,
): ErrorText => ({ errcode, status: 200, zh, en, remedyZh, remedyEn });

/** Faults of a file that is imported (docs/guide/import-export.md). */
export const tableErrors = {
  fileUnreadable: table(
    2000002901,
    "文件不能导入：{reason}",
    "The file cannot be imported: {reasonEn}",
    "下载模板，把数据粘贴进去，存为 .xlsx 或 CSV",
    "Get the template, paste the data into it, save it as .xlsx or CSV",
  ),
  fileTooLarge: table(
    2000002902,
    "文件的{given}超过上限 {max}",
    "The file has more {givenEn} than {max}",
    "分成几个文件导入",
    "Import it in several files",
  ),
  sheetEmpty: table(
    2000002903,
    "文件里没有数据行",
    "The file has no rows of data",
    "第一个工作表的第 1 行是表头，从第 2 行起填数据",
    "Row 1 of the first sheet has the headings, the data begins in row 2",
  ),
  columnUnknown: table(
    2000002904,
    "没有这样的列：“{given}”",
    "There is no such column: “{given}”",
    "按模板改正表头，或删去这一列",
    "Correct the heading by the template, or delete the column",
  ),
  columnTwice: table(
    2000002905,
    "列“{given}”出现了两次",
    "The column “{given}” occurs twice",
    "只留一列",
    "Keep one of them",
  ),
  columnMissing: table(
    2000002906,
    "缺少列“{given}”",
    "The column “{given}” is missing",
    "加上这一列；模板里带 * 的列必须有",
    "Add the column; those with * in the template are needed",
  ),
  cellUnusable: table(
    2000002907,
    "“{title}”不能导入：{reason}",
    "cannot be imported: {reasonEn}",
    "复制后选择性粘贴为数值，并按表头改正",
    "Copy and paste it as a value, and correct it by the heading",
  ),
  cellInexact: table(
    2000002908,
    "“{title}”的数字 {given} 在 Excel 里会丢失数位或前导零",
    "the number {given} loses digits or leading zeros in Excel",
    "把这一列设为“文本”格式，再重新填写",
    "Set the format of the column to Text, and type it again",
  ),
  rowRepeated: table(
    2000002909,
    "与第 {given} 行是同一条记录",
    "is the same record as row {given}",
    "只留一行",
    "Keep one of the rows",
  ),
  referenceAmbiguous: table(
    2000002910,
    "“{title}”：名称 {given} 有多条记录",
    "several records have the name {given}",
    "改填编码",
    "Give the number instead",
  ),
} as const satisfies Record<string, ErrorText>;
