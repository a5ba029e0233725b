/** The Markdown files of the repository and the code in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const OTHERS = new Set(["node_modules", "dist", "data", ".git", "coverage"]);

export const pathOf = (path: string): string => join(ROOT, path);
export const readDocument = (path: string): string => readFileSync(pathOf(path), "utf8");

/** Every Markdown file, as a path from the root. */
export function documents(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !OTHERS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return documents(path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}

export interface CodeBlock {
  readonly language: string;
  /** Stands after the language: the file that the code is from, or what a test does with it. */
  readonly label: string;
  readonly code: string;
}

export function blocksOf(text: string): CodeBlock[] {
  return [...text.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", label = "", code = ""]) => ({ language, label, code }),
  );
}
