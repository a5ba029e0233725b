/** How far a long command is, on standard error. */
import { progress } from "@clack/prompts";
import { note } from "./terminal.ts";

export interface Progress {
  /** How much is done, and a few words about it. */
  reach(done: number, words: string): void;
  end(words: string): void;
}

/** A narrower terminal would break the bar into many lines. */
const COLUMNS_LEAST = 80;

/** A bar on a terminal; elsewhere a line for each tenth. */
export function startProgress(title: string, total: number): Progress {
  if (process.stderr.isTTY && process.stderr.columns >= COLUMNS_LEAST) return bar(title, total);
  let tenth = 0;
  note(title);
  return {
    reach(done, words) {
      const reached = Math.floor((done / Math.max(total, 1)) * 10);
      if (reached <= tenth) return;
      tenth = reached;
      note(`${Math.min(tenth * 10, 100)} %  ${words}`);
    },
    end: note,
  };
}

function bar(title: string, total: number): Progress {
  const shown = progress({ max: Math.max(total, 1), output: process.stderr });
  shown.start(title);
  let last = 0;
  return {
    reach(done, words) {
      if (done <= last) return;
      shown.advance(done - last, `${title} ${words}`);
      last = done;
    },
    end: (words) => shown.stop(words),
  };
}
