/**
 * All rows of a list, through the handler that answers the list itself: what it shows of a page,
 * it shows of each batch. A list that is read by a statement is walked; one that is worked out in
 * memory is taken page by page.
 */
import { Busy } from "./application/busy.ts";
import type { ReadHandler } from "./application/handler.ts";
import type { Data } from "./application/ports.ts";
import type { ListRows } from "./application/table-ports.ts";
import { createHandlers, type HandlerDependencies } from "./handlers.ts";
import { startWalk } from "./storage/walk.ts";

/** Each keeps a connection for as long as its file is taken; the others are left to requests. */
const EXPORTS_MAX = 3;

/** As many files as may be made at once are under way. */
export class ExportsBusy extends Busy {
  override readonly name = "ExportsBusy";
}

const PAGE_ROWS = 100;

interface ListPage {
  readonly rows: readonly Data[];
  readonly total_page?: number;
}

export function createListRows(dependencies: HandlerDependencies): ListRows {
  let running = 0;
  return async function* listRows(caller, endpoint, filters) {
    if (running >= EXPORTS_MAX) throw new ExportsBusy();
    running += 1;
    const walk = startWalk(dependencies.database.pool);
    try {
      const database = { ...dependencies.database, walk };
      const handler = createHandlers({ ...dependencies, database })[endpoint.list.operation];
      for (let page = 1, isLast = false; !isLast; page += 1) {
        const input = { ...filters, page, page_size: PAGE_ROWS } as never;
        const found = (await (handler as ReadHandler).run(caller, input)) as ListPage;
        yield found.rows;
        isLast = walk.isUsed ? walk.isDone : page >= (found.total_page ?? 1);
      }
    } finally {
      await walk.close();
      running -= 1;
    }
  };
}
