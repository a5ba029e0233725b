/**
 * What is measured, and the goals: ratios of two sides that were measured side by side in each
 * round, so that a slow or busy computer slows both.
 */
import { median, ratio } from "./statistics.ts";

/** In the order in which a round runs them: a release needs what was occupied before it. */
export const cases = {
  bare: {
    zh: "Fastify + 验签 + 解析，无数据库，64 个客户端",
    en: "Fastify + signature check + parsing, no database, 64 clients",
  },
  occupy: { zh: "占用，1,000 个商品，64 个客户端", en: "occupy, 1,000 SKUs, 64 clients" },
  sql: {
    zh: "每次一条 SQL，1,000 个商品，64 个连接",
    en: "one SQL statement each, 1,000 SKUs, 64 connections",
  },
  release: { zh: "释放，1,000 个商品，64 个客户端", en: "release, 1,000 SKUs, 64 clients" },
  occupyHot: { zh: "占用，同一个商品，64 个客户端", en: "occupy, one hot SKU, 64 clients" },
  sqlHot: {
    zh: "每次一条 SQL，同一个商品，64 个连接",
    en: "one SQL statement each, one hot SKU, 64 connections",
  },
  releaseHot: { zh: "释放，同一个商品，64 个客户端", en: "release, one hot SKU, 64 clients" },
  occupyMany: { zh: "占用，1,000 个商品，256 个客户端", en: "occupy, 1,000 SKUs, 256 clients" },
  occupyFifty: { zh: "占用，每次 50 行，64 个客户端", en: "occupy, 50 lines each, 64 clients" },
  occupyAlone: { zh: "占用，单个客户端", en: "occupy, one client alone" },
  sqlAlone: { zh: "每次一条 SQL，单个连接", en: "one SQL statement each, one connection" },
  audit: {
    zh: "保存并审核拆卸单，拆 20 行得 20 行，16 个客户端",
    en: "save and audit a disassembly, 20 rows into 20, 16 clients",
  },
  sqlAudit: {
    zh: "每次一条 SQL 插入 40 行流水，16 个连接",
    en: "one SQL statement each that inserts 40 ledger rows, 16 connections",
  },
} as const satisfies Record<string, Title>;

export interface Title {
  readonly zh: string;
  readonly en: string;
}

export type CaseName = keyof typeof cases;
export const caseNames = Object.keys(cases) as CaseName[];

export const LINES = 50;

export interface Measured {
  /** Answered requests, not lines. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export type Round = Readonly<Record<CaseName, Measured>>;

export interface Goal extends Title {
  readonly bound: "at least" | "at most";
  readonly target: number;
  ratioOf(round: Round): number;
}

const rates = (above: CaseName, below: CaseName) => (round: Round) =>
  ratio(round[above].perSecond, round[below].perSecond);

const atLeast = (target: number, title: Title, ratioOf: Goal["ratioOf"]): Goal => ({
  ...title,
  bound: "at least",
  target,
  ratioOf,
});

export const goals: readonly Goal[] = [
  atLeast(
    1,
    { zh: "占用 ÷ 一条 SQL 的完整占用", en: "occupy ÷ full reserve as one SQL statement" },
    rates("occupy", "sql"),
  ),
  atLeast(
    0.6,
    { zh: "占用 ÷ 无数据库的 Fastify + 验签", en: "occupy ÷ Fastify + signature, no database" },
    rates("occupy", "bare"),
  ),
  atLeast(
    0.95,
    { zh: "占用：同一商品 ÷ 1,000 个商品", en: "occupy: hot SKU ÷ 1,000 SKUs" },
    rates("occupyHot", "occupy"),
  ),
  atLeast(
    0.95,
    { zh: "释放：同一商品 ÷ 1,000 个商品", en: "release: hot SKU ÷ 1,000 SKUs" },
    rates("releaseHot", "release"),
  ),
  atLeast(
    8,
    { zh: "占用同一商品 ÷ 一条 SQL 占用同一商品", en: "occupy hot SKU ÷ one SQL statement, hot" },
    rates("occupyHot", "sqlHot"),
  ),
  {
    zh: "64 个客户端的 p99 ÷ Fastify + 验签的 p99",
    en: "p99 at 64 clients ÷ p99 of Fastify + signature",
    bound: "at most",
    target: 2.5,
    ratioOf: ({ occupy, bare }) => ratio(occupy.p99Ms, bare.p99Ms),
  },
  atLeast(
    4,
    {
      zh: "50 行请求的行数 ÷ 单行请求数（每秒）",
      en: "lines of 50-line requests ÷ one-line requests, per second",
    },
    (round) => ratio(LINES * round.occupyFifty.perSecond, round.occupy.perSecond),
  ),
  atLeast(
    0.6,
    { zh: "单个客户端：占用 ÷ 一条 SQL", en: "one client alone: occupy ÷ one SQL statement" },
    rates("occupyAlone", "sqlAlone"),
  ),
  atLeast(
    0.5,
    {
      zh: "审核拆卸单 ÷ 一条 SQL 插入同样的 40 行",
      en: "audit of a disassembly ÷ one SQL statement that inserts the same 40 rows",
    },
    rates("audit", "sqlAudit"),
  ),
];

export interface Outcome {
  readonly goal: Goal;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly isMet: boolean;
}

/** @throws RangeError without a round, or for a side that did nothing */
export function outcomeOf(goal: Goal, rounds: readonly Round[]): Outcome {
  const ratios = rounds.map(goal.ratioOf);
  const middle = median(ratios);
  return {
    goal,
    ratio: middle,
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    isMet: goal.bound === "at least" ? middle >= goal.target : middle <= goal.target,
  };
}

/** Each figure is the median of its rounds. */
export function mediansOf(name: CaseName, rounds: readonly Round[]): Measured {
  const of = (pick: (measured: Measured) => number) =>
    median(rounds.map((round) => pick(round[name])));
  return {
    perSecond: of((measured) => measured.perSecond),
    p50Ms: of((measured) => measured.p50Ms),
    p99Ms: of((measured) => measured.p99Ms),
  };
}
