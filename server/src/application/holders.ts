/** Who holds what a request wants: the refusal of a short row names the oldest open holds (D18). */
import type { Line } from "../domain/line.ts";
import type { Refusal } from "../domain/refusal.ts";
import { stockKeyText } from "../domain/stock-key.ts";
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
  // Accepted: reading would write what is not merged yet.
  if (!refusals.some((refusal) => isShort(refusal) || refusal.key === "serialHeld")) {
    return [...refusals];
  }
  const byRow = new Map(lines.map((line) => [line.path, line.key]));
  const keyOf = ({ path }: Refusal) => byRow.get(path.slice(0, path.lastIndexOf(".")));
  const short = refusals.filter(isShort).flatMap((refusal) => keyOf(refusal) ?? []);
  const keys = new Map(short.map((key) => [stockKeyText(key), key]));
  const holders = await unit.holdersOf([...keys.values()], NAMED_MAX + 1);
  const held = refusals.filter(({ key }) => key === "serialHeld").map(holdIdOf);
  const byId = await unit.holdersById([...new Set(held)]);
  return refusals.map((refusal): Reason => {
    if (isShort(refusal)) {
      const key = keyOf(refusal);
      const named = (key && holders.get(stockKeyText(key))) ?? [];
      const count = refusal.key === "floatShort" ? "heldFloat" : "held";
      return { ...refusal, params: { ...refusal.params, ...heldBy(named, count) } };
    }
    if (refusal.key !== "serialHeld") return refusal;
    const holder = byId.get(holdIdOf(refusal));
    const by = holder === undefined ? holdIdOf(refusal) : billOf(holder);
    return { ...refusal, params: { ...refusal.params, by } };
  });
}

const isShort = ({ key }: Refusal) => key === "stockShort" || key === "floatShort";
const holdIdOf = (refusal: Refusal) => refusal.params.by ?? "";

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
