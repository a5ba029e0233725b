/** The stock key that the row of a saved bill names. */
import type { LineDraft } from "../domain/line.ts";
import { isNone } from "../domain/resolve-line.ts";
import type { StockKey } from "../domain/stock-key.ts";

const idOf = (id: string) => (isNone(id) ? "" : id);

/** Where the goods of a saved line are, or for a move where they come from. */
export function keyOf(draft: LineDraft): StockKey {
  return {
    materialId: draft.material,
    auxPropId: idOf(draft.auxProp),
    storeId: draft.store,
    binId: idOf(draft.bin),
    batchNo: draft.batchNo,
    kfDate: draft.kfDate,
  };
}
