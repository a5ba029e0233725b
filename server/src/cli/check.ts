/** One thing that `doctor` looked at, in both languages. */
export interface Check {
  readonly title: string;
  readonly found: string;
  /** How to mend it; empty: all is well. */
  readonly remedy: string;
}

export const good = (title: string, found: string): Check => ({ title, found, remedy: "" });
