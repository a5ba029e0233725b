/**
 * The rules of docs/STYLE.md and the architecture that a program can check. Every failure lists
 * what to change, as path:line.
 */
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { errors } from "../contract/src/errors.ts";
import { billErrors } from "../contract/src/errors-bills.ts";
import { masterdataErrors } from "../contract/src/errors-masterdata.ts";
import { stockErrors } from "../contract/src/errors-stock.ts";
import { catalogues, errorsPage } from "./support/errors-page.ts";
import {
  codeOnly,
  countedLines,
  importsOf,
  linesWith,
  readSource,
  type SourceFile,
  sourceFiles,
} from "./support/source-files.ts";

const PACKAGES = ["client/src", "console/src", "contract/src", "server/src"];
const files = sourceFiles([...PACKAGES, "test", "bench"].filter(exists), [".ts", ".tsx"]);
const shipped = files.filter((file) => !file.isTest);

/**
 * What a folder may import: other folders, and packages (a name that ends in "*" is a beginning).
 */
interface Directions {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const APPLICATION = ["server/src/application"];
const RULES = ["server/src/application", "server/src/domain"];

/**
 * The direction of dependencies (HOUSE, "Packages"). The longest folder that holds a file decides.
 * Adapters do not know each other, but http knows the gateway that it asks. The files right in
 * server/src put all together, and cli starts them.
 */
const DIRECTIONS: Readonly<Record<string, Directions>> = {
  "contract/src": { folders: [], packages: ["typebox"] },
  "client/src": { folders: [], packages: ["@xingcang/contract"] },
  "console/src": {
    folders: [],
    packages: ["@xingcang/client", "@xingcang/contract", "react", "react-dom*"],
  },
  "server/src/domain": { folders: [], packages: ["decimal.js"] },
  // The contract's declarations are data; decision 0002.
  "server/src/application": { folders: ["server/src/domain"], packages: ["@xingcang/contract"] },
  "server/src/storage": { folders: RULES, packages: ["pg", "pg-copy-streams", "kysely", "node:*"] },
  "server/src/storage/embedded": { folders: [], packages: ["pg", "node:*"] },
  // Reports read the tables that storage keeps, by the same columns.
  "server/src/reports": {
    folders: [...RULES, "server/src/storage"],
    packages: ["kysely", "@xingcang/contract", "node:module"],
  },
  "server/src/gateway": {
    folders: APPLICATION,
    packages: ["@xingcang/contract", "jose", "node:crypto"],
  },
  "server/src/http": {
    folders: [...APPLICATION, "server/src/gateway"],
    packages: ["@xingcang/contract", "fastify", "@fastify/*", "lossless-json", "pino", "node:*"],
  },
  "server/src/tables": {
    folders: APPLICATION,
    packages: ["@xingcang/contract", "yazl", "yauzl", "saxes", "node:*"],
  },
  "server/src/jobs": { folders: RULES, packages: ["@xingcang/contract"] },
  "server/src/seed": { folders: RULES, packages: ["@xingcang/contract"] },
  "server/src/pull": { folders: RULES, packages: ["@xingcang/client", "@xingcang/contract"] },
  "server/src/cli": { folders: ["server/src"], packages: ["*"] },
  "server/src": { folders: ["server/src"], packages: ["*"] },
  // It measures what is built, as packages.
  "bench/src": { folders: [], packages: ["*"] },
};

/** Imports against the table that are still to be turned round. Only ever shorter. */
const WRONG_DIRECTIONS: readonly string[] = [];

function folderOf(path: string): string | undefined {
  const folders = Object.keys(DIRECTIONS).filter((folder) => path.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0];
}

const matches = (name: string, pattern: string) =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

function isAllowed(file: SourceFile, specifier: string): boolean {
  const folder = folderOf(file.path);
  const allowed = folder === undefined ? undefined : DIRECTIONS[folder];
  if (folder === undefined || allowed === undefined) return false;
  if (!specifier.startsWith(".")) {
    return allowed.packages.some((pattern) => matches(specifier, pattern));
  }
  const target = posix.join(posix.dirname(file.path), specifier);
  const own = target.startsWith(`${folder}/`);
  return own || allowed.folders.some((other) => target.startsWith(`${other}/`));
}

describe("import directions", () => {
  test("every import goes the allowed way", () => {
    const wrong = shipped.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => !isAllowed(file, specifier))
        .filter(({ specifier }) => !WRONG_DIRECTIONS.includes(`${file.path} ${specifier}`))
        .map(({ specifier, line }) => `${file.path}:${line} ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the exceptions are still there", () => {
    const found = shipped.flatMap((file) =>
      importsOf(file).map(({ specifier }) => `${file.path} ${specifier}`),
    );
    expect(WRONG_DIRECTIONS.filter((item) => !found.includes(item))).toEqual([]);
  });

  test("relative imports name the file with its ending", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith(".") && !/\.\w+$/.test(specifier))
        .map(({ specifier, line }) => `${file.path}:${line} ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Left to a later pass; only ever shorter. */
const STILL_LONG = ["test/integration/gateway.test.ts", "test/integration/http.test.ts"];

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;
const MAX_LINE = 100;

function longLines(file: SourceFile): string[] {
  return countedLines(file).flatMap((line, index) => {
    const length = [...line].length;
    return length <= MAX_LINE ? [] : [`${file.path}:${index + 1} has ${length}`];
  });
}

describe("sizes", () => {
  test(`a file has at most ${MAX_FILE_LINES} lines`, () => {
    const long = files.filter(
      (file) => file.lines.length > MAX_FILE_LINES && !STILL_LONG.includes(file.path),
    );
    expect(long.map((file) => `${file.path} has ${file.lines.length} lines`)).toEqual([]);
  });

  test(`a line has at most ${MAX_LINE} characters`, () => {
    const long = files.flatMap(longLines);
    expect(long).toEqual([]);
  });

  test("what is left to a later pass is still to do", () => {
    const done = STILL_LONG.filter((path) => readSource(path).lines.length <= MAX_FILE_LINES);
    expect(done, "take them off the list").toEqual([]);
  });

  test(`Biome refuses a function of more than ${MAX_FUNCTION_LINES} lines`, () => {
    const { linter } = JSON.parse(readSource("biome.json").text);
    expect(linter.rules.complexity.noExcessiveLinesPerFunction).toEqual({
      level: "error",
      options: { maxLines: MAX_FUNCTION_LINES },
    });
  });
});

/** Whole numbers that are no quantities: parts of a date, a shelf life, positions. */
const DOMAIN_NUMBERS = ["server/src/domain/calendar-date.ts", "server/src/domain/resolve-line.ts"];

const IMPURE = [
  "Date",
  "performance",
  "Math\\.random",
  "crypto",
  "async",
  "await",
  "Promise",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "process",
  "console",
  "globalThis",
];

describe("the domain is pure", () => {
  const domain = shipped.filter((file) => file.path.startsWith("server/src/domain/"));

  test("no clock, random, promise, timer or process", () => {
    const impure = new RegExp(`\\b(?:${IMPURE.join("|")})\\b`);
    const found = domain.flatMap((file) => linesWith(file, codeOnly(file.text), impure));
    expect(found).toEqual([]);
  });

  test("no JavaScript number for a quantity or an amount", () => {
    const inexact = /\bparseFloat\b|\bNumber\(|\bMath\.(?:round|floor|ceil|trunc)\b|\.toNumber\(/;
    const found = domain
      .filter((file) => !DOMAIN_NUMBERS.includes(file.path))
      .flatMap((file) => linesWith(file, codeOnly(file.text), inexact));
    expect(found).toEqual([]);
  });
});

describe("nothing left behind", () => {
  const self = ["test/tidy.test.ts", "test/support/source-files.ts"];
  const others = files.filter((file) => !self.includes(file.path));
  const find = (candidates: readonly SourceFile[], textOf: (text: string) => string, of: RegExp) =>
    candidates.flatMap((file) => linesWith(file, textOf(file.text), of));

  test("no notes to do later", () => {
    expect(find(others, (text) => text, /\b(?:TODO|FIXME)\b/)).toEqual([]);
  });

  test("no test is left out or alone", () => {
    const partial = /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/;
    expect(find(others, codeOnly, partial)).toEqual([]);
  });

  test("no type is silenced", () => {
    expect(find(others, codeOnly, /\bas any\b/)).toEqual([]);
    expect(find(others, (text) => text, /@ts-(?:ignore|nocheck)/)).toEqual([]);
    expect(find(shipped, (text) => text, /@ts-expect-error/)).toEqual([]);
  });

  test("only the command line prints", () => {
    const quiet = shipped.filter((file) => !/^(?:server\/src\/cli|bench)\//.test(file.path));
    expect(find(quiet, codeOnly, /\bconsole\.(?:log|info|debug)\b/)).toEqual([]);
  });

  test("no path of somebody's machine", () => {
    const texts = sourceFiles([...PACKAGES, "test", "bench", "docs", "deploy"].filter(exists), [
      ".ts",
      ".tsx",
      ".md",
      ".json",
      ".yml",
      ".yaml",
      ".css",
      ".html",
      ".sh",
    ]);
    const path = /(?:^|[\s"'`(=])(?:\/work\/|\/home\/\w|\/Users\/\w|[A-Z]:\\Users)/;
    const candidates = texts.filter((file) => !self.includes(file.path));
    expect(find(candidates, (text) => text, path)).toEqual([]);
  });
});

function exists(folder: string): boolean {
  try {
    sourceFiles([folder], []);
    return true;
  } catch {
    return false;
  }
}

const keys = Object.keys(errors) as (keyof typeof errors)[];

/** Texts of which one language tells a value that the other has in its words: what was tried. */
const VALUES_DIFFER: readonly string[] = ["recordInUse", "billNotEditable"];

/** Keys that no test raises yet. Only ever shorter: each is a refusal that nobody has seen. */
const NOT_YET_RAISED: readonly string[] = ["permissionDenied"];

describe("error catalogue", () => {
  test("no key is in two parts of the catalogue", () => {
    const all = Object.values(catalogues).flatMap((part) => Object.keys(part));
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  test("every errcode has one reason", () => {
    const codes = keys.map((key) => errors[key].errcode);
    const shared = keys.filter((key) => codes.filter((code) => code === errors[key].errcode)[1]);
    expect(shared).toEqual([]);
  });

  test("every text and remedy is there in both languages", () => {
    const empty = keys.filter((key) => {
      const { zh, en, remedyZh, remedyEn } = errors[key];
      return [zh, en, remedyZh, remedyEn].some((text) => text.trim() === "");
    });
    expect(empty).toEqual([]);
    const chinese = /\p{Script=Han}/u;
    expect(keys.filter((key) => chinese.test(errors[key].en + errors[key].remedyEn))).toEqual([]);
    expect(keys.filter((key) => !chinese.test(errors[key].remedyZh))).toEqual([]);
  });

  test("both languages fill in the same values", () => {
    // A value with words comes in both languages: `{reason}` and `{reasonEn}`.
    const values = (text: string) =>
      [...new Set(text.replace(/En\}/g, "}").match(/\{\w+\}/g))].sort().join(" ");
    const differing = keys.filter((key) => {
      const { zh, en, remedyZh, remedyEn } = errors[key];
      // English replies name the field by its path, so only Chinese texts name its title.
      const chinese = values(`${zh}${remedyZh}`.replaceAll("{title}", ""));
      return chinese !== values(`${en}${remedyEn}`.replaceAll("{title}", ""));
    });
    expect(differing).toEqual(VALUES_DIFFER);
  });

  test("a business refusal is HTTP 200 and its code has the group of its subject (D24)", () => {
    const wrong = Object.entries({ ...billErrors, ...masterdataErrors, ...stockErrors }).filter(
      ([, { errcode, status }]) => status !== 200 || !/^20000022|^2000002[3-6]/.test(`${errcode}`),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test("every refusal of the domain is in the catalogue", () => {
    const { text } = readSource("server/src/domain/refusal.ts");
    const refusals = [...text.matchAll(/^ {2}\| "(\w+)"/gm)].map((match) => match[1] ?? "");
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.filter((key) => !(key in errors))).toEqual([]);
  });

  // Write it anew: npx vitest run test/tidy.test.ts -u
  test("docs/reference/errors.md tells them all", async () => {
    await expect(errorsPage()).toMatchFileSnapshot("../docs/reference/errors.md");
  });

  const isRaised = raisedIn([
    ...files.filter((file) => file.isTest && file.path !== "test/tidy.test.ts"),
    ...sourceFiles(["test/conformance"], [".json"]),
  ]);

  test("every error is raised by a test", () => {
    const silent = keys.filter((key) => !isRaised(key) && !NOT_YET_RAISED.includes(key));
    expect(silent, "raise them in a test of the endpoint").toEqual([]);
  });

  test("the errors not raised yet are still not", () => {
    const raised = NOT_YET_RAISED.filter((key) => isRaised(key as keyof typeof errors));
    expect(raised, "take them off NOT_YET_RAISED").toEqual([]);
  });
});

/**
 * Whether a test names the key as a text, or its code; a code as short as an HTTP status says
 * nothing.
 */
function raisedIn(tests: readonly SourceFile[]) {
  const told = tests.map((file) => file.text).join("\n");
  return (key: keyof typeof errors): boolean => {
    const { errcode } = errors[key];
    const code = errcode < 1000 ? `errcode\\W{1,4}${errcode}\\b` : `\\b${errcode}\\b`;
    return new RegExp(`["'\`.]${key}["'\`.:)\\s]|${code}`).test(told);
  };
}
