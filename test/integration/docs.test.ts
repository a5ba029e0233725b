/**
 * The documents agree with the product: links lead somewhere, code that names a file stands in it,
 * and the list of served endpoints is generated. What they tell people to type is run by
 * `docs-tour.test.ts`; worked numbers are recomputed by `docs-costing.test.ts`.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { vendorEndpoints } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../server/src/cli/program.ts";
import { blocksOf, documents, pathOf, ROOT, readDocument } from "../support/documents.ts";
import { referencePages } from "../support/reference-pages.ts";

test("relative links lead to files", () => {
  const dead = documents().flatMap((path) => {
    const text = readDocument(path).replace(/^```[\s\S]*?^```$/gm, "");
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target.replace(/#.*$/, ""))
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(ROOT, dirname(path), target)))
      .map((target) => `${path}: ${target}`);
  });
  expect(dead).toEqual([]);
});

/** Of a diff the lines that stay or come, one part for each hunk; of other code all of it. */
const partsOf = (language: string, code: string): string[] => {
  if (language !== "diff") return [code];
  return code.split(/^@@.*\n/m).map((hunk) => hunk.replace(/^-.*\n/gm, "").replace(/^[ +]/gm, ""));
};

test("code that names a file stands in it", () => {
  const named = documents().flatMap((path) =>
    blocksOf(readDocument(path))
      .filter(({ label }) => label.includes("/"))
      .map((block) => ({ path, ...block })),
  );
  expect(named.length).toBeGreaterThan(5);
  const different = named.filter(({ language, label, code }) => {
    const file = readFileSync(join(ROOT, label), "utf8");
    return !partsOf(language, code).every((part) => file.includes(part));
  });
  expect(different.map(({ path, label }) => `${path}: ${label}`)).toEqual([]);
});

describe("README", () => {
  const languages = ["README.md", "README.en.md"] as const;

  test.each(languages)("%s names every command and every setting", (path) => {
    const text = readDocument(path);
    const config = readFileSync(join(ROOT, "server/src/config.ts"), "utf8");
    const settings = [...config.matchAll(/environment\.([A-Z_]+)/g)].map(([, name = ""]) => name);
    const commands = createProgram().commands.map((command) => command.name());
    const fixed = ["XINGCANG_CLIENT_ID", "XINGCANG_CLIENT_SECRET", "XINGCANG_OUTER_INSTANCE_ID"];
    const names = [...settings, ...fixed, ...commands.filter((name) => name !== "help")];
    expect(names.length).toBeGreaterThan(14);
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
  });

  test("both languages show the same commands and results", () => {
    const [chinese, english] = languages.map((path) =>
      blocksOf(readDocument(path))
        .filter(({ language }) => language === "bash")
        .map(({ code }) => code.replace(/^# (?!→).*\n/gm, "")),
    );
    expect(english).toEqual(chinese);
  });
});

// ---- coverage ----

type VendorEndpoint = readonly [method: string, path: string, title: string];

const MODULES: Readonly<Record<string, string>> = {
  auth: "授权 · Authorization",
  sys: "系统 · System",
  bd: "基础资料 · Master data",
  scm: "进销存 · Stock, purchase, sales",
  pm: "生产 · Production",
  arap: "应收应付 · Receivable and payable",
  fi: "财务 · Ledger and assets",
  ls: "零售 · Retail",
};

function coveragePage(): string {
  const file = join(ROOT, "docs/reference/vendor-endpoints.json");
  const all: VendorEndpoint[] = JSON.parse(readFileSync(file, "utf8"));
  const served = new Set(vendorEndpoints.map(({ method, path }) => `${method} ${path}`));
  const isServed = ([method, path]: VendorEndpoint) => served.has(`${method} ${path}`);
  const unlisted = vendorEndpoints.length - all.filter(isServed).length;
  expect(unlisted).toBe(0);
  const moduleOf = ([, path]: VendorEndpoint) => /^\/jdy\/v2\/(\w+)\//.exec(path)?.[1] ?? "auth";
  const groups = Object.entries(MODULES).map(([key, title]) => {
    const rows = all.filter((endpoint) => moduleOf(endpoint) === key);
    return { title, rows, done: rows.filter(isServed).length };
  });
  expect(groups.flatMap(({ rows }) => rows).length).toBe(all.length);
  const count = `${vendorEndpoints.length} of ${all.length}`;
  console.info(`${count} endpoints of the vendor are served`);
  return [
    "# 接口覆盖 · Coverage\n",
    `**${count}**：厂商文档所列 ${all.length} 个接口，本版本提供 ${vendorEndpoints.length} 个。✓ 已提供，— 尚未提供` +
      "（返回 HTTP 519、`errcode` 5001）。\n",
    `**${count}** endpoints of the vendor's documentation are served. ✓ served, — not yet ` +
      "(HTTP 519, `errcode` 5001).\n",
    "本页由 `docs/reference/vendor-endpoints.json` 与 `contract/src` 生成，请勿手改。Generated; do not edit. " +
      "Write it anew with `npx vitest run test/integration/docs.test.ts -u`.\n",
    "| 模块 Module | 已提供 Served | 全部 All |",
    "| --- | --- | --- |",
    ...groups.map(({ title, rows, done }) => `| ${title} | ${done} | ${rows.length} |`),
    ...groups.flatMap(({ title, rows }) => [
      `\n## ${title}\n`,
      "| | 方法 Method | 地址 Path | 名称 Title |",
      "| --- | --- | --- | --- |",
      ...rows.map((endpoint) => {
        const [method, path, name] = endpoint;
        return `| ${isServed(endpoint) ? "✓" : "—"} | ${method} | \`${path}\` | ${name} |`;
      }),
    ]),
    "",
  ].join("\n");
}

test("docs/reference/coverage.md is what the contract serves", async () => {
  await expect(coveragePage()).toMatchFileSnapshot(pathOf("docs/reference/coverage.md"));
});

test.each([...referencePages()])(
  "docs/reference/api/%s is what the contract declares",
  async (name, page) => {
    await expect(page).toMatchFileSnapshot(pathOf(`docs/reference/api/${name}`));
  },
);

test("the documents state the coverage", () => {
  const all: unknown[] = JSON.parse(readDocument("docs/reference/vendor-endpoints.json"));
  expect(readDocument("README.md")).toContain(
    `${all.length} 个接口中的 ${vendorEndpoints.length} 个`,
  );
  expect(readDocument("README.en.md")).toContain(
    `${vendorEndpoints.length} of the vendor's ${all.length}`,
  );
});
