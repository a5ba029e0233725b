/**
 * `npm run bench`: measures, checks what came of it, prints the ratios, and writes them into
 * `bench/README.md`. `--quick`: a second for each case. `--large`: reads of very many rows
 * instead. `--memory`: what a million requests leave behind. Fails when the books are not right,
 * never because of a time.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { differencesOf } from "./checks.ts";
import { factsOf } from "./facts.ts";
import { cases, type Round } from "./goals.ts";
import { LARGE_SIZES, measureLarge, QUICK_SIZES } from "./large.ts";
import { largeReport } from "./large-report.ts";
import { MEMORY_SIZES, measureMemory, memoryReport, QUICK_MEMORY_SIZES } from "./memory.ts";
import { fightOverScarce, runRound } from "./rounds.ts";
import { onStage, type Stage } from "./stage.ts";
import { type Part, putBetweenMarkers, reportOf } from "./tables.ts";

const ROUNDS = 3;
const SECONDS = 5;
const README = new URL("../README.md", import.meta.url);

const flag = { type: "boolean", default: false } as const;
const options = { quick: flag, large: flag, memory: flag };
const { quick, large, memory } = parseArgs({ options }).values;
const seconds = quick ? 1 : SECONDS;

async function run(stage: Stage): Promise<void> {
  console.log("预热 / warming up");
  await runRound(stage, (seconds * 1000) / 2, () => {});
  // PostgreSQL does that by itself in time; not while something is measured.
  await stage.database.pool.query("vacuum analyze");
  const rounds: Round[] = [];
  for (let number = 1; number <= ROUNDS; number += 1) {
    console.log(`第 ${number}/${ROUNDS} 轮 / round ${number} of ${ROUNDS}`);
    const round = await runRound(stage, seconds * 1000, (name, { perSecond, p99Ms }) => {
      const { zh, en } = cases[name];
      console.log(`  ${perSecond.toFixed(0)}/s, p99 ${p99Ms.toFixed(1)} ms: ${zh} / ${en}`);
    });
    rounds.push(round);
  }
  if (!(await isRight(stage, await fightOverScarce(stage)))) return;
  write(reportOf(await factsOf(stage.database, seconds), rounds), "bench");
}

async function isRight(stage: Stage, found: readonly string[]): Promise<boolean> {
  const differences = [
    ...found,
    ...(await stage.ceiling.differences()),
    ...(await differencesOf(stage.database, stage.buyers.tally)),
  ];
  if (differences.length > 0) {
    console.error(`✗ 账实不符 / the books are not right\n${differences.join("\n")}`);
    process.exitCode = 1;
    return false;
  }
  const { occupied, released, disassembled } = stage.buyers.tally;
  const done = `${occupied} occupied, ${released} released, ${disassembled} disassembled`;
  console.log(`✓ 账实一致 / books right: ${done}\n`);
  return true;
}

function write(report: string, part: Part): void {
  console.log(report);
  writeFileSync(README, putBetweenMarkers(readFileSync(README, "utf8"), report, part));
}

async function runMemory(stage: Stage): Promise<void> {
  const sizes = quick ? QUICK_MEMORY_SIZES : MEMORY_SIZES;
  const use = await measureMemory(stage, sizes);
  if (!(await isRight(stage, []))) return;
  write(memoryReport(await factsOf(stage.database, 0), sizes, use), "bench-memory");
}

async function runLarge(): Promise<void> {
  const sizes = quick ? QUICK_SIZES : LARGE_SIZES;
  const findings = await measureLarge(sizes, async (times, database) => {
    write(largeReport(await factsOf(database, 0), sizes, times), "bench-large");
  });
  if (findings.length === 0) return;
  console.error(`✗ 账实不符 / the books are not right\n${findings.join("\n")}`);
  process.exitCode = 1;
}

await (large ? runLarge() : onStage(memory ? runMemory : run));
