/** Holds and stock reports. */
import { batchInventory } from "./batch-inventory.ts";
import { invDetail } from "./inv-detail.ts";
import { inventory } from "./inventory.ts";
import { inventoryStock } from "./inventory-stock.ts";
import { occupy } from "./occupy.ts";
import { release } from "./release.ts";
import { serialStatus } from "./serial-status.ts";

export const stockEndpoints = {
  "stock.occupy": occupy,
  "stock.release": release,
  "stock.inventory": inventory,
  "stock.inventoryStock": inventoryStock,
  "stock.invDetail": invDetail,
  "stock.batchInventory": batchInventory,
  "stock.serialStatus": serialStatus,
};
