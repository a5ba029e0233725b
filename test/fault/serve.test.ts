/** kill −9 of the server, its database and both: what was answered is there at the next start. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  buildCommand,
  eventually,
  isAlive,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";

const STORE = "/jdy/v2/bd/store";

let place: Workplace;
let server: ServeProcess;
let saved = 0;
beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
  server = await place.serve();
});
afterAll(() => place?.clean());

/** Saves a store, which is answered before the fault comes. */
beforeEach(async () => {
  saved += 1;
  const body = JSON.stringify({ number: `K${saved}`, name: `断电仓${saved}` });
  const { code, stdout, stderr } = await place.run(["call", "POST", STORE, body]);
  expect(code, stdout + stderr).toBe(0);
});

const postmaster = () => place.postmasterPid() ?? 0;

/** Another database process, and the server is ready again. */
async function isBack(formerPid: number): Promise<boolean> {
  const pid = postmaster();
  // A start that failed on what the former one left behind may have written its id as well.
  if ([formerPid, 0].includes(pid) || !isAlive(pid)) return false;
  const reply = await fetch(`${server.url}/health/ready`).catch(() => undefined);
  return reply?.status === 200;
}

async function expectAllThere(): Promise<void> {
  const { stdout } = await place.run(["call", "GET", STORE, "search=断电仓&page_size=100"]);
  const { rows } = JSON.parse(stdout).data;
  expect(rows.length).toBe(saved);
  expect((await place.run(["verify"])).code).toBe(0);
}

test("the server is killed: its database stops too, the next start has everything", async () => {
  const pid = postmaster();
  process.kill(server.pid, "SIGKILL");
  expect(await server.exited).toBe("SIGKILL");
  await eventually(() => !isAlive(pid));
  server = await place.serve();
  expect(server.output()).not.toContain("client_secret");
  await expectAllThere();
});

test("the database is killed: the server starts it again and goes on", async () => {
  const pid = postmaster();
  process.kill(pid, "SIGKILL");
  await eventually(() => isBack(pid));
  expect(server.child.exitCode).toBeNull();
  await expectAllThere();
});

test("both are killed at once: the next start recovers", async () => {
  const pid = postmaster();
  process.kill(server.pid, "SIGKILL");
  process.kill(pid, "SIGKILL");
  await server.exited;
  nameOther("postgres/cluster/postmaster.pid");
  nameOther("postgres/socket/.s.PGSQL.5432.lock");
  server = await place.serve();
  await expectAllThere();
});

/** The id in a lock file that was left behind is now another process's: ours. */
function nameOther(lockFile: string): void {
  const file = join(place.dataDir, lockFile);
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [process.pid, ...rest].join("\n"));
}

/** The fourth crash ends the server; a kill that meets a start under way may count for none. */
const KILLS_MAX = 10;

test("a database that cannot be started again ends the server, with a clear message", async () => {
  const hasEnded = () => server.child.exitCode !== null;
  for (let kills = 0; kills < KILLS_MAX && !hasEnded(); kills += 1) {
    const pid = postmaster();
    if (pid > 0 && isAlive(pid)) process.kill(pid, "SIGKILL");
    await eventually(async () => hasEnded() || (await isBack(pid)));
  }
  expect(await server.exited).toBe(1);
  expect(server.errors()).toMatch(/crashes again and again/);
  expect(server.errors()).not.toMatch(/^\s+at /m);
  server = await place.serve();
  await expectAllThere();
});
