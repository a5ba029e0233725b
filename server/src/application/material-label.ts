/** 商品标签保存: a label that is for materials; those for others are not reached by it. */
import { labelUseOf } from "./label-rules.ts";
import { textOf } from "./material-facts.ts";
import type { Caller, Data, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";
import { saveMaster } from "./save-master.ts";

/** The filter and the field of 商品标签. */
export const FOR_MATERIALS = { base_data_use_id: "bd_material" } as const;

export async function saveMaterialLabel(unit: UnitOfWork, caller: Caller, input: Data) {
  const id = textOf(input, "id");
  const existing = (await unit.masters("label", [id])).get(id);
  if (existing && labelUseOf(existing.data) !== FOR_MATERIALS.base_data_use_id) {
    refuse("recordUnknown", "id", { given: `商品标签 ${id}` });
  }
  return saveMaster(unit, caller, "label", { ...input, ...FOR_MATERIALS });
}
