/** Every stock bill type. A new one costs its contract file, its rule file, their tests and one line here. */
import { disassemble } from "./disassemble.ts";

export const bills = {
  inv_disassemble: disassemble,
};

export type BillName = keyof typeof bills;
