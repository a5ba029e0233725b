/**
 * `npm run bench`: measures, checks what came of it, prints the ratios, and writes them into
 * `bench/README.md`. `--quick`: a second for each case. Fails when the books are not right, never
 * because of a time.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { differencesOf } from "./checks.ts";
import { factsOf } from "./facts.ts";
import { cases, type Round } from "./goals.ts";
import { fightOverScarce, runRound } from "./rounds.ts";
import { onStage, type Stage } from "./stage.ts";
import { putBetweenMarkers, reportOf } from "./tables.ts";

const ROUNDS = 3;
const SECONDS = 5;
const README = new URL("../README.md", import.meta.url);

const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;
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
  const differences = [
    ...(await fightOverScarce(stage)),
    ...(await stage.ceiling.differences()),
    ...(await differencesOf(stage.database, stage.buyers.tally)),
  ];
  if (differences.length > 0) {
    console.error(`✗ 账实不符 / the books are not right\n${differences.join("\n")}`);
    process.exitCode = 1;
    return;
  }
  const { occupied, released } = stage.buyers.tally;
  console.log(`✓ 账实一致 / books right: ${occupied} occupied, ${released} released\n`);
  const report = reportOf(await factsOf(stage.database, seconds), rounds);
  console.log(report);
  writeFileSync(README, putBetweenMarkers(readFileSync(README, "utf8"), report));
}

await onStage(run);
