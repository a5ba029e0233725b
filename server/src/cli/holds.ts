/** `holds`: who holds what and for how long; `holds release` gives back what fits (D18). */
import type { Client } from "@xingcang/client";
import { type ConnectOptions, connect } from "./connect.ts";
import { UsageFault } from "./failure.ts";
import { both, note, print, table } from "./terminal.ts";

/** Numbers, as people know them. */
interface FilterOptions extends ConnectOptions {
  readonly billType?: string;
  readonly billId?: string;
  readonly billNo?: string;
  readonly client?: string;
  readonly material?: string;
  readonly store?: string;
  /** `7d` or `12h`. */
  readonly olderThan?: string;
}

export interface HoldsOptions extends FilterOptions {
  /** Closed ones too. */
  readonly all: boolean;
  readonly page: string;
  readonly pageSize: string;
  readonly json: boolean;
}

export interface ReleaseOptions extends FilterOptions {
  readonly reason: string;
  /** Without it only what would be released is shown. */
  readonly yes: boolean;
}

type Listed = Awaited<ReturnType<Client["xingcang"]["holds"]>>;

export async function holds(options: HoldsOptions): Promise<void> {
  const filters = filtersOf(options);
  const client = await connect(options);
  const listed = await client.xingcang.holds({
    ...filters,
    open_only: !options.all,
    page: options.page as never,
    page_size: options.pageSize as never,
  });
  if (options.json) print(JSON.stringify(listed, null, 2));
  else show(listed);
}

function show({ rows, count, ages, page, total_page }: Listed): void {
  const bands = ages.map(({ band, holds: open, held_qty }) =>
    held_qty === "" ? `${band} ${open}` : `${band} ${open}（${held_qty}）`,
  );
  print(both(`账龄：${bands.join("，")}`, "open holds by age"));
  if (rows.length > 0) print(table(HOLD_COLUMNS, rows.map(holdRow)));
  print(both(`共 ${count} 笔，第 ${page} / ${total_page} 页`, "holds in all, and the page"));
}

export const HOLD_COLUMNS = [
  "占用 / hold",
  "单据 / bill",
  "商品 / material",
  "位置 / place",
  "占用中 / held",
  "自 / since",
  "小时 / hours",
  "到期 / expires",
  "应用 / client",
  "状态 / state",
];

const STATES: Readonly<Record<string, string>> = {
  open: both("占用中", "open"),
  due: both("已到期", "due"),
  closed: both("已结束", "closed"),
};

/** A quantity, and behind it what it is in the floating unit, if anything. */
export const twice = (base: string, aux: string, auxUnit = ""): string =>
  aux === "0" ? base : `${base} / ${aux} ${auxUnit}`.trim();

export const holdRow = (row: Listed["rows"][number]): string[] => [
  row.hold_id,
  `${row.bill_type_id} ${row.bill_no || row.bill_id} / ${row.bill_entry_id}`,
  `${row.material_number} ${row.material_name}`,
  [row.stock_name, row.sp_name, row.aux_prop_name, row.batch_no].filter(Boolean).join(" / "),
  twice(`${row.held_qty} ${row.base_unit_name}`, row.held_aux_qty, row.aux_unit_name),
  row.opened_at,
  String(row.age_hours),
  row.expires_at,
  `${row.client_id} ${row.client_name}`.trim(),
  STATES[row.state] ?? row.state,
];

export async function releaseHolds(ids: readonly string[], options: ReleaseOptions): Promise<void> {
  const filters = filtersOf(options);
  if (ids.length === 0 && Object.keys(filters).length === 0) {
    throw new UsageFault(
      both("请指明占用 id，或至少一个筛选", "name hold ids, or at least one filter"),
    );
  }
  const client = await connect(options);
  const { reason, yes } = options;
  const input = { reason, ...(ids.length > 0 && { hold_ids: [...ids] }), ...filters };
  const headers: Record<string, string> = yes ? {} : { "X-Xingcang-Dry-Run": "1" };
  const { released, rows } = await client.xingcang.releaseHolds(input, { headers });
  const shown = rows.map((row) => [
    row.hold_id,
    `${row.bill_type_id} ${row.bill_no || row.bill_id} / ${row.bill_entry_id}`,
    twice(row.released_qty, row.released_aux_qty),
  ]);
  if (rows.length > 0) print(table(RELEASED_COLUMNS, shown));
  if (yes) return print(both(`已释放 ${released} 笔`, `${released} released`));
  print(both(`将释放 ${released} 笔`, `${released} would be released`));
  note(both("没有释放；加 --yes 执行", "nothing was released: --yes does it"));
}

const RELEASED_COLUMNS = ["占用 / hold", "单据 / bill", "释放 / released"];

function filtersOf(options: FilterOptions) {
  const { billType, billId, billNo, client, material, store, olderThan } = options;
  return {
    ...(billType !== undefined && { bill_type_id: billType }),
    ...(billId !== undefined && { bill_id: billId }),
    ...(billNo !== undefined && { bill_no: billNo }),
    ...(client !== undefined && { client_id: client }),
    ...(material !== undefined && { material_number: material }),
    ...(store !== undefined && { stock_number: store }),
    ...(olderThan !== undefined && { older_than_hours: hoursOf(olderThan) }),
  };
}

function hoursOf(age: string): number {
  const found = /^(\d{1,6})([hd])$/.exec(age);
  if (found === null) {
    throw new UsageFault(`${both("时长形如 12h 或 7d", "an age looks like 12h or 7d")}: ${age}`);
  }
  return Number(found[1]) * (found[2] === "d" ? 24 : 1);
}
