/**
 * What the documents tell people to type, typed: every block marked `tour` runs in a shell on a new
 * server with demo data, in the order of the page. A line `# → text` after a command must stand in
 * what it printed, in this order.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";
import { blocksOf, pathOf, readDocument } from "../support/documents.ts";

const CREDENTIALS = {
  XINGCANG_CLIENT_ID: "205022",
  XINGCANG_CLIENT_SECRET: "0123456789abcdef0123456789abcdef",
  XINGCANG_OUTER_INSTANCE_ID: "XC1",
};

let workplace: Workplace;
let server: ServeProcess;

beforeAll(async () => {
  await buildCommand();
  workplace = newWorkplace();
  server = await workplace.serve(CREDENTIALS);
});

afterAll(() => workplace.clean());

/** What `npx` is where the package is not installed. */
const NPX = `npx() { shift; "${process.execPath}" "${pathOf("server/dist/cli/main.js")}" "$@"; }\n`;

async function shell(code: string): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const env = {
    PATH,
    HOME,
    XINGCANG_DATA_DIR: workplace.dataDir,
    BASE: server.url,
    CLIENT_ID: CREDENTIALS.XINGCANG_CLIENT_ID,
    CLIENT_SECRET: CREDENTIALS.XINGCANG_CLIENT_SECRET,
    OUTER_INSTANCE_ID: CREDENTIALS.XINGCANG_OUTER_INSTANCE_ID,
  };
  const cwd = join(workplace.dataDir, "..");
  // A refusal ends with status 1, which is part of the tour.
  const ran = promisify(execFile)("sh", ["-c", NPX + code], { cwd, env });
  return ran.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

/** Commands with the lines that are shown below them. */
interface Step {
  readonly command: string;
  readonly shown: readonly string[];
}

const stepsOf = (code: string): Step[] =>
  [...code.matchAll(/((?:^(?!# →).*\n)+)((?:^# → .*\n)*)/gm)].map(
    ([, command = "", shown = ""]) => ({
      command,
      shown: shown.split("\n").flatMap((text) => (text === "" ? [] : [text.slice("# → ".length)])),
    }),
  );

const tourOf = (path: string) =>
  blocksOf(readDocument(path))
    .filter(({ label }) => label === "tour")
    .flatMap(({ code }) => stepsOf(code));

const BETWEEN = "==== next step ====";

const PAGES = [
  "README.md",
  "docs/guide/stock.md",
  "docs/guide/api.md",
  "CONTRIBUTING.md",
  "docs/guide/holds.md",
  "docs/guide/import-export.md",
];

test.each(PAGES)("%s does what it says", async (path) => {
  const steps = tourOf(path);
  expect(steps.length).toBeGreaterThan(0);
  // One shell for the page: it keeps variables and functions, as a reader's does.
  const script = steps.map(({ command }) => `${command}echo; echo '${BETWEEN}'\n`).join("");
  const outputs = (await shell(script)).split(BETWEEN);
  for (const [index, { command, shown }] of steps.entries()) {
    const output = outputs[index] ?? "";
    let from = 0;
    for (const text of shown) {
      const at = output.indexOf(text, from);
      expect(at, `${command}\n${output}\nlacks: ${text}`).toBeGreaterThanOrEqual(0);
      from = at + text.length;
    }
  }
  expect(await shell("npx xingcang verify")).toContain("✓");
});
