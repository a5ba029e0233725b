/** 库存: on hand, occupied and available of every material by store and bin. */
import type { Client } from "@xingcang/client";
import { useCallback } from "react";
import { isZero, minus, showQuantity } from "../decimal.ts";
import { useMessages } from "../language.tsx";
import { useLoad } from "../load.ts";
import { goTo, linkTo } from "../route.ts";
import { Listing } from "../shared/listing.tsx";
import { Pager } from "../shared/pager.tsx";
import { Search } from "../shared/search.tsx";
import { type Column, Named, Table } from "../shared/table.tsx";

const PAGE_SIZE = 20;
/** So many materials one request names. */
const MATERIALS_MAX = 100;

type StockPageOf = Awaited<ReturnType<Client["stock"]["inventory"]>>;
type StockRow = StockPageOf["rows"][number];

interface Found {
  readonly page: StockPageOf;
  /** How many materials match; only the first {@link MATERIALS_MAX} were looked up. */
  readonly materials: number;
}

const NOTHING: StockPageOf = {
  total_page: 0,
  current_page_size: 0,
  count: 0,
  page_size: PAGE_SIZE,
  page: 1,
  rows: [],
};

/** The stock list has no filter by name, so the materials are looked up first. */
async function findStock(
  client: Client,
  { at, search }: { at: number; search: string },
  signal: AbortSignal,
): Promise<Found> {
  const paging = { page: at, page_size: PAGE_SIZE };
  if (search === "") {
    return { page: await client.stock.inventory(paging, { signal }), materials: 0 };
  }
  const asked = { search, enable: "-1", page_size: MATERIALS_MAX };
  const { rows, count } = await client.material.list(asked, { signal });
  const materials = Number(count);
  if (rows.length === 0) return { page: NOTHING, materials };
  const named = { ...paging, material_ids: rows.map(({ id }) => id) };
  return { page: await client.stock.inventory(named, { signal }), materials };
}

interface StockPageProps {
  readonly client: Client;
  readonly at: number;
  readonly search: string;
}

export function StockPage({ client, at, search }: StockPageProps) {
  const text = useMessages().stock;
  const load = useCallback(
    (signal: AbortSignal) => findStock(client, { at, search }, signal),
    [client, at, search],
  );
  const loaded = useLoad(load);
  const empty =
    search === ""
      ? { title: text.empty, next: text.emptyNext }
      : { title: text.noMatch(search), next: text.noMatchNext };
  return (
    <>
      <Search
        label={text.search}
        value={search}
        onSearch={(value) => goTo({ page: "stock", at: 1, search: value })}
      />
      <Listing loaded={loaded} isEmpty={({ page }) => page.rows.length === 0} empty={empty}>
        {({ page, materials }) => (
          <>
            {materials > MATERIALS_MAX && <p role="status">{text.truncated(materials)}</p>}
            <StockTable rows={page.rows} isStale={loaded.isLoading} />
            <Pager
              page={page.page}
              pages={page.total_page}
              rows={page.count}
              linkOf={(to) => linkTo({ page: "stock", at: to, search })}
            />
            <p className="hint">{text.note}</p>
          </>
        )}
      </Listing>
    </>
  );
}

function StockTable({ rows, isStale }: { rows: readonly StockRow[]; isStale: boolean }) {
  const text = useMessages().stock;
  const { columns: titles } = text;
  const columns: Column<StockRow>[] = [
    {
      title: titles.material,
      cell: (row) => (
        <Named
          name={row.material_name}
          more={[row.material_number, row.material_model, row.aux_prop_name]}
        />
      ),
    },
    {
      title: titles.store,
      cell: (row) => <Named name={row.stock_name} more={[row.stock_number]} />,
    },
    { title: titles.bin, cell: (row) => <Named name={row.sp_name} more={[row.sp_number]} /> },
    { title: titles.onHand, isNumber: true, cell: (row) => showQuantity(row.qty) },
    { title: titles.occupied, isNumber: true, cell: (row) => <Occupied row={row} /> },
    {
      title: titles.available,
      isNumber: true,
      cell: (row) => <strong>{showQuantity(row.valid_qty)}</strong>,
    },
  ];
  return (
    <Table
      caption={text.title}
      hasQuietCaption
      columns={columns}
      rows={rows}
      isStale={isStale}
      keyOf={(row) => [row.material_id, row.stock_id, row.sp_id, row.aux_prop_id].join()}
    />
  );
}

function Occupied({ row }: { row: StockRow }) {
  const occupied = minus(row.qty, row.valid_qty);
  const className = isZero(occupied) ? "nothing" : "occupied";
  return <span className={className}>{showQuantity(occupied)}</span>;
}
