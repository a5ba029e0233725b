/** Template texts of a source file, with what is put into them. */
export interface Template {
  /** Position of its first character. */
  readonly at: number;
  /** The code before it, as far as it matters: a tag. */
  readonly before: string;
  /** Its text, with a question mark for each expression. */
  readonly text: string;
  readonly expressions: readonly string[];
}

const BEFORE = 60;
const HOLE = "?";

/** All of them, those inside expressions of others included. */
export function templatesOf(source: string): Template[] {
  const found: Template[] = [];
  let at = 0;
  const skipTo = (end: string) => {
    const next = source.indexOf(end, at + 1);
    at = next < 0 ? source.length : next + end.length;
  };

  function skipQuoted(quote: string): void {
    for (at += 1; at < source.length && source[at] !== quote; at += 1) {
      if (source[at] === "\\") at += 1;
    }
    at += 1;
  }

  /** Ends behind the brace that closes what was open. */
  function code(): void {
    for (let depth = 1; at < source.length; ) {
      const here = source[at];
      if (source.startsWith("//", at)) skipTo("\n");
      else if (source.startsWith("/*", at)) skipTo("*/");
      else if (here === '"' || here === "'") skipQuoted(here);
      else if (here === "`") template();
      else {
        at += 1;
        if (here === "{") depth += 1;
        if (here === "}") depth -= 1;
        if (depth === 0) return;
      }
    }
  }

  function template(): void {
    const start = at;
    const expressions: string[] = [];
    let text = "";
    for (at += 1; at < source.length && source[at] !== "`"; ) {
      if (source.startsWith("${", at)) {
        at += 2;
        const from = at;
        code();
        expressions.push(source.slice(from, at - 1));
        text += HOLE;
      } else {
        const length = source[at] === "\\" ? 2 : 1;
        text += source.slice(at, at + length);
        at += length;
      }
    }
    at += 1;
    found.push({ at: start, before: source.slice(start - BEFORE, start), text, expressions });
  }

  while (at < source.length) code();
  return found;
}
