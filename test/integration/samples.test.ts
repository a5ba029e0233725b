/**
 * docs/samples: the same calls in every language, against a server. A language whose interpreter is
 * not at hand is skipped.
 */
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { pathOf } from "../support/documents.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const environment = () => {
  const { server } = demo();
  const { client, grant } = server.provisioned;
  return {
    BASE: server.url,
    CLIENT_ID: client.id,
    CLIENT_SECRET: client.secret,
    OUTER_INSTANCE_ID: grant.outerInstanceId,
  };
};

const LANGUAGES: readonly [command: string, file: string, version: string][] = [
  ["sh", "call.sh", "-c"],
  ["python3", "call.py", "--version"],
  ["php", "call.php", "--version"],
  ["java", "Call.java", "--version"],
];

function isAtHand(command: string, argument: string): boolean {
  if (command === "sh") return isAtHand("curl", "--version") && isAtHand("openssl", "version");
  try {
    execFileSync(command, [argument], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const sample = (file: string) => join(pathOf("docs/samples"), file);

/** Blanks, marks that encoders write differently, and what is beyond ASCII. */
const QUERY = "page=1&page_size=3&search=a%20b%2B%26~%21%27%28%29%2A%2F%E8%9E%BA%E4%B8%9D";

async function takesCalls(call: (...input: string[]) => Promise<string>, name: string) {
  const read = JSON.parse(await call("GET", "/jdy/v2/bd/material", QUERY));
  expect(read).toMatchObject({ errcode: 0, data: { rows: [] } });
  const all = JSON.parse(await call("GET", "/jdy/v2/bd/store"));
  expect(all.data.rows.length).toBeGreaterThan(0);
  const store = JSON.stringify({ number: `CK-${name}`, name: `仓库 ${name} "✓"` });
  const saved = JSON.parse(await call("POST", "/jdy/v2/bd/store", store));
  expect(saved).toMatchObject({ errcode: 0, data: { id_number_map: expect.anything() } });
  // A refusal is a reply as well.
  expect(JSON.parse(await call("POST", "/jdy/v2/bd/store", store)).errors).toMatchObject([
    { key: "numberTaken" },
    { key: "numberTaken" },
  ]);
}

describe.each(LANGUAGES)("%s", (command, file, version) => {
  test.skipIf(!isAtHand(command, version))(`docs/samples/${file}`, async () => {
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, LANG: "C.UTF-8", ...environment() };
    const call = async (...input: string[]) =>
      (await promisify(execFile)(command, [sample(file), ...input], { env })).stdout;
    await takesCalls(call, command);
  });
});

describe("TypeScript", () => {
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test("docs/samples/call.ts", async () => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
    let printed = "";
    vi.spyOn(console, "log").mockImplementation((text) => {
      printed += text;
    });
    const call = async (...input: string[]) => {
      printed = "";
      process.argv = ["node", "call.ts", ...input];
      vi.resetModules();
      await import(sample("call.ts"));
      return printed;
    };
    await takesCalls(call, "ts");
  });
});
