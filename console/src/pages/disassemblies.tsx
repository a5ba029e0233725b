/** 拆卸单, the list. */
import type { Client } from "@xingcang/client";
import { useCallback } from "react";
import { useMessages } from "../language.tsx";
import { useLoad } from "../load.ts";
import { goTo, linkTo } from "../route.ts";
import { BillStatus } from "../shared/bill-status.tsx";
import { Listing } from "../shared/listing.tsx";
import { Pager } from "../shared/pager.tsx";
import { Search } from "../shared/search.tsx";
import { type Column, Table } from "../shared/table.tsx";

const PAGE_SIZE = 20;

type Bill = Awaited<ReturnType<Client["inv_disassemble"]["list"]>>["rows"][number];

interface DisassembliesPageProps {
  readonly client: Client;
  readonly at: number;
  readonly search: string;
}

export function DisassembliesPage({ client, at, search }: DisassembliesPageProps) {
  const { bill: text } = useMessages();
  const load = useCallback(
    (signal: AbortSignal) => {
      const filters = search === "" ? {} : { search };
      return client.inv_disassemble.list(
        { page: at, page_size: PAGE_SIZE, ...filters },
        { signal },
      );
    },
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
        onSearch={(value) => goTo({ page: "disassemblies", at: 1, search: value })}
      />
      <Listing loaded={loaded} isEmpty={({ rows }) => rows.length === 0} empty={empty}>
        {(page) => (
          <>
            <BillTable rows={page.rows} isStale={loaded.isLoading} />
            <Pager
              page={page.page}
              pages={page.total_page}
              rows={page.count}
              linkOf={(to) => linkTo({ page: "disassemblies", at: to, search })}
            />
          </>
        )}
      </Listing>
    </>
  );
}

function BillTable({ rows, isStale }: { rows: readonly Bill[]; isStale: boolean }) {
  const { bill: text, disassembly } = useMessages();
  const columns: Column<Bill>[] = [
    {
      title: text.number,
      cell: (row) => <a href={linkTo({ page: "disassembly", id: row.id })}>{row.bill_no}</a>,
    },
    { title: text.date, cell: (row) => row.bill_date },
    { title: text.status, cell: (row) => <BillStatus status={row.bill_status} /> },
    { title: text.auditedAt, cell: (row) => row.audit_time || "—" },
    { title: text.remark, cell: (row) => row.remark || "—" },
  ];
  return (
    <Table
      caption={disassembly.title}
      hasQuietCaption
      columns={columns}
      rows={rows}
      isStale={isStale}
      keyOf={(row) => row.id}
    />
  );
}
