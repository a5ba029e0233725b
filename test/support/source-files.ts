/** The project's own files as text, for tests that look at the source itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SKIPPED = new Set(["node_modules", "dist", "data", "coverage"]);

export interface SourceFile {
  /** From the root of the repository, with "/". */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** `*.test.ts`, or anything below `test/`. */
  readonly isTest: boolean;
}

/** Every file below the folders whose name ends so, in the order of their paths. */
export function sourceFiles(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => pathsBelow(join(ROOT, folder)))
    .map((path) => relative(ROOT, path).split(sep).join("/"))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map(readSource);
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const isTest = path.startsWith("test/") || path.includes(".test.");
  return { path, text, lines: text.replace(/\n$/, "").split("\n"), isTest };
}

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pathsBelow(path) : [path];
  });
}

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/;
/** A slash that begins a regular expression stands where a division cannot. */
const BEFORE_PATTERN = /(?<=(?:[=(,:;!&|?{}[\n]|return)\s*)/;
const PATTERN = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/;
const TEXT = `${QUOTED.source}|${BEFORE_PATTERN.source}${PATTERN.source}`;
const TOKEN = new RegExp(`(?<comment>${COMMENT.source})|${TEXT}`, "g");

/** Blank, with its line breaks, so that lines keep their numbers. */
const blank = (token: string) => token.replace(/[^\n]/g, " ");

/** The text with its comments blanked; texts inside the code stay. */
export function withoutComments(text: string): string {
  return text.replace(TOKEN, (token, comment?: string) => (comment ? blank(token) : token));
}

/** The text with comments, string literals and regular expressions blanked. */
export function codeOnly(text: string): string {
  return text.replace(TOKEN, blank);
}

/**
 * The longest text in quotes that still counts: no formatter can break it, only other words would.
 */
const COUNTED_TEXT = 60;

/**
 * The lines as the limit counts them: a long text in quotes, all on one line, counts for nothing.
 */
export function countedLines(file: SourceFile): string[] {
  const isLongText = (token: string) => token.length > COUNTED_TEXT && !token.includes("\n");
  return file.text
    .replace(TOKEN, (token, comment?: string) => (comment || !isLongText(token) ? token : '""'))
    .split("\n");
}

export interface Import {
  /** As written: `./money.ts`, `pg`, `node:fs`. */
  readonly specifier: string;
  readonly line: number;
}

const IMPORT =
  /^(?:import|export)\b[^;"]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/** Everything a file imports or re-exports, types included. */
export function importsOf(file: SourceFile): Import[] {
  const code = withoutComments(file.text);
  return [...code.matchAll(IMPORT)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
    line: code.slice(0, match.index).split("\n").length,
  }));
}

/** `path:line text` of every line that the pattern is found in. */
export function linesWith(file: SourceFile, text: string, pattern: RegExp): string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      pattern.test(line) ? [`${file.path}:${index + 1} ${file.lines[index]?.trim() ?? ""}`] : [],
    );
}
