/** The parts of an Excel file beside its sheets (ECMA-376). */
import { xmlText } from "./xml-text.ts";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** 31 characters without those that no name of a sheet may hold. */
const sheetName = (title: string, sheet: number) => {
  const name = title.replace(/[\\/?*[\]:']/g, " ").slice(0, 26);
  return xmlText(sheet === 1 ? name : `${name} ${sheet}`);
};

export function workbookPart(title: string, sheets: number): string {
  const all = numbers(sheets).map(
    (sheet) => `<sheet name="${sheetName(title, sheet)}" sheetId="${sheet}" r:id="rId${sheet}"/>`,
  );
  return (
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
    `<sheets>${all.join("")}</sheets></workbook>`
  );
}

export function workbookRelationships(sheets: number): string {
  const all = numbers(sheets).map((sheet) =>
    relationship(`rId${sheet}`, "worksheet", `worksheets/sheet${sheet}.xml`),
  );
  all.push(relationship(`rId${sheets + 1}`, "styles", "styles.xml"));
  return relationships(all);
}

export const relationshipsPart = () =>
  relationships([relationship("rId1", "officeDocument", "xl/workbook.xml")]);

const relationship = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

const relationships = (all: readonly string[]) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;

export function typesPart(sheets: number): string {
  const override = (path: string, type: string) =>
    `<Override PartName="/xl/${path}" ContentType="${TYPE}.${type}+xml"/>`;
  const all = numbers(sheets).map((sheet) => override(`worksheets/sheet${sheet}.xml`, "worksheet"));
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ' +
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    override("workbook.xml", "sheet.main") +
    override("styles.xml", "styles") +
    `${all.join("")}</Types>`
  );
}

/** Style 0 is general, 1 text, 2 the heading. */
export const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" ' +
  'applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  "</styleSheet>";
