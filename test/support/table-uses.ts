/** Which tables a statement of ours uses, and whether each use is about one account. */

export interface TableUse {
  readonly table: string;
  readonly alias: string;
  /** An equality of its `account_id` with a parameter, or with another table that has one. */
  readonly isTied: boolean;
}

/** Words that may follow a table's name and are no alias. */
const NO_ALIAS = new Set(
  `where on set using order group limit left right full inner cross join union values select for
   having window lateral returning default with in`.split(/\s+/),
);

/** A name before a bracket is a function's, but for that of an insert. */
const USE =
  /\b(from|join|using|update|(?<=insert )into)\s+([a-z_]+)\b(?:(?<=into \w+)|(?!\s*\())(?:\s+(?:as\s+)?([a-z_0-9]+))?/g;
const TIED = /(?:\b([a-z_0-9]+)\.)?account_id = (?:\$\d+|[a-z_0-9]+\.account_id)\b/g;

/** Uses of these tables. Each equality ties one use under its alias, so that two uses need two. */
export function tableUses(statement: string, tables: ReadonlySet<string>): TableUse[] {
  const text = statement.replace(/'(?:[^']|'')*'/g, "''").replace(/"|\bepoch from\b/g, "");
  const ties = [...text.matchAll(TIED)].map(([, alias = ""]) => alias);
  const take = (alias: string) => {
    const at = ties.indexOf(alias);
    if (at < 0) return false;
    ties.splice(at, 1);
    return true;
  };
  const uses = [...text.matchAll(USE)].filter(([, , table = ""]) => tables.has(table));
  return uses.map(([, verb, table = "", word = ""]) => {
    const alias = verb === "into" || NO_ALIAS.has(word) ? "" : word;
    const isTied =
      verb === "into"
        ? insertsOne(text, table)
        : take(alias === "" ? table : alias) || (alias === "" && take(""));
    return { table, alias, isTied };
  });
}

/** The first column is the account, and its value the first parameter. */
function insertsOne(text: string, table: string): boolean {
  const columns = new RegExp(
    `insert into ${table} \\( ?account_id\\b[^)]*\\) (?:values \\( ?(\\$1|\\$n)|select \\$1)\\b`,
  );
  return columns.test(text);
}
