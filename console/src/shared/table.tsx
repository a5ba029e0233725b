/** A table; on a narrow screen its rows are cards, whose cells show their column's title. */
import type { ReactNode } from "react";

export interface Column<Row> {
  readonly title: string;
  /** Right-aligned, with figures of equal width. */
  readonly isNumber?: boolean;
  cell(row: Row): ReactNode;
}

interface TableProps<Row> {
  readonly caption: string;
  /** The page's title says it already: the caption is for screen readers only. */
  readonly hasQuietCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Shown rows are about to be replaced. */
  readonly isStale?: boolean;
  keyOf(row: Row): string;
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, hasQuietCaption = false, columns, rows, isStale = false, keyOf } = props;
  return (
    <table aria-busy={isStale}>
      <caption className={hasQuietCaption ? "unseen" : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" className={isNumber ? "number" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, isNumber, cell }) => (
              <td key={title} data-title={title} className={isNumber ? "number" : undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A record by name, its number and more in small print below. */
export function Named({ name, more }: { name: string; more: readonly string[] }) {
  const small = more.filter((text) => text !== "");
  return (
    <span className="named">
      {name || "—"}
      {small.length > 0 && <small>{small.join(" · ")}</small>}
    </span>
  );
}
