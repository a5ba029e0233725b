/**
 * Lines of bills and holds: as they were sent (`LineDraft`) and as the rules read them (`Line`).
 */
import type { CalendarDate } from "./calendar-date.ts";
import type { Bin, Material, MaterialUnit, Store } from "./master.ts";
import type { Money } from "./money.ts";
import type { Quantity } from "./quantity.ts";
import type { SerialEntry } from "./serial.ts";
import type { HoldRef, StockKey } from "./stock-key.ts";
import type { TradeRow } from "./trade-bill.ts";

/**
 * A line as it was sent or stored: texts only, absent = empty. Property names are the roles of the
 * contract's fields, so the mapping from the wire is one loop (HOUSE, "mapping").
 */
export interface LineDraft {
  /** Path of the row, for example `material_entity[0]`. */
  readonly path: string;
  /** Wire names of the fields, to point a refusal at the right one. */
  readonly names: Readonly<Partial<Record<LineField, string>>>;
  readonly entryId: string;
  readonly component: string;
  readonly material: string;
  readonly auxProp: string;
  readonly auxValues: readonly string[];
  readonly store: string;
  readonly bin: string;
  readonly toStore: string;
  readonly toBin: string;
  readonly unit: string;
  readonly baseUnit: string;
  readonly quantity: string;
  readonly baseQuantity: string;
  readonly auxUnit: string;
  readonly auxQuantity: string;
  readonly floatQuantity: string;
  readonly batchNo: string;
  readonly kfDate: string;
  readonly kfPeriod: string;
  readonly kfType: string;
  readonly validDate: string;
  readonly serials: string;
  readonly cost: string;
  readonly unitCost: string;
  readonly costShare: string;
  readonly sourceType: string;
  readonly sourceBill: string;
  readonly sourceEntry: string;
}

export type LineField = Exclude<keyof LineDraft, "path" | "names" | "auxValues"> | "auxValue";

/** What a line of a material with a floating unit says of it (D15). */
export interface LineFloat {
  /** 辅助单位: the one in which it was given; the default floating unit otherwise. */
  readonly unit: MaterialUnit;
  /** In that unit. */
  readonly quantity: Quantity;
  /** 浮动基本单位数量: in the default floating unit, which is what is booked. */
  readonly floatQuantity: Quantity;
  /** Given by the caller, computed by the usual ratio, or, in a release, left to the hold. */
  readonly source: "given" | "computed" | "ofHold";
}

/** A line whose references, units, batch, shelf life and serials were checked. */
export interface Line {
  readonly draft: LineDraft;
  readonly path: string;
  readonly id: string;
  /** M assembled product 组件, S part 子件, or empty for other bills. */
  readonly component: string;
  readonly material: Material;
  readonly store: Store;
  readonly bin: Bin | undefined;
  readonly key: StockKey;
  /** Where the goods go in a move 移仓单; otherwise undefined. */
  readonly to: { readonly store: Store; readonly key: StockKey } | undefined;
  readonly unit: MaterialUnit;
  readonly quantity: Quantity;
  readonly baseQuantity: Quantity;
  readonly float: LineFloat | undefined;
  readonly kfPeriod: string;
  readonly kfType: string;
  /** The last good day; empty without shelf life. */
  readonly validDate: CalendarDate | "";
  readonly serials: readonly SerialEntry[];
  /** Total cost given by the caller in local currency, if any. */
  readonly givenCost: Money | undefined;
  readonly costShare: Quantity | undefined;
  /** The hold this line may consume (D16). */
  readonly hold: HoldRef | undefined;
  /** The row that sent the goods which this one brings back. */
  readonly returned?: Returned | undefined;
  /** What a row of a purchase or sale is bought or sold for. */
  readonly trade?: (TradeRow & { readonly isFree: boolean }) | undefined;
}

/** A row that sent goods, and which part of them comes back: from `before` to `after` of all. */
export interface Returned {
  readonly rowId: string;
  /** What all of them left with. */
  readonly cost: Money;
  readonly before: Quantity;
  readonly after: Quantity;
  readonly all: Quantity;
}

/** 费用 of an assembly or disassembly; amounts in the fee's currency. */
export interface Fee {
  readonly path: string;
  /** Without tax, in local currency: what enters cost (D33). */
  readonly localAmount: Money;
}

/** A bill as the rules read it. */
export interface Bill {
  /** `entity_number` of its type, for example `inv_disassemble_bill`. */
  readonly type: string;
  readonly id: string;
  readonly billNo: string;
  readonly billDate: CalendarDate;
  readonly lines: readonly Line[];
  readonly fees: readonly Fee[];
  /** 1 by cost share, 2 by base quantity (D31). */
  readonly allocateRule: string;
  /** 业务类型 of a transfer: 1 at the same price, 2 at another; empty where it is not said. */
  readonly transType: string;
  readonly ignoreWarn: boolean;
}

/** `""` and `"0"` both mean "none" on the wire (contract section 5). */
export const isNone = (id: string) => id === "" || id === "0";

/** The wire path of one field of a line. */
export function fieldPath(draft: LineDraft, field: LineField): string {
  const name = draft.names[field];
  return name === undefined ? draft.path : `${draft.path}.${name}`;
}
