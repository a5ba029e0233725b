/** The result as Markdown, and its place in a document. */
import { caseNames, cases, goals, mediansOf, outcomeOf, type Round } from "./goals.ts";

export interface Facts {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly postgres: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly secondsPerCase: number;
  /** Processes that wanted a core in the minute before; more than `cores`: no figure is right. */
  readonly loadBefore: number;
}

/** Bars would end a cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

export function goalTable(rounds: readonly Round[]): string {
  const rows = goals.map((goal) => {
    const { ratio, lowest, highest, isMet } = outcomeOf(goal, rounds);
    return [
      `${goal.zh} / ${goal.en}`,
      ratio.toFixed(2),
      `${lowest.toFixed(2)}–${highest.toFixed(2)}`,
      `${goal.bound === "at least" ? "≥" : "≤"} ${goal.target}`,
      isMet ? "✓" : "✗",
    ];
  });
  return table(["比值 / ratio", "中位 / median", "各轮 / rounds", "目标 / goal", ""], rows);
}

export function rateTable(rounds: readonly Round[]): string {
  const rows = caseNames.map((name) => {
    const { perSecond, p50Ms, p99Ms } = mediansOf(name, rounds);
    const { zh, en } = cases[name];
    return [`${zh} / ${en}`, perSecond.toFixed(0), p50Ms.toFixed(2), p99Ms.toFixed(2)];
  });
  return table(["测量 / measured", "每秒请求 / requests/s", "p50 ms", "p99 ms"], rows);
}

export function factsText(facts: Facts, rounds: number): string {
  const { cpu, cores, node, postgres, date, secondsPerCase, loadBefore } = facts;
  const machine = `${cores} × ${cpu}, Node ${node}, PostgreSQL ${postgres}`;
  const load = `负载 / load before: ${loadBefore.toFixed(1)}`;
  return `${date} · ${machine} · ${rounds} × ${secondsPerCase} s · ${load}`;
}

export const reportOf = (facts: Facts, rounds: readonly Round[]): string =>
  [factsText(facts, rounds.length), goalTable(rounds), rateTable(rounds)].join("\n\n");

/** Which part of the document a command writes. */
export type Part = "bench" | "bench-large" | "bench-memory";

/** The document with the text between the part's markers. @throws Error when a marker is missing */
export function putBetweenMarkers(document: string, text: string, part: Part = "bench"): string {
  const [before, after] = [`<!-- ${part}:begin -->`, `<!-- ${part}:end -->`];
  const begin = document.indexOf(before);
  const end = document.indexOf(after);
  if (begin < 0 || end < begin) throw new Error(`no ${before} … ${after} in the document`);
  return `${document.slice(0, begin + before.length)}\n${text}\n${document.slice(end)}`;
}
