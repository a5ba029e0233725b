/** Holds and stock reports. */
import { invDetail } from "./inv-detail.ts";
import { inventory } from "./inventory.ts";
import { inventoryStock } from "./inventory-stock.ts";
import { occupy } from "./occupy.ts";
import { release } from "./release.ts";

export const stockEndpoints = {
  "stock.occupy": occupy,
  "stock.release": release,
  "stock.inventory": inventory,
  "stock.inventoryStock": inventoryStock,
  "stock.invDetail": invDetail,
};
