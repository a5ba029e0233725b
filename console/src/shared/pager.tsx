/** The pages before and after, as links: one can be opened beside or sent on. */
import { useMessages } from "../language.tsx";

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly rows: number;
  linkOf(page: number): string;
}

export function Pager({ page, pages, rows, linkOf }: PagerProps) {
  const text = useMessages().pager;
  const step = (to: number, title: string) =>
    to >= 1 && to <= pages ? (
      <a className="button" href={linkOf(to)}>
        {title}
      </a>
    ) : (
      <span className="button" aria-disabled="true">
        {title}
      </span>
    );
  return (
    <nav className="pager" aria-label={text.label}>
      <span>{text.position(page, Math.max(1, pages), rows)}</span>
      {pages > 1 && (
        <>
          {step(page - 1, text.previous)}
          {step(page + 1, text.next)}
        </>
      )}
    </nav>
  );
}
