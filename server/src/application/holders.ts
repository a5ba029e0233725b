/** Who holds what a request wants: the refusal of a short row names the oldest open holds (D18). */
import type { Line } from "../domain/line.ts";
import type { Refusal } from "../domain/refusal.ts";
import { dayOf } from "./china-time.ts";
import type { Holder, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

/** More would make the sentence unreadable; the rest is counted. */
const NAMED_MAX = 3;

/** The refusals of a request, those of short rows and held serials with the bills behind them. */
export async function namingHolders(
  unit: UnitOfWork,
  lines: readonly Line[],
  refusals: readonly Refusal[],
): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const refusal of refusals) {
    if (refusal.key === "stockShort" || refusal.key === "floatShort") {
      const line = lines.find((item) => refusal.path.startsWith(`${item.path}.`));
      const holders = line === undefined ? [] : await unit.holdersOf(line.key);
      const count = refusal.key === "floatShort" ? "heldFloat" : "held";
      reasons.push({ ...refusal, params: { ...refusal.params, ...heldBy(holders, count) } });
    } else if (refusal.key === "serialHeld") {
      const holder = await unit.holderOf(refusal.params.by ?? "");
      const by = holder === undefined ? (refusal.params.by ?? "") : billOf(holder);
      reasons.push({ ...refusal, params: { ...refusal.params, by } });
    } else {
      reasons.push(refusal);
    }
  }
  return reasons;
}

const billOf = ({ billTypeId, billId, billNo, entryId }: Holder) =>
  `${billTypeId} ${billNo || billId} / ${entryId}`;

function heldBy(
  all: readonly Holder[],
  count: "held" | "heldFloat",
): { holders: string; holdersEn: string } {
  const holders = all.filter((holder) => holder[count] !== "0");
  if (holders.length === 0) return { holders: "", holdersEn: "" };
  const named = holders.slice(0, NAMED_MAX);
  const isMore = holders.length > named.length;
  const chinese = named.map(
    (item) =>
      `${billOf(item)}（${item[count]}，自 ${dayOf(item.openedAt)}，应用 ${item.clientId}）`,
  );
  const english = named.map(
    (item) =>
      `${billOf(item)} (${item[count]}, since ${dayOf(item.openedAt)}, client ${item.clientId})`,
  );
  return {
    holders: `；占用于 ${chinese.join("、")}${isMore ? " 等" : ""}`,
    holdersEn: `; held by ${english.join(", ")}${isMore ? " and others" : ""}`,
  };
}
