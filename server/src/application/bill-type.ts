/**
 * A bill type = its contract declaration + its rule. The record is complete or it does not compile.
 */
import { type BillName, bills, type FieldSchema, type TSchema } from "@xingcang/contract";
import { rules } from "../domain/bills/index.ts";
import type { BillRule } from "../domain/bills/rule.ts";
import { TRANSFER_DIFFERENCE_ENTITY, TRANSFER_OUT_ENTITY } from "../domain/transit.ts";

export interface BillType {
  readonly name: BillName;
  /** `entity_number` of `common_operate` and of source links. */
  readonly entity: string;
  readonly title: string;
  readonly prefix: string;
  readonly rule: BillRule;
  /** Whether its fee is one amount of the head, not a list of records. */
  readonly hasHeadFee: boolean;
  /** Whether its detail has room for the id under which serials are kept. */
  readonly hasSerialsId: boolean;
  /** Schema of the whole save request and of one of its lines. */
  readonly save: TSchema;
  readonly line: TSchema;
}

interface BodySchema {
  properties: { material_entity: { items: TSchema } };
}

interface DetailSchema {
  properties: { material_entity: { items: { properties: Record<string, FieldSchema> } } };
}

const complete: Record<BillName, BillRule> = rules;

export const billTypes: readonly BillType[] = Object.values(bills).map((bill) => {
  const { properties } = bill.endpoints.save.body as unknown as BodySchema;
  const fields = Object.values(properties) as unknown as FieldSchema[];
  const detail = bill.endpoints.detail.reply as unknown as DetailSchema;
  const shown = detail.properties.material_entity.items.properties;
  return {
    name: bill.name,
    entity: bill.entity,
    title: bill.title.zh,
    prefix: bill.prefix,
    rule: complete[bill.name],
    hasHeadFee: fields.some(({ options }) => options.role === "headFee"),
    hasSerialsId: shown.sn_list_id?.wire === "text",
    save: bill.endpoints.save.body,
    line: properties.material_entity.items,
  };
});

export function billTypeOf(name: string): BillType {
  const found = billTypes.find((type) => type.name === name);
  if (found === undefined) throw new Error(`no bill type ${name}`);
  return found;
}

/** Of which of our own bills a source link names rows; a difference is rows of its 调拨出库单. */
export const sourceTypeOf = (entity: string): BillType | undefined =>
  billTypeOfEntity(entity === TRANSFER_DIFFERENCE_ENTITY ? TRANSFER_OUT_ENTITY : entity);

export const billTypeOfEntity = (entity: string): BillType | undefined =>
  billTypes.find((type) => type.entity === entity);
