/** Which holds a request means: its filters, with records looked up and ages as a moment. */
import type { TSchema } from "@xingcang/contract";
import { isNone } from "../domain/resolve-line.ts";
import { startOf } from "./china-time.ts";
import { textOf } from "./material-facts.ts";
import type { Data, HoldFilter } from "./ports.ts";
import { type MasterReader, resolveReferences } from "./references.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

const HOUR_MS = 3_600_000;
const HOURS_MAX = 1_000_000;

/** @throws Refused for a material or store that does not exist, and an age that is none */
export async function holdFilterOf(
  reader: MasterReader,
  schema: TSchema,
  input: Data,
  now: number,
): Promise<HoldFilter> {
  const { data, reasons } = await resolveReferences(reader, schema, input, {
    refuseDisabled: false,
  });
  refuseAll([
    ...reasons,
    ...nobody(data, "material_id", "商品id"),
    ...nobody(data, "stock_id", "仓库id"),
  ]);
  const given = (key: string): string | undefined => textOf(data, key) || undefined;
  const before = given("opened_before");
  const moments = [
    ...(before === undefined ? [] : [startOf(before)]),
    ...(data.older_than_hours === undefined ? [] : [agedBefore(data.older_than_hours, now)]),
  ];
  return {
    ids: undefined,
    billTypeId: given("bill_type_id"),
    billId: given("bill_id"),
    billNo: given("bill_no"),
    clientId: given("client_id"),
    materialId: given("material_id"),
    storeId: given("stock_id"),
    openedBefore: moments.length === 0 ? undefined : Math.min(...moments),
  };
}

/** "0" is nobody's id: taken for no filter, it would choose more holds than were meant. */
function nobody(data: Data, path: string, title: string): Reason[] {
  const given = textOf(data, path);
  if (given === "" || !isNone(given)) return [];
  return [{ key: "referenceUnknown", path, params: { title, given } }];
}

/** Whoever is that old was opened at this moment at the latest. */
function agedBefore(given: unknown, now: number): number {
  const hours = Number(given);
  if (hours < 0 || hours > HOURS_MAX) {
    const params = { title: "占用已满的小时数", given: String(given) };
    const range = [`须为 0 到 ${HOURS_MAX}`, `must be 0 to ${HOURS_MAX}`] as const;
    return refuse("valueInvalid", "older_than_hours", {
      ...params,
      reason: range[0],
      reasonEn: range[1],
    });
  }
  return now - hours * HOUR_MS + 1;
}

/** Whether anything is filtered at all. */
export const isUnfiltered = (filter: HoldFilter): boolean =>
  Object.values(filter).every((value) => value === undefined);
