/**
 * The one error catalogue (D24): every refusal that a caller can meet, with its code, HTTP status,
 * text and remedy in Chinese and English. Codes and status are the observed ones where a source is
 * named in contract section 4; the others are ours and stable. Placeholders: `{title}` the field's
 * Chinese title, `{given}` what was sent, and the values that a key documents in its text.
 */
import { billErrors } from "./errors-bills.ts";
import { gatewayErrors } from "./errors-gateway.ts";
import { masterdataErrors } from "./errors-masterdata.ts";
import { stockErrors } from "./errors-stock.ts";
import { tableErrors } from "./errors-tables.ts";
import { wireErrors } from "./errors-wire.ts";

export interface ErrorText {
  /** Stable code on the wire. */
  errcode: number;
  /** HTTP status: 200 for a business refusal. */
  status: number;
  zh: string;
  en: string;
  /** What the caller can do. */
  remedyZh: string;
  remedyEn: string;
}

export const errors = {
  ...gatewayErrors,
  ...wireErrors,
  ...billErrors,
  ...masterdataErrors,
  ...stockErrors,
  ...tableErrors,
} as const satisfies Record<string, ErrorText>;

export type ErrorKey = keyof typeof errors;

/**
 * Fills the placeholders of a catalogue text.
 * @example fillText("“{title}”不能为空", { title: "数量" }) // "“数量”不能为空"
 */
export function fillText(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}

/**
 * The row that a field path points into, counted from 1, or undefined for a field of the head.
 * Which bill of a batch is meant (`ids[0]`, `numbers[0]`) is no row.
 * @example rowOf("material_entity[1].qty") // 2
 */
export function rowOf(path: string): number | undefined {
  const inside = path.replace(/^(ids|numbers)\[\d+\]\.?/, "");
  const found = /\[(\d+)\]/.exec(inside);
  return found ? Number(found[1]) + 1 : undefined;
}
