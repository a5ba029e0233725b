/** The bill of the seed document 拆卸单详情: with it the printed sample request finds something. */
import type { ReadStore } from "../application/ports.ts";

export const DEMO_BILL = { type: "inv_disassemble", id: "1", number: "001" } as const;

export async function hasDemoBill(readStore: ReadStore, accountId: string): Promise<boolean> {
  const reader = await readStore.reader(accountId);
  const { type, id, number } = DEMO_BILL;
  return (await reader.bills(type, [id])).get(id)?.billNo === number;
}
