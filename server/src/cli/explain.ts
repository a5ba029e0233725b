/** `explain`: what is in stock of a material, who holds it, and what made each number (D18). */
import type { Client } from "@xingcang/client";
import { type ConnectOptions, connect } from "./connect.ts";
import { HOLD_COLUMNS, holdRow, twice } from "./holds.ts";
import { both, print, table } from "./terminal.ts";

export interface ExplainOptions extends ConnectOptions {
  /** Numbers, as people know them. */
  readonly material: string;
  readonly store?: string;
  readonly bin?: string;
  readonly batch?: string;
  readonly kfDate?: string;
  readonly auxPropId?: string;
  readonly serial?: string;
  readonly order: string;
  readonly page: string;
  readonly pageSize: string;
  readonly json: boolean;
}

type Told = Awaited<ReturnType<Client["xingcang"]["explain"]>>;

export async function explain(options: ExplainOptions): Promise<void> {
  const client = await connect(options);
  const told = await client.xingcang.explain({
    material_number: options.material,
    ...(options.store !== undefined && { stock_number: options.store }),
    ...(options.bin !== undefined && { sp_number: options.bin }),
    ...(options.batch !== undefined && { batch_no: options.batch }),
    ...(options.kfDate !== undefined && { kf_date: options.kfDate }),
    ...(options.auxPropId !== undefined && { aux_prop_id: options.auxPropId }),
    ...(options.serial !== undefined && { serial: options.serial }),
    order: options.order,
    page: options.page as never,
    page_size: options.pageSize as never,
  });
  if (options.json) print(JSON.stringify(told, null, 2));
  else show(told);
}

function show(told: Told): void {
  const { material_number, material_name, base_unit_name, aux_unit_name, serial } = told;
  const units = [base_unit_name, aux_unit_name].filter(Boolean).join(" / ");
  print(`${material_number} ${material_name}（${units}）`);
  const onHand = twice(told.on_hand, told.aux_on_hand);
  const occupied = twice(told.occupied, told.aux_occupied);
  const available = twice(told.available, told.aux_available);
  print(
    both(
      `即时库存 ${onHand}，已占用 ${occupied}，可用 ${available}`,
      `on hand ${onHand}, occupied ${occupied}, available ${available}`,
    ),
  );
  if (serial.serial !== "") print(serialText(serial));
  section(both("库存", "stock"), told.key_count, KEY_COLUMNS, told.keys.map(keyRow));
  section(both("占用", "holds"), told.hold_count, HOLD_COLUMNS, told.holds.map(holdRow));
  const events = told.hold_events.map(eventRow);
  section(both("占用事件", "events of holds"), told.event_count, EVENT_COLUMNS, events);
  section(both("流水", "ledger"), told.count, ROW_COLUMNS, told.rows.map(movementRow));
}

function section(
  title: string,
  count: number,
  columns: readonly string[],
  rows: readonly string[][],
): void {
  if (count === 0) return;
  const isPart = rows.length < count;
  print(`\n${title} ${isPart ? `${rows.length} / ${count}` : count}`);
  if (rows.length > 0) print(table(columns, rows));
}

function serialText({ serial, in_stock, stock_name, sp_name, hold_id }: Told["serial"]): string {
  const place = [stock_name, sp_name].filter((part) => part !== "").join(" / ");
  const held = hold_id === "" ? "" : both(`，占用 ${hold_id}`, `hold ${hold_id}`);
  return in_stock
    ? both(`序列号 ${serial} 在库：${place}${held}`, "in stock")
    : both(`序列号 ${serial} 不在库`, "not in stock");
}

/** What tells one key of a material from another; most have only a store. */
const placeOf = (row: Told["keys"][number] | Told["rows"][number]): string =>
  [row.stock_name, row.sp_name, row.aux_prop_name, row.batch_no, row.kf_date]
    .filter((part) => part !== "")
    .join(" / ");

const KEY_COLUMNS = [
  "位置 / place",
  "即时 / on hand",
  "占用 / occupied",
  "可用 / available",
  "成本池 / pool",
];

const keyRow = (key: Told["keys"][number]): string[] => [
  placeOf(key),
  twice(key.on_hand, key.aux_on_hand),
  twice(key.occupied, key.aux_occupied),
  twice(key.available, key.aux_available),
  `${key.pool_qty}，${key.pool_value}`,
];

const EVENTS: Readonly<Record<string, string>> = {
  opened: both("占用", "opened"),
  consumed: both("消耗", "consumed"),
  returned: both("退回", "returned"),
  released: both("释放", "released"),
  expired: both("到期", "expired"),
};

const EVENT_COLUMNS = [
  "时间 / at",
  "事件 / event",
  "数量 / quantity",
  "占用 / hold",
  "由 / by",
  "应用 / client",
  "原因 / reason",
];

const eventRow = (event: Told["hold_events"][number]): string[] => [
  event.at,
  EVENTS[event.kind] ?? event.kind,
  twice(event.qty, event.aux_qty),
  `${event.hold_bill_type_id} ${event.hold_bill_no || event.hold_bill_id} / ${event.hold_entry_id}`,
  `${event.by_bill_type_id} ${event.by_bill_no || event.by_bill_id}`,
  clientText(event),
  event.reason,
];

const clientText = (row: { client_id: string; client_name: string }) =>
  `${row.client_id} ${row.client_name}`.trim();

const ROW_COLUMNS = [
  "#",
  "日期 / date",
  "单据 / bill",
  "位置 / place",
  "入 / in",
  "出 / out",
  "金额 / amount",
  "结存 / left",
  "池 / pool",
  "说明 / note",
];

const movementRow = (row: Told["rows"][number]): string[] => [
  row.seq,
  row.bill_date,
  `${row.bill_type_name} ${row.bill_no}`,
  placeOf(row),
  row.in_qty === "0" ? "" : twice(row.in_qty, row.in_aux_qty),
  row.out_qty === "0" ? "" : twice(row.out_qty, row.out_aux_qty),
  row.amount,
  twice(row.on_hand_after, row.aux_on_hand_after),
  `${row.pool_qty_after}，${row.pool_value_after}`,
  noteOf(row),
];

function noteOf(row: Told["rows"][number]): string {
  const notes = [
    row.takes_back !== "" && both(`冲销 #${row.takes_back}`, "takes back"),
    row.taken_back_by !== "" && both(`被 #${row.taken_back_by} 冲销`, "taken back"),
    row.kind === "adjust" && both(`成本调整 #${row.adjusts}，因 ${row.cause}`, "cost adjusted"),
    row.hold_id !== "" && both(`消耗占用 ${row.hold_qty}`, "of a hold"),
    row.sn_list,
  ];
  return notes.filter(Boolean).join("；");
}
