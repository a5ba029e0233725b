/** 费用分录 as a save leaves them: they stay until `del_ids` names them (contract section 9). */
import { isNone } from "../domain/resolve-line.ts";
import { completeFee, FEES_PATH, feeRecordsOf } from "./fees.ts";
import { textOf } from "./material-facts.ts";
import type { Data, UnitOfWork } from "./ports.ts";
import type { Reason } from "./refused.ts";

export interface EditedFees {
  /** The head's field with all records; empty when there is none. */
  readonly field: Data;
  readonly reasons: readonly Reason[];
  /** Where the request has the record; for one that stayed, the list. */
  pathOf(record: Data): string;
}

/** A record with an id replaces that one in its place, one without is added. */
export function editedFees(unit: UnitOfWork, data: Data, before: Data | undefined): EditedFees {
  if (data.cost_fee_entity === undefined) {
    return { field: {}, reasons: [], pathOf: () => FEES_PATH };
  }
  const existing = feeRecordsOf(before ?? {});
  const known = new Set(existing.map((record) => textOf(record, "id")));
  const removed = new Set(removedIds(data));
  const reasons: Reason[] = [...removed]
    .filter((id) => !known.has(id))
    .map((given) => ({
      key: "billRowUnknown",
      path: "cost_fee_entity.del_ids",
      params: { given },
    }));
  const given = new Map<string, Data>();
  const paths = new Map<string, string>();
  for (const [index, record] of feeRecordsOf(data).entries()) {
    const sent = textOf(record, "id");
    if (!isNone(sent) && (!known.has(sent) || given.has(sent))) {
      const key = known.has(sent) ? "holdEntryRepeated" : "billRowUnknown";
      reasons.push({ key, path: `${FEES_PATH}[${index}].id`, params: { given: sent } });
    }
    const id = isNone(sent) ? unit.newId() : sent;
    given.set(id, { ...completeFee(record), id });
    paths.set(id, `${FEES_PATH}[${index}]`);
  }
  const kept = existing.flatMap((record) => {
    const id = textOf(record, "id");
    return removed.has(id) ? [] : [given.get(id) ?? record];
  });
  const added = [...given].filter(([id]) => !known.has(id)).map(([, record]) => record);
  return {
    field: { cost_fee_entity: { fee_records: [...kept, ...added] } },
    reasons,
    pathOf: (record) => paths.get(textOf(record, "id")) ?? FEES_PATH,
  };
}

function removedIds(data: Data): readonly string[] {
  const { del_ids: ids } = data.cost_fee_entity as Data;
  return Array.isArray(ids) ? (ids as string[]) : [];
}
