/**
 * What a database of an earlier version held: a receipt of ten, of which three are held and one was
 * released, and one draft. In the columns of that version.
 */
import type pg from "pg";

export type Rows = Readonly<Record<string, unknown>>;
export type Tables = readonly (readonly [table: string, rows: readonly Rows[]])[];

const account_id = "7";
const at = "2026-08-01T04:00:00Z";
const saved = { created_at: at, creator_id: "1", modified_at: at, modifier_id: "1" };
const owned = (row: Rows): Rows => ({ account_id, ...row });

const master = (kind: string, id: string, name: string, data: object) =>
  owned({ kind, id, number: id, name, parent_id: "", enabled: true, data, ...saved });

const bill = (id: string, status: "Z" | "C") =>
  owned({
    type: "inv_other_in",
    id,
    bill_no: `IN-${id}`,
    bill_date: "2026-08-01",
    status,
    head: { remark: `第${id}张` },
    audited_at: status === "C" ? at : null,
    auditor_id: status === "C" ? "1" : "",
    ...saved,
  });

const line = (billId: string, cost: string | null) =>
  owned({
    bill_type: "inv_other_in",
    bill_id: billId,
    id: `${billId}1`,
    seq: 1,
    material_id: "m1",
    store_id: "s1",
    cost,
    data: { material_id: "m1", unit_id: "u1", stock_id: "s1", qty: "10", cost: "25" },
  });

const event = (seq: string, kind: string, quantity: string, more: Rows) =>
  owned({
    seq,
    hold_id: "3",
    kind,
    quantity,
    bill_type: "sal_bill_order",
    bill_id: "9",
    created_at: at,
    ...more,
  });

const KEY = { material_id: "m1", aux_prop_id: "0", batch_no: "" };

const ledgerRow = {
  seq: "1",
  stock_id: "1",
  pool_id: "2",
  bill_type: "inv_other_in",
  bill_id: "10",
  bill_no: "IN-10",
  line_id: "101",
  bill_date: "2026-08-01",
  quantity: "10",
  amount: "25.00",
  costed: true,
  reverses: "0",
  hold_serials: [],
  serials: [],
  created_at: at,
};

const hold = {
  id: "3",
  bill_type: "sal_bill_order",
  bill_id: "9",
  entry_id: "1",
  bill_no: "SO-9",
  stock_id: "1",
  opened: "3",
  consumed: "0",
  released: "1",
  expired: "0",
  serials: [],
  content: "{}",
  client_id: "100001",
  opened_at: at,
};

interface Differences {
  readonly hold: Rows;
  readonly event: Rows;
  readonly ledger: Rows;
  readonly pool: Rows;
  readonly layers: readonly Rows[];
}

const tables = (differences: Differences): Tables => [
  ["account", [{ id: account_id, name: "旧账套", settings: { strict: true }, created_at: at }]],
  ["lane", [owned({ ledger_seq: "1" })]],
  ["client", [{ id: "100001", name: "旧应用", secret: "xcbox1.AAAA", created_at: at }]],
  ["app_user", [owned({ id: "1", number: "001", name: "管理员", is_admin: true, created_at: at })]],
  ["reply", [owned({ key: "idem:1", request_hash: "x", status: 200, body: "{}", created_at: at })]],
  [
    "master",
    [
      master("measure_unit", "u1", "个", { precision: "2" }),
      master("store", "s1", "主仓", {}),
      master("material", "m1", "螺丝\t一\\字\n槽", { base_unit_id: "u1" }),
    ],
  ],
  ["bill", [bill("10", "C"), bill("11", "Z")]],
  ["bill_line", [line("10", "25.00"), line("11", null)]],
  [
    "stock",
    [
      owned({
        id: "1",
        ...KEY,
        store_id: "s1",
        bin_id: "0",
        kf_date: "",
        on_hand: "10",
        occupied: "2",
      }),
    ],
  ],
  [
    "cost_pool",
    [
      owned({
        id: "2",
        ...KEY,
        store_id: "0",
        quantity: "10",
        value: "25.00",
        last_date: "2026-08-01",
        ...differences.pool,
      }),
    ],
  ],
  ...(differences.layers.length > 0 ? [["cost_layer", differences.layers] as const] : []),
  ["hold", [owned({ ...hold, ...differences.hold })]],
  ["hold_event", [event("1", "opened", "3", {}), event("2", "released", "1", differences.event)]],
  ["ledger", [owned({ ...ledgerRow, ...differences.ledger })]],
];

const none: Rows = {};

/** By the last migration that the database had. */
export const OLD_DATA: Readonly<Record<string, Tables>> = {
  "0001-initial": tables({ hold: none, event: none, ledger: none, pool: none, layers: [] }),
  "0003-holds": tables({
    hold: { expires_at: "2027-01-01T00:00:00Z" },
    event: { client_id: "100001", reason: "客户取消" },
    ledger: { adjusts: "0", cause: "", within_pool: false },
    pool: { method: "fifo", stale_from: "" },
    layers: [
      owned({
        pool_id: "2",
        seq: "1",
        bill_date: "2026-08-01",
        quantity: "10",
        amount: "25.00",
        taken: "0",
      }),
    ],
  }),
};

type Queries = Pick<pg.ClientBase, "query">;

export async function insertOld(database: Queries, schema: string): Promise<void> {
  for (const [table, rows] of OLD_DATA[schema] ?? []) {
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    const text = `insert into ${table} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${table}, $1)`;
    await database.query(text, [JSON.stringify(rows)]);
  }
}

/** The rows of the old tables in their old columns, whatever the schema is by now. */
export async function readOld(
  database: Queries,
  schema: string,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, rows] of OLD_DATA[schema] ?? []) {
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    const text = `select (${columns})::text as line from ${table} order by 1`;
    found[table] = (await database.query(text)).rows.map((row) => row.line);
  }
  return found;
}
