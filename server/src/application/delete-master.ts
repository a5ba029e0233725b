/** 基础资料删除: refused while stock, a bill or another record names it. */
import type { AnyMaster } from "@xingcang/contract";
import { pointingFieldsOf } from "./pointing-fields.ts";
import type { UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

export async function deleteMaster(
  unit: UnitOfWork,
  kind: AnyMaster,
  by: "id" | "number",
  value: string,
): Promise<{ id: string; number: string }> {
  const found =
    by === "id" ? unit.masters(kind.name, [value]) : unit.mastersByNumber(kind.name, [value]);
  const record = (await found).get(value);
  if (record === undefined) {
    return refuse("recordUnknown", "", { given: `${kind.title.zh} ${value}` });
  }
  const user = await unit.findReference(kind.name, record.id, pointingFieldsOf(kind.name));
  if (user !== undefined) {
    refuse("recordInUse", "", { given: record.name, by: user, action: "删除" });
  }
  await unit.deleteMaster(kind.name, record.id);
  return { id: record.id, number: record.number };
}
