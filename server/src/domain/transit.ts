/**
 * 在途: goods that left one store and have not arrived in another. They are kept like stock, in a
 * place of their own for each row of a 调拨出库单, so that a receipt takes them from that row alone, at
 * the cost with which they left. Decision 7.
 */
import type { Line } from "./line.ts";
import type { StockKey } from "./stock-key.ts";

/** `entity_number` of 调拨出库单 and of 调拨差异单 in a source link (contract section 7). */
export const TRANSFER_OUT_ENTITY = "inv_tfout_bill_outbound";
export const TRANSFER_DIFFERENCE_ENTITY = "inv_tfdiff_bill_order";

/** No id of a store begins so. */
export const TRANSIT_PREFIX = "transit:";

/** How a refusal names the place. */
export const IN_TRANSIT = "在途 / in transit";

/** Where the goods of this row are while they travel; their batch and aux property stay. */
export const inTransit = (key: StockKey, lineId: string): StockKey => ({
  ...key,
  storeId: `${TRANSIT_PREFIX}${lineId}`,
  binId: "",
});

export const isInTransit = (key: StockKey): boolean => key.storeId.startsWith(TRANSIT_PREFIX);

/** A row that deals with what a transfer sent and nobody received: its goods are in transit. */
export const isDifference = ({ draft }: Line): boolean =>
  draft.sourceType === TRANSFER_DIFFERENCE_ENTITY;
