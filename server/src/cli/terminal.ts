/**
 * What the commands print: Chinese first, English beside. Results go to standard output, all else
 * to standard error.
 */

/** One line in both languages. */
export const both = (chinese: string, english: string): string => `${chinese} / ${english}`;

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The same message within this time is told once: a crash is seen by every connection. */
const REPEAT_MS = 2000;

/** Passes messages on, but for repetitions. */
export function withoutRepeats(tell: (message: string) => void): (message: string) => void {
  const toldAt = new Map<string, number>();
  return (message) => {
    const last = toldAt.get(message);
    if (last !== undefined && Date.now() - last < REPEAT_MS) return;
    toldAt.set(message, Date.now());
    tell(message);
  };
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);

/** Rows under their titles, in columns that line up in Chinese too. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [titles, ...rows];
  const widths = titles.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ""))));
  const lines = all.map((row) =>
    row
      .map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  return lines.join("\n");
}
