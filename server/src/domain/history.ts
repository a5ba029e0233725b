/**
 * What a bill has to know of what is dated after it (D3, D35): the lowest that its keys ever get to
 * from then on, where its serials went, and all that has to be costed anew.
 */

import type { Counts } from "./counts.ts";
import type { Position } from "./position.ts";
import type { Quantity } from "./quantity.ts";
import type { Later } from "./replay.ts";

/** The least of one of a key's counts from a position on, without the bill that asks. */
export interface Lowest {
  readonly onHand: Quantity;
  /** The day on which it is reached, and the bill that reaches it. */
  readonly date: string;
  readonly billNo: string;
}

/** The last movement of a serial that stands. */
export interface LastMove extends Position {
  readonly billType: string;
  readonly billId: string;
  readonly billNo: string;
}

export interface History {
  /** Undefined when so much follows that the job costs it anew afterwards (D35). */
  readonly later: Later | undefined;
  /** By key text; a key that is missing has nothing dated later. */
  readonly lowest: Readonly<Record<keyof Counts, ReadonlyMap<string, Lowest>>>;
  /** By serial text. */
  readonly lastMoves: ReadonlyMap<string, LastMove>;
}
