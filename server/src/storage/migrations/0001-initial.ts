import { type Kysely, sql } from "kysely";

/**
 * The first schema. `account_id` leads every key of an account's tables, so that they can be spread
 * by account (HOUSE, Storage). Hard invariants of the domain stand here again as constraints (P2):
 * no code path can oversell or leave a hold that does not sum.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...systemTables, ...masterTables, ...billTables, ...stockTables]) {
    await sql.raw(statement).execute(db);
  }
}

const systemTables = [
  `create table account (
     id text primary key,
     name text not null,
     settings jsonb not null default '{}',
     created_at timestamptz not null default now())`,
  `create table client (
     id text primary key,
     name text not null,
     secret text not null,
     created_at timestamptz not null default now())`,
  // Which client may act on which account: one row of push_app_authorize. Secrets are sealed.
  `create table authorization_grant (
     client_id text not null references client,
     outer_instance_id text not null,
     account_id text not null references account,
     app_key text not null unique,
     app_secret text not null,
     former_app_secret text,
     former_valid_until timestamptz,
     service_id text not null,
     active boolean not null default true,
     created_at timestamptz not null default now(),
     primary key (client_id, outer_instance_id))`,
  `create table token_key (
     id text primary key,
     private_key text not null,
     public_key jsonb not null,
     created_at timestamptz not null default now())`,
  `create sequence server_node minvalue 0 maxvalue 1023 cycle`,
  `create table app_user (
     account_id text not null references account,
     id text not null,
     number text not null,
     name text not null,
     is_admin boolean not null default false,
     created_at timestamptz not null default now(),
     primary key (account_id, id))`,
  // Whoever writes stock of an account holds this row; it also numbers the account's ledger.
  `create table lane (
     account_id text primary key references account,
     ledger_seq bigint not null default 0)`,
  `create table reply (
     account_id text not null references account,
     key text not null,
     request_hash text not null,
     status int not null,
     body text not null,
     created_at timestamptz not null default now(),
     primary key (account_id, key))`,
  `create index reply_age on reply (account_id, created_at)`,
];

const masterTables = [
  // A number is unique inside its kind.
  `create table master (
     account_id text not null references account,
     kind text not null,
     id text not null,
     number text not null,
     name text not null,
     parent_id text not null default '',
     enabled boolean not null default true,
     data jsonb not null,
     created_at timestamptz not null,
     creator_id text not null,
     modified_at timestamptz not null,
     modifier_id text not null,
     primary key (account_id, kind, id),
     constraint master_number unique (account_id, kind, number))`,
  `create index master_name on master (account_id, kind, name)`,
  `create index master_newest on master (account_id, kind, created_at desc, id desc)`,
  `create index master_parent on master (account_id, kind, parent_id)`,
  `create table counter (
     account_id text not null references account,
     name text not null,
     last bigint not null,
     primary key (account_id, name))`,
];

const billTables = [
  `create table bill (
     account_id text not null references account,
     type text not null,
     id text not null,
     bill_no text not null,
     bill_date date not null,
     status text not null constraint bill_status check (status in ('Z', 'C')),
     head jsonb not null,
     created_at timestamptz not null,
     creator_id text not null,
     modified_at timestamptz not null,
     modifier_id text not null,
     audited_at timestamptz,
     auditor_id text not null default '',
     primary key (account_id, type, id),
     constraint bill_number unique (account_id, type, bill_no))`,
  `create index bill_by_date on bill (account_id, type, bill_date desc, bill_no desc)`,
  `create index bill_by_modification on bill (account_id, type, modified_at)`,
  `create table bill_line (
     account_id text not null,
     bill_type text not null,
     bill_id text not null,
     id text not null,
     seq int not null,
     material_id text not null,
     store_id text not null,
     cost numeric(20, 2),
     data jsonb not null,
     primary key (account_id, bill_type, bill_id, id),
     foreign key (account_id, bill_type, bill_id) references bill (account_id, type, id)
       on delete cascade)`,
  `create index bill_line_material on bill_line (account_id, material_id)`,
];

const stockTables = [
  `create table stock (
     account_id text not null references account,
     id bigint not null,
     material_id text not null,
     aux_prop_id text not null,
     store_id text not null,
     bin_id text not null,
     batch_no text not null,
     kf_date text not null,
     on_hand numeric(30, 10) not null,
     occupied numeric(30, 10) not null,
     primary key (account_id, id),
     constraint stock_key unique
       (account_id, material_id, store_id, bin_id, batch_no, kf_date, aux_prop_id),
     constraint stock_on_hand_not_negative check (on_hand >= 0),
     constraint stock_occupied_not_negative check (occupied >= 0),
     constraint stock_occupied_within_on_hand check (occupied <= on_hand))`,
  `create index stock_by_store on stock (account_id, store_id)`,
  `create table cost_pool (
     account_id text not null references account,
     id bigint not null,
     material_id text not null,
     aux_prop_id text not null,
     batch_no text not null,
     store_id text not null,
     quantity numeric(30, 10) not null,
     value numeric(20, 2) not null,
     last_date text not null,
     primary key (account_id, id),
     constraint cost_pool_key unique (account_id, material_id, store_id, batch_no, aux_prop_id),
     constraint cost_pool_quantity_not_negative check (quantity >= 0),
     constraint cost_pool_value_not_negative check (value >= 0),
     constraint cost_pool_empty_is_worthless check (quantity > 0 or value = 0))`,
  `create table hold (
     account_id text not null references account,
     id bigint not null,
     bill_type text not null,
     bill_id text not null,
     entry_id text not null,
     bill_no text not null,
     stock_id bigint not null,
     opened numeric(30, 10) not null,
     consumed numeric(30, 10) not null,
     released numeric(30, 10) not null,
     expired numeric(30, 10) not null,
     held numeric(30, 10) generated always as (opened - consumed - released - expired) stored,
     serials text[] not null,
     content text not null,
     client_id text not null,
     opened_at timestamptz not null,
     primary key (account_id, id),
     foreign key (account_id, stock_id) references stock (account_id, id),
     constraint hold_opened_positive check (opened > 0),
     constraint hold_parts_not_negative check (consumed >= 0 and released >= 0 and expired >= 0),
     constraint hold_within_opened check (consumed + released + expired <= opened))`,
  // One open hold for each entry (D10); a closed one may be followed by a new one (D12).
  `create unique index hold_open_entry on hold (account_id, bill_type, bill_id, entry_id)
     where opened > consumed + released + expired`,
  `create index hold_entry on hold (account_id, bill_type, bill_id, entry_id, id)`,
  `create index hold_open_stock on hold (account_id, stock_id)
     where opened > consumed + released + expired`,
  `create table hold_event (
     account_id text not null,
     seq bigint not null,
     hold_id bigint not null,
     kind text not null constraint hold_event_kind
       check (kind in ('opened', 'released', 'consumed', 'returned', 'expired')),
     quantity numeric(30, 10) not null constraint hold_event_positive check (quantity > 0),
     bill_type text not null,
     bill_id text not null,
     created_at timestamptz not null default now(),
     primary key (account_id, seq),
     foreign key (account_id, hold_id) references hold (account_id, id))`,
  `create index hold_event_hold on hold_event (account_id, hold_id)`,
  `create index hold_event_written on hold_event (account_id, created_at)`,
  `create table ledger (
     account_id text not null,
     seq bigint not null,
     stock_id bigint not null,
     pool_id bigint not null,
     bill_type text not null,
     bill_id text not null,
     bill_no text not null,
     line_id text not null,
     bill_date date not null,
     quantity numeric(30, 10) not null constraint ledger_moves check (quantity <> 0),
     amount numeric(20, 2) not null,
     costed boolean not null,
     reverses bigint not null,
     hold_id bigint,
     hold_quantity numeric(30, 10),
     hold_serials text[] not null,
     serials text[] not null,
     created_at timestamptz not null default now(),
     primary key (account_id, seq),
     foreign key (account_id, stock_id) references stock (account_id, id),
     foreign key (account_id, pool_id) references cost_pool (account_id, id),
     foreign key (account_id, hold_id) references hold (account_id, id))`,
  // A row is taken back at most once.
  `create unique index ledger_reverses on ledger (account_id, reverses) where reverses <> 0`,
  `create index ledger_bill on ledger (account_id, bill_type, bill_id)`,
  `create index ledger_stock on ledger (account_id, stock_id, bill_date, seq)`,
  `create index ledger_date on ledger (account_id, bill_date, seq)`,
  `create index ledger_written on ledger (account_id, created_at)`,
  `create index ledger_pool on ledger (account_id, pool_id, bill_date, seq)`,
  `create table serial (
     account_id text not null references account,
     material_id text not null,
     serial text not null,
     remark text not null,
     stock_id bigint,
     hold_id bigint,
     primary key (account_id, material_id, serial),
     foreign key (account_id, stock_id) references stock (account_id, id),
     foreign key (account_id, hold_id) references hold (account_id, id),
     constraint serial_held_is_in_stock check (hold_id is null or stock_id is not null))`,
  `create index serial_stock on serial (account_id, stock_id)`,
  `create table batch (
     account_id text not null references account,
     material_id text not null,
     batch_no text not null,
     kf_date text not null,
     valid_date text not null,
     primary key (account_id, material_id, batch_no))`,
  // Append-only (D4): a grant, not a trigger, so that it also holds on distributed tables.
  `revoke update, delete, truncate on ledger, hold_event from current_user`,
];
