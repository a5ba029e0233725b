/** The command line as a user runs it: real processes, one after another on one data folder. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  buildCommand,
  type CommandResult,
  eventually,
  isAlive,
  newWorkplace,
  paste,
  type ServeProcess,
  type Workplace,
} from "../support/command.ts";

const DETAIL = "/jdy/v2/scm/inv_disassemble_detail";
const STORE = "/jdy/v2/bd/store";
const INVENTORY = "/jdy/v2/scm/inventory";

let place: Workplace;
let server: ServeProcess;
beforeAll(async () => {
  await buildCommand();
  place = newWorkplace();
});
afterAll(() => place?.clean());

const json = ({ stdout }: CommandResult) => JSON.parse(stdout);

/** A line of the credentials that the first start prints. */
const credential = (name: string) =>
  new RegExp(`^ {2}${name} +(\\S+)$`, "m").exec(server.output())?.[1] ?? "";

/** A refusal is told in both languages, without a stack. */
function expectClear({ code, stdout, stderr }: CommandResult, words: RegExp): void {
  expect(code).toBe(1);
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/\p{Script=Han}/u);
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
}

describe("before the first start", () => {
  test("doctor finds nothing wrong and makes nothing", async () => {
    const { code, stdout } = await place.run(["doctor"]);
    expect(stdout).not.toContain("✗");
    expect(code).toBe(0);
    expect(existsSync(place.dataDir)).toBe(false);
  });

  test.each([[["credentials"]], [["verify"]]])(
    "%s tells that there is no database",
    async (args) => {
      expectClear(await place.run(args), /no database there yet/);
      expect(existsSync(join(place.dataDir, "postgres"))).toBe(false);
    },
  );

  test.each([
    ["no command", []],
    ["an unknown command", ["frobnicate"]],
    ["an unknown option", ["serve", "--frobnicate"]],
    ["an unknown profile", ["seed", "--profile", "huge"]],
    ["a profile left out", ["seed"]],
    ["rows that are no number", ["seed", "--profile", "large", "--rows", "many"]],
    ["a seed that is no number", ["seed", "--profile", "large", "--seed", "1.5"]],
    ["a path that is none", ["call", "GET", "jdy"]],
    ["broken JSON", ["call", "POST", STORE, "{"]],
  ])("%s is a wrong call: exit status 2", async (_name, args) => {
    const { code, stderr } = await place.run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\p{Script=Han}/u);
  });

  test.each([
    ["PORT", { PORT: "99999" }, /PORT must be/],
    ["XINGCANG_LOG", { XINGCANG_LOG: "loud" }, /one of these/],
    ["XINGCANG_SECRET_KEY", { XINGCANG_SECRET_KEY: "abc" }, /64 hex digits/],
    ["HOST", { HOST: "192.0.2.1", PORT: "8787" }, /Check HOST and PORT/],
    ["DATABASE_URL", { DATABASE_URL: "postgres://127.0.0.1:1/x" }, /check DATABASE_URL/],
  ])("a bad %s is told", async (_name, environment, words) => {
    expectClear(await place.run(["serve"], environment), words);
  });

  test("a port in use is told, and nothing was made", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const PORT = String((other.address() as AddressInfo).port);
    expectClear(await place.run(["serve"], { PORT }), /is in use/);
    other.close();
    expect(existsSync(join(place.dataDir, "postgres"))).toBe(false);
  });

  test.each([
    ["--help", /用法.*Usage/],
    ["--version", /^\d+\.\d+\.\d+/],
  ])("%s", async (option, words) => {
    const { code, stdout } = await place.run([option]);
    expect(code).toBe(0);
    expect(stdout).toMatch(words);
  });
});

describe("the first start", () => {
  beforeAll(async () => {
    server = await place.serve();
  });

  test("prints the credentials and a curl line that works when pasted", async () => {
    expect(credential("client_id")).toMatch(/^\d+$/);
    expect(credential("client_secret")).toMatch(/^[0-9a-f]{32}$/);
    expect(credential("outerInstanceId")).not.toBe("");
    expect(credential("app_key")).not.toBe("");
    const reply = JSON.parse(await paste(server.curl));
    expect(reply).toMatchObject({ errcode: 0, data: { id: "1", bill_no: "001" } });
    expect(JSON.parse(await paste(server.curl))).toEqual(reply);
  });

  test("is reachable at the printed addresses, and says so only to its owner", async () => {
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    const file = statSync(join(place.dataDir, "server.json"));
    expect(file.mode & 0o777).toBe(0o600);
  });

  test("credentials shows no secret unless asked", async () => {
    const secret = credential("client_secret");
    const plain = await place.run(["credentials"]);
    expect(plain.code).toBe(0);
    expect(plain.stdout).toContain(credential("app_key"));
    expect(plain.stdout).not.toContain(secret);
    expect((await place.run(["credentials", "--show"])).stdout).toContain(secret);
  });

  test("doctor and verify find nothing wrong", async () => {
    const doctor = await place.run(["doctor"]);
    expect(doctor.stdout).not.toContain("✗");
    expect(doctor.stdout).toContain(server.url);
    expect(doctor.code).toBe(0);
    const verify = await place.run(["verify"]);
    expect(verify.code).toBe(0);
    expect(verify.stdout).toMatch(/单据 [1-9]/);
  });

  test("migrate finds nothing to do", async () => {
    const { code, stdout } = await place.run(["migrate"]);
    expect(code).toBe(0);
    expect(stdout).toContain("nothing to do");
  });

  test("a second server on the folder is refused", async () => {
    const refused = await place.run(["serve"]);
    expectClear(refused, /in use by another Xingcang process/);
    expect(refused.stderr).toContain(String(server.pid));
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});

describe("call", () => {
  test("reads with a query, with filters as JSON and with a query in the path", async () => {
    const byQuery = await place.run(["call", "GET", DETAIL, "id=1&number=001"]);
    expect(byQuery.code).toBe(0);
    expect(json(byQuery)).toMatchObject({ errcode: 0, data: { bill_no: "001" } });
    expect((await place.run(["call", "get", `${DETAIL}?id=1`])).stdout).toBe(byQuery.stdout);
    const filter = ["call", "GET", INVENTORY, '{"material_numbers":["SP00009"]}'];
    expect(json(await place.run(filter)).data.rows[0].material_number).toBe("SP00009");
  });

  test("writes once for one idempotency key", async () => {
    const save = ["call", "POST", STORE, '{"number":"CK100","name":"二号仓"}'];
    const [first, again] = [
      await place.run([...save, "--idempotency-key", "key-1"]),
      await place.run([...save, "--idempotency-key", "key-1"]),
    ];
    expect(first.code).toBe(0);
    expect(again.stdout).toBe(first.stdout);
  });

  test("a refusal is printed, with exit status 1", async () => {
    const refused = await place.run(["call", "GET", DETAIL, "id=404"]);
    expect(refused.code).toBe(1);
    expect(json(refused).errcode).not.toBe(0);
  });

  test("--curl prints a line that works when pasted", async () => {
    const body = JSON.stringify({ number: "CK101", name: "O'Neil 仓 $HOME" });
    const { stdout, code } = await place.run(["call", "POST", STORE, body, "--curl"]);
    expect(code).toBe(0);
    const { data, errcode } = JSON.parse(await paste(stdout.trim()));
    expect(errcode).toBe(0);
    const detail = ["call", "GET", "/jdy/v2/bd/store_detail", `id=${data.ids[0]}`];
    expect(json(await place.run(detail)).data.name).toBe("O'Neil 仓 $HOME");
  });

  test("takes the credentials of the environment, without a database", async () => {
    const environment = {
      XINGCANG_DATA_DIR: join(place.dataDir, "nothing-here"),
      XINGCANG_CLIENT_ID: credential("client_id"),
      XINGCANG_CLIENT_SECRET: credential("client_secret"),
      XINGCANG_OUTER_INSTANCE_ID: credential("outerInstanceId"),
    };
    const read = ["call", "GET", DETAIL, "id=1", "--url", server.url];
    expect(json(await place.run(read, environment)).errcode).toBe(0);
    const { stdout } = await place.run([...read, "--curl"], environment);
    expect(JSON.parse(await paste(stdout.trim())).errcode).toBe(0);
  });
});

describe("seed", () => {
  const instanceOf = ({ stdout }: CommandResult) =>
    /outerInstanceId +(\S+)/.exec(stdout)?.[1] ?? "";
  const stockOf = async (instance: string) => {
    const read = ["call", "GET", INVENTORY, "page_size=100", "--outer-instance-id", instance];
    return json(await place.run(read)).data.rows;
  };

  test("makes an empty account beside the first one", async () => {
    const seeded = await place.run(["seed", "--profile", "empty"]);
    expect(seeded.code).toBe(0);
    expect(seeded.stdout).not.toContain(credential("client_secret"));
    expect(await stockOf(instanceOf(seeded))).toEqual([]);
  });

  test("makes another demo account", async () => {
    const instance = instanceOf(await place.run(["seed", "--profile", "demo"]));
    const read = ["call", "GET", DETAIL, "id=1", "--outer-instance-id", instance];
    expect(json(await place.run(read)).data.bill_no).toBe("001");
  });

  test("makes the same large account for the same seed number", async () => {
    const large = ["seed", "--profile", "large", "--materials", "20", "--seed", "7"];
    const first = await stockOf(instanceOf(await place.run(large)));
    expect(first.length).toBe(100);
    expect(await stockOf(instanceOf(await place.run(large)))).toEqual(first);
  });

  test("makes many ledger rows by the database itself", async () => {
    const rows = ["--materials", "10", "--rows", "450"];
    const seeded = await place.run(["seed", "--profile", "large", ...rows]);
    expect(seeded.stderr).toContain("100 stock keys, 500 ledger rows");
    const stock = await stockOf(instanceOf(seeded));
    expect(stock.length).toBe(100);
    expect(new Set(stock.map((row: { qty: string }) => Number(row.qty)))).toEqual(new Set([20]));
  });

  test("verify still finds nothing wrong, and one account alone can be asked for", async () => {
    expect((await place.run(["verify"])).code).toBe(0);
    expectClear(await place.run(["verify", "--account", "1"]), /no such account/);
  });
});

test("verify tells a wrong number, with exit status 1", async () => {
  const file = readFileSync(join(place.dataDir, "server.json"), "utf8");
  const client = new pg.Client(JSON.parse(file).connection);
  await client.connect();
  const change = (by: number) =>
    client.query(
      `update stock set on_hand = on_hand + $1 where (account_id, id) in
         (select account_id, id from stock order by on_hand desc, account_id, id limit 1)`,
      [by],
    );
  await change(1);
  const { code, stdout } = await place.run(["verify"]);
  await change(-1);
  await client.end();
  expect(code).toBe(1);
  expect(stdout).toContain("即时库存");
  expect((await place.run(["verify"])).code).toBe(0);
});

describe("the app secret", () => {
  test("is rotated for a named grant, and the former one is told", async () => {
    const before = await place.run(["credentials", "--show"]);
    expectClear(await place.run(["credentials", "--rotate"]), /name one grant/);
    const name = ["--outer-instance-id", credential("outerInstanceId")];
    const rotated = await place.run(["credentials", "--rotate", "--show", ...name]);
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toContain("24 小时");
    const row = (text: string) =>
      text.split("\n").find((line) => line.includes(credential("app_key")));
    expect(row(rotated.stdout)).not.toBe(row(before.stdout));
    expect((await place.run(["call", "GET", DETAIL, "id=1"])).code).toBe(0);
  });
});

describe("a stop", () => {
  test("answers what was accepted, ends both processes and leaves nothing behind", async () => {
    const postmaster = place.postmasterPid() ?? 0;
    expect(isAlive(postmaster)).toBe(true);
    const save = place.run(["call", "POST", STORE, '{"number":"CK102","name":"末仓"}']);
    await save;
    server.child.kill("SIGTERM");
    expect(await server.exited).toBe(0);
    await eventually(() => !isAlive(postmaster));
    expect(place.postmasterPid()).toBeUndefined();
    expect(existsSync(join(place.dataDir, "server.json"))).toBe(false);
    expect(existsSync(join(place.dataDir, "postgres.lock"))).toBe(false);
  });

  test("the other commands start the database themselves and stop it", async () => {
    for (const args of [["doctor"], ["credentials"], ["verify"], ["migrate"]]) {
      expect((await place.run(args)).code, args.join(" ")).toBe(0);
      expect(place.postmasterPid()).toBeUndefined();
    }
  });

  test("call tells that no server runs", async () => {
    const nowhere = { PORT: "" };
    expectClear(await place.run(["call", "GET", DETAIL], nowhere), /no server runs here/);
  });
});

describe("the next start", () => {
  test("has everything, and prints no secret", async () => {
    const secret = credential("client_secret");
    server = await place.serve();
    expect(server.output()).not.toContain(secret);
    expect(server.output()).toContain("npx xingcang credentials --show");
    // A line with a token is for a terminal: this output might be a log.
    expect(server.output()).not.toMatch(/^curl |app-token/m);
    const list = await place.run(["call", "GET", STORE, "search=末仓"]);
    expect(json(list).data.rows[0].number).toBe("CK102");
  });

  test("Ctrl+C that arrives twice at once is one", async () => {
    server.child.kill("SIGINT");
    server.child.kill("SIGINT");
    expect(await server.exited).toBe(0);
  });

  test("is refused with another key", async () => {
    const XINGCANG_SECRET_KEY = "0".repeat(64);
    expectClear(await place.run(["serve"], { XINGCANG_SECRET_KEY }), /the key does not fit/);
    const { code, stdout } = await place.run(["doctor"], { XINGCANG_SECRET_KEY });
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ 密钥/);
  });
});
