/** The console and the reference in a real browser, on a server as its operator starts it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@xingcang/client";
import { modules } from "@xingcang/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TOUR } from "../../console/src/commands.ts";
import { launchChromium } from "./chromium.ts";
import { CREDENTIALS, type RunningServer, runServer } from "./running-server.ts";

const shots = process.env.XINGCANG_SCREENSHOTS || mkdtempSync(join(tmpdir(), "xingcang-shots-"));

let server: RunningServer;
let browser: Browser;
let page: Page;
/** What the browser complained about: faults of scripts, refused content. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
  server = await runServer();
  console.log(`screenshots: ${shots}`);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "zh-CN",
  });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
});

afterEach(async () => {
  await page?.context().close();
});

const open = (path: string) => page.goto(server.url + path);
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();
const rowOf = (text: string) => page.getByRole("row").filter({ hasText: text });
const cellsOf = (text: string) => rowOf(text).getByRole("cell").allInnerTexts();
const shoot = (name: string) => page.screenshot({ path: join(shots, `${name}.png`) });

async function connect(secret: string = CREDENTIALS.clientSecret): Promise<void> {
  await page.getByLabel(/client id/i).fill(CREDENTIALS.clientId);
  await page.getByLabel(/client secret/i).fill(secret);
  await page.getByLabel(/outer instance id/i).fill(CREDENTIALS.outerInstanceId);
  await page.getByLabel(/outer instance id/i).press("Enter");
}

async function openConnected(path: string): Promise<void> {
  await open("/#/stock");
  await connect();
  await rowOf("SP00009").waitFor();
  await open(path);
}

describe("开始", () => {
  test("says what the server is and how to begin", async () => {
    await open("/");
    await seen("运行正常");
    await seen(/^\d+\.\d+\.\d+/);
    await seen("npx xingcang credentials --show");
    await seen(TOUR.release);
    await expect(page.title()).resolves.toBe("开始 · 星仓");
    expect(complaints).toEqual([]);
  });

  test("says so when the server stops answering", async () => {
    await open("/");
    await seen("运行正常");
    await page.route("**/health/ready", (route) => route.abort());
    await page.reload();
    await seen("连不上服务器");
  });
});

describe("库存", () => {
  test("tells why credentials are refused and what to do", async () => {
    await open("/#/stock");
    await connect("not-the-secret");
    const refusal = page.getByRole("alert");
    await refusal.waitFor();
    await shoot("refusal");
    const text = await refusal.textContent();
    expect(text).toMatch(/请求被拒绝/);
    expect(text).toMatch(/怎么办/);
    expect(text).toMatch(/错误码\d{4,}/);
    expect(text).toMatch(/请求编号[0-9a-f-]{36}/);
    expect(await kept()).toBeNull();
  });

  test("shows the demo stock exactly, and what is occupied of it", async () => {
    await openConnected("/#/stock");
    expect(await cellsOf("SP00009")).toEqual([
      "表头仓库商品\nSP00009",
      "test\nCK00002",
      "aaa\nA01",
      "100",
      "1",
      "99",
    ]);
    expect((await cellsOf("矿泉水")).slice(-3)).toEqual(["1,200", "48", "1,152"]);
    expect((await cellsOf("大米")).slice(-3)).toEqual(["125.5", "0", "125.5"]);
    expect(complaints).toEqual([]);
  });

  test("finds by part of a name, by keyboard, and says when there is nothing", async () => {
    await openConnected("/#/stock");
    await page.keyboard.press("/");
    await page.keyboard.type("矿泉");
    await page.keyboard.press("Enter");
    await rowOf("SP00009").waitFor({ state: "detached" });
    expect(await page.getByRole("row").count()).toBe(2);
    await page.goBack();
    await rowOf("SP00009").waitFor();
    await open("/#/stock?search=没有的东西");
    await seen("没有与“没有的东西”相符的库存");
  });

  test("forgets the credentials on 断开, and keeps them for this tab only", async () => {
    await openConnected("/#/stock");
    expect(await kept()).toContain(CREDENTIALS.clientId);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(
      CREDENTIALS.clientSecret,
    );
    await page.getByRole("button", { name: "断开" }).click();
    await page.getByRole("heading", { name: "连接" }).waitFor();
    expect(await kept()).toBeNull();
  });

  const kept = () => page.evaluate(() => sessionStorage.getItem("xingcang.session"));
});

describe("拆卸单", () => {
  test("shows where the cost of 001 went, to the cent", async () => {
    await openConnected("/#/disassembly");
    await page.getByRole("link", { name: "001", exact: true }).click();
    await seen("分文不差");
    const part = async (number: string) => (await cellsOf(number)).slice(-3);
    expect(await part("序列号01")).toEqual(["33.33%", "90.00", "90.00"]);
    expect(await part("序列号02")).toEqual(["66.67%", "90.00", "180.00"]);
    expect((await cellsOf("组件01")).at(-1)).toBe("150.00");
    await seen("270.00");
    expect(complaints).toEqual([]);
  });

  test("of a draft promises nothing", async () => {
    await openConnected("/#/disassembly/844054399251655680");
    await seen("审核后才计算成本与分摊");
    await seen("未审核");
  });

  test("of an unknown id says which request was refused", async () => {
    await openConnected("/#/disassembly/404404");
    await seen("请求编号");
  });
});

describe("English, narrow and dark", () => {
  test("one button changes every text, and it stays so", async () => {
    await openConnected("/#/disassembly/1");
    await seen("分文不差");
    await page.getByRole("button", { name: "English" }).click();
    await seen("Equal to the cent");
    await page.reload();
    await seen("Equal to the cent");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    const frame = await page.locator("header").textContent();
    expect(frame?.replace("中文", "")).not.toMatch(/\p{Script=Han}/u);
  });

  const views = [
    { name: "start", path: "/#/", text: /运行正常|Running/ },
    { name: "stock", path: "/#/stock", text: "SP00009" },
    { name: "disassemblies", path: "/#/disassembly", text: "DBCK-20200310-00001" },
    { name: "disassembly", path: "/#/disassembly/1", text: "270.00" },
  ];
  test.each([
    { width: 1280, colorScheme: "light", language: "zh" },
    { width: 1280, colorScheme: "dark", language: "en" },
    { width: 390, colorScheme: "light", language: "en" },
    { width: 390, colorScheme: "dark", language: "zh" },
  ] as const)("nothing is cut off at $width px, $colorScheme, $language", async (look) => {
    const { width, colorScheme, language } = look;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await open("/#/stock");
    if (language === "en") await page.getByRole("button", { name: "English" }).click();
    await shoot(`connect-${width}-${colorScheme}-${language}`);
    await connect();
    await rowOf("SP00009").waitFor();
    for (const { name, path, text } of views) {
      await open(path);
      await seen(text);
      await page.screenshot({
        path: join(shots, `${name}-${width}-${colorScheme}-${language}.png`),
        fullPage: true,
      });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider, `${name} is wider than the window`).toBeLessThanOrEqual(0);
    }
  });
});

describe("/docs", () => {
  test("signs and sends a request from the page", async () => {
    await open("/docs");
    await page.locator("input[name=clientId]").fill(CREDENTIALS.clientId);
    await page.locator("input[name=clientSecret]").fill(CREDENTIALS.clientSecret);
    await page.locator("input[name=outerInstanceId]").fill(CREDENTIALS.outerInstanceId);
    await page.locator("input[name=outerInstanceId]").press("Enter");
    await seen(/已连接账套/);
    await page.locator(".opblock-tag", { hasText: modules.stock.zh }).click();
    const operation = page.locator(".opblock", {
      has: page.locator("[data-path='/jdy/v2/scm/inventory']"),
    });
    await operation.locator(".opblock-summary-control").click();
    await operation.getByRole("button", { name: "Try it out" }).click();
    await operation.getByRole("button", { name: "Execute" }).click();
    const reply = operation.locator(".live-responses-table");
    await reply.getByText("success").first().waitFor();
    await reply.scrollIntoViewIfNeeded();
    await shoot("docs");
    expect(await reply.textContent()).toContain("SP00009");
    expect(complaints).toEqual([]);
  });
});

describe("the tour's commands", () => {
  test("the release of the seed document frees what the demo holds", async () => {
    const client = createClient({ baseUrl: server.url, ...CREDENTIALS });
    const available = async () => {
      const page = await client.stock.inventory({ material_numbers: ["SP00009"] });
      return page.rows[0]?.valid_qty;
    };
    expect(await available()).toBe("99.0000000000");
    const body = /'(.*)'/s.exec(TOUR.release)?.[1];
    const reply = await client.call("POST", "/jdy/v2/scm/inv_release_occupy", { body });
    expect(JSON.parse(reply.body)).toEqual({ errcode: 0, description: "success", data: {} });
    expect(await available()).toBe("100.0000000000");
  });
});
