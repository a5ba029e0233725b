/** A place in the order of costs (D35): by bill date, inside a day by ledger sequence. */
export interface Position {
  readonly billDate: string;
  readonly seq: number;
}

export function comparePositions(left: Position, right: Position): number {
  if (left.billDate !== right.billDate) return left.billDate < right.billDate ? -1 : 1;
  return left.seq - right.seq;
}

/** After everything of a day. */
export const endOf = (billDate: string): Position => ({ billDate, seq: Number.MAX_SAFE_INTEGER });

/** Before everything of a day. */
export const startOf = (billDate: string): Position => ({ billDate, seq: 0 });

/** Right before a row. */
export const before = ({ billDate, seq }: Position): Position => ({ billDate, seq: seq - 1 });
