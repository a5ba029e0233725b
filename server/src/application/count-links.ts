/**
 * The 盘盈单 and 盘亏单 that were made of 盘点单, as far as they are still there, and what follows of it.
 */
import { textOf } from "./material-facts.ts";
import type { BillRecord, Data, Reader, UnitOfWork } from "./ports.ts";
import { refuse } from "./refused.ts";

export interface CountLinks {
  readonly gain: BillRecord | undefined;
  readonly loss: BillRecord | undefined;
}

/** By id of the 盘点单. */
export async function linksOf(
  reader: Pick<Reader | UnitOfWork, "bills">,
  counts: readonly BillRecord[],
): Promise<ReadonlyMap<string, CountLinks>> {
  const idsOf = (key: string) =>
    counts.map(({ head }) => textOf(head, key)).filter((id) => id !== "");
  const gains = await reader.bills("inv_check_gail_bill", idsOf("gain_id"));
  const losses = await reader.bills("inv_check_loss_bill", idsOf("loss_id"));
  return new Map(
    counts.map(({ id, head }) => [
      id,
      { gain: gains.get(textOf(head, "gain_id")), loss: losses.get(textOf(head, "loss_id")) },
    ]),
  );
}

/** When all bills that were made of it were deleted, its differences wait again. */
export function isDealt({ head }: BillRecord, links: CountLinks | undefined): boolean {
  if (textOf(head, "dealt_at") === "") return false;
  const hadNone = textOf(head, "gain_id") === "" && textOf(head, "loss_id") === "";
  return hadNone || links?.gain !== undefined || links?.loss !== undefined;
}

/**
 * 盘点状态: D nothing counted, E being counted, A differences wait, Z their bills wait for their
 * audit, C done. F and G are of counts in several parts, which are not built.
 */
export function countStatus(count: BillRecord, links: CountLinks | undefined): string {
  if (count.status === "Z") {
    return count.lines.some(({ data }) => textOf(data, "qty") !== "") ? "E" : "D";
  }
  if (!isDealt(count, links)) return "A";
  const isOpen = links?.gain?.status === "Z" || links?.loss?.status === "Z";
  return isOpen ? "Z" : "C";
}

/** A count from which bills were made stays as it is while they are there. */
export async function refuseIfDealt(unit: UnitOfWork, count: BillRecord): Promise<void> {
  const links = (await linksOf(unit, [count])).get(count.id);
  const by = links?.gain ?? links?.loss;
  if (by === undefined) return;
  refuse("recordInUse", "", { given: count.billNo, by: by.billNo, action: "反审核" });
}

/** What the head of a 盘点单 shows beyond its own fields, by bill id. */
export async function countHeads(
  reader: Reader,
  counts: readonly BillRecord[],
): Promise<ReadonlyMap<string, Data>> {
  const links = await linksOf(reader, counts);
  const idsOf = (key: string) => counts.map(({ head }) => textOf(head, key));
  const tasks = await reader.masters("inv_check_task", idsOf("check_task_id"));
  const stores = await reader.masters("store", idsOf("stock_id"));
  return new Map(
    counts.map((count) => {
      const link = links.get(count.id);
      const task = tasks.get(textOf(count.head, "check_task_id"))?.data ?? {};
      const store = stores.get(textOf(count.head, "stock_id"))?.data ?? {};
      return [
        count.id,
        {
          check_status: countStatus(count, link),
          check_model: textOf(task, "check_model") || "1",
          check_date: textOf(task, "check_type") === "2" ? count.billDate : "",
          check_scope: "2",
          material_source: "2",
          stock_is_allow_freight: ["true", "1"].includes(textOf(store, "is_allow_freight")),
          gain_id: link?.gain?.id,
          gain_bill_no: link?.gain?.billNo,
          loss_id: link?.loss?.id,
          loss_bill_no: link?.loss?.billNo,
        },
      ];
    }),
  );
}
