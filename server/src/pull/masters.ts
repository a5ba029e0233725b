/** 基础资料 of another account, under the ids that they have there. */
import type { AnyMaster, MasterName, TSchema } from "@xingcang/contract";
import type { Data } from "../application/ports.ts";
import { inputFrom } from "./input.ts";
import { ALIASES, kindsInOrder } from "./kinds.ts";
import type { Source } from "./source.ts";
import { keepMaster, type Problem, refusalOf, type Target } from "./target.ts";

/** Told after each page. */
export interface MasterProgress {
  readonly kind: string;
  /** Records that are there now: taken over, or there before. */
  readonly done: number;
}

export interface MasterOutcome {
  readonly added: number;
  /** They were there already. */
  readonly known: number;
  readonly problems: readonly Problem[];
}

interface Found {
  readonly kind: AnyMaster;
  readonly id: string;
  readonly title: string;
  readonly input: Data;
}

const PAGE = 100;

/** Whatever stands there already stays as it is, so that a second run goes on where one ended. */
export async function pullMasters(
  source: Source,
  target: Target,
  onProgress: (progress: MasterProgress) => void,
): Promise<MasterOutcome> {
  let added = 0;
  let known = 0;
  let refused: { found: Found; problem: Problem }[] = [];
  for (const kind of kindsInOrder()) {
    let done = 0;
    for await (const page of pagesOf(source, kind)) {
      const wanted = await missing(target, kind, page);
      known += page.length - wanted.length;
      const found: Found[] = [];
      for (const row of wanted) found.push(await wholeRecord(source, kind, row));
      const problems = await keep(target, found);
      added += found.length - problems.length;
      refused.push(...problems);
      done += page.length;
      onProgress({ kind: kind.title.zh, done });
    }
  }
  // Lists run newest first, and kinds may refer to each other: as long as some more are taken, the
  // others may be too.
  for (let before = Number.POSITIVE_INFINITY; refused.length > 0 && refused.length < before; ) {
    before = refused.length;
    refused = await keep(
      target,
      refused.map(({ found }) => found),
    );
    added += before - refused.length;
  }
  return { added, known, problems: refused.map(({ problem }) => problem) };
}

async function* pagesOf(source: Source, kind: AnyMaster): AsyncGenerator<Data[], void, void> {
  const { properties = {} } = kind.endpoints.list.query as { properties?: object };
  // Disabled ones are referred to by old records.
  const filters = "enable" in properties ? { enable: "-1" } : {};
  let page: Data[] = [];
  for await (const row of source.rows(`${kind.name}.list`, filters)) {
    page.push(row);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const idOf = (row: Data) => String(row.id ?? "");

async function missing(target: Target, kind: AnyMaster, rows: readonly Data[]): Promise<Data[]> {
  const present = await target.inAccount((unit) => unit.masters(kind.name, rows.map(idOf)));
  return rows.filter((row) => !present.has(idOf(row)));
}

async function wholeRecord(source: Source, kind: AnyMaster, row: Data): Promise<Found> {
  const id = idOf(row);
  const detail = kind.paths.detail ? await source.ask(`${kind.name}.detail`, { id }) : {};
  const view = { ...row, ...withoutEmpty(detail) };
  const input = inputFrom(
    kind.endpoints.save.body as TSchema,
    view,
    ALIASES[kind.name as MasterName],
  );
  return { kind, id, title: [row.number, row.name].filter(Boolean).join(" "), input };
}

/** A list may say what a detail leaves open. */
const withoutEmpty = (view: Data): Data =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== "" && value !== null));

async function keep(target: Target, records: readonly Found[]) {
  if (records.length === 0) return [];
  return target.inAccount(async (unit) => {
    const refused: { found: Found; problem: Problem }[] = [];
    for (const found of records) {
      const { kind, id, title } = found;
      const reasons = await refusalOf(() => keepMaster(target, unit, kind, found));
      if (reasons.length === 0) continue;
      refused.push({ found, problem: { kind: kind.title.zh, id, title, reasons } });
    }
    return refused;
  });
}
