/** `pull` as a user runs it: one server plays the vendor, another data folder takes it over. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  buildCommand,
  newWorkplace,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

let vendor: Workplace;
let server: ServeProcess;
let place: Workplace;
beforeAll(async () => {
  await buildCommand();
  vendor = newWorkplace();
  place = newWorkplace();
  server = await vendor.serve({
    XINGCANG_CLIENT_ID: "205022",
    XINGCANG_CLIENT_SECRET: SECRET,
    XINGCANG_OUTER_INSTANCE_ID: "XC1",
  });
});
afterAll(async () => {
  await vendor?.clean();
  await place?.clean();
});

const credentials = (clientSecret = SECRET) => ({
  XINGCANG_PULL_CLIENT_ID: "205022",
  XINGCANG_PULL_CLIENT_SECRET: clientSecret,
  XINGCANG_PULL_OUTER_INSTANCE_ID: "XC1",
});
const pull = (from: string, environment: Record<string, string>, ...more: string[]) =>
  place.run(["pull", "--from", from, "--pace", "60000", ...more], environment);

test("without credentials it says which variables are missing", async () => {
  const { code, stderr } = await pull(server.url, { XINGCANG_PULL_CLIENT_ID: "1" });
  expect(code).toBe(2);
  expect(stderr).toMatch(/XINGCANG_PULL_CLIENT_SECRET XINGCANG_PULL_OUTER_INSTANCE_ID/);
});

test.each([
  ["nobody is there", "http://127.0.0.1:9", credentials()],
  ["the secret is wrong", "", credentials(SECRET.replace("0", "1"))],
])("no account is made when %s", async (_, from, environment) => {
  const { code, stderr, stdout } = await pull(from || server.url, environment);
  expect(code).toBe(1);
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
  expect(stdout + stderr).not.toContain(environment.XINGCANG_PULL_CLIENT_SECRET);
  const { stdout: accounts } = await place.run(["credentials"]);
  expect(accounts).not.toContain("XC1");
});

test("an account that does not exist is not gone on with", async () => {
  const { code, stderr } = await pull(server.url, credentials(), "--account", "404");
  expect([code, stderr]).toEqual([1, expect.stringContaining("404")]);
});

test("afterwards the same credentials work here, and the books are right", async () => {
  const { code, stdout } = await pull(server.url, credentials(), "--name", "我的公司");
  expect([code, stdout]).toEqual([0, expect.stringContaining("✓")]);
  await place.serve();
  const detail = ["GET", "/jdy/v2/scm/inventory_stock", "material_id=4001"];
  const there = await vendor.run(["call", ...detail]);
  const here = await place.run(["call", ...detail, "--outer-instance-id", "XC1"]);
  const onHand = (text: string) => /"inv_im_qty": "[^"]+"/.exec(text)?.[0];
  expect(onHand(here.stdout)).toBe(onHand(there.stdout));
  expect(onHand(here.stdout)).toBeDefined();
  expect((await place.run(["verify"])).stdout).toContain("✓");
});
