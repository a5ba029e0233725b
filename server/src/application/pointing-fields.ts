/** Which fields of which records point to a kind of master data, by the contract's schemas. */
import { type AnyMaster, masters } from "@xingcang/contract";
import { billTypes } from "./bill-type.ts";
import type { PointingFields } from "./ports.ts";
import { fieldsPointingTo } from "./references.ts";

export function pointingFieldsOf(kind: string): PointingFields {
  const kinds: readonly AnyMaster[] = Object.values(masters);
  return {
    masters: nonEmpty(
      kinds.map(({ name, endpoints }) => [name, fieldsPointingTo(endpoints.save.body ?? {}, kind)]),
    ),
    bills: nonEmpty(billTypes.map(({ name, save }) => [name, fieldsPointingTo(save, kind)])),
  };
}

function nonEmpty(found: readonly (readonly [string, ReadonlySet<string>])[]) {
  return new Map(
    found.filter(([, fields]) => fields.size > 0).map(([name, fields]) => [name, [...fields]]),
  );
}
