/**
 * Every field of the contract by which a record can be named, tried by one account with a record of
 * another: the reply is the one for a record that does not exist, byte for byte (D13, D42).
 */
import { bills, type Endpoint, endpoints, type MasterName, masters } from "@xingcang/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { accountDigest } from "../support/account-digest.ts";
import type { SchemaNode } from "../support/bad-values.ts";
import { useDemoServer } from "../support/running-server.ts";
import { warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();

/** Like an id, and nobody's. */
const UNKNOWN = "990000000000000001";
const UNKNOWN_NUMBER = "NOBODY-0001";

interface Known {
  readonly id: string;
  readonly number: string;
}
/** By kind of master data and by bill type: a record that only the first account has. */
const foreign = new Map<string, Known>();
let foreignLine = "";

const called = endpoints.filter(({ kind }) => kind !== "auth");
/** 商品标签 are labels. */
const KINDS: Readonly<Record<string, string>> = { material_label: "label" };
function ownKindOf({ operation }: Endpoint): string {
  const [resource = ""] = operation.split(".");
  return KINDS[resource] ?? resource;
}

/** What saves of master data and bills may need, of the demo data. */
const SAMPLES = {
  precision: "2",
  base_unit_id: "1004",
  stock_id: "2001",
  product_id: "4006",
  material_entity: [{ material_id: "4005", dosage_numerator: "1" }],
};
const GOODS = {
  material_id: "4006",
  unit_id: "1005",
  qty: "1",
  stock_id: "2002",
  out_stock_id: "2002",
  in_stock_id: "1",
};

beforeAll(async () => {
  const { client, server } = demo();
  const save = (operation: string, input: object) =>
    client.call("POST", called.find((one) => one.operation === operation)?.path ?? "", {
      body: JSON.stringify(input),
    });
  for (const endpoint of called.filter(({ kind }) => kind === "save")) {
    const kind = ownKindOf(endpoint);
    if (!(kind in masters) || endpoint.operation !== `${kind}.save`) continue;
    const own = { name: `FOREIGN-${kind}`, number: `FOREIGN-${kind}` };
    const group_id = { aux_attribute: "5001", aux_info: "1" }[kind];
    await save(endpoint.operation, { ...SAMPLES, ...(group_id && { group_id }), ...own });
  }
  for (const name of Object.keys(bills)) {
    const rows = [
      { ...GOODS, ...(/assemble/.test(name) && { material_type: "M" }) },
      {
        ...GOODS,
        material_id: "4005",
        unit_id: "1004",
        material_type: "S",
      },
    ];
    const number = { bill_no: `FOREIGN-${name}`, bill_date: "2026-01-01" };
    const parties = { supplier_id: "1", customer_id: "6001", ignore_warn: true };
    const kinds = { trans_type_id: "12", check_task_id: "0", tpl_type: "assemble_tpl" };
    const head = { ...number, ...parties, ...kinds };
    const material_entity = name === "inv_tfin" ? [await sentRow()] : rows;
    await save(`${name}.save`, { ...head, material_entity });
  }
  const { pool } = server.system.database;
  const account = server.provisioned.grant.accountId;
  const { rows } = await pool.query(
    `select kind, id, number from master
     where account_id = $1 and (number like 'FOREIGN-%' or name like 'FOREIGN-%')
     union all select type, id, bill_no from bill
     where account_id = $1 and bill_no like 'FOREIGN-%'`,
    [account],
  );
  for (const { kind, id, number } of rows) foreign.set(kind, { id, number });
  const lines = await pool.query(
    "select id from bill_line where account_id = $1 order by length(id) desc limit 1",
    [account],
  );
  foreignLine = lines.rows[0]?.id;
});

/** A row that receives what the first account sent. */
async function sentRow() {
  const { inv_other_in: receipts, inv_tfout: transfers } = demo().client;
  const head = { bill_date: "2026-12-31", operation_key: "audit" as const };
  await receipts.save({ ...head, trans_type_id: "12", material_entity: [GOODS] });
  const { ids } = await transfers.save({ ...head, material_entity: [GOODS] });
  const [id = ""] = ids;
  const { material_entity: rows } = await transfers.detail({ id });
  const source = { src_bill_type_id: "inv_tfout_bill_outbound", src_inter_id: id };
  return { ...GOODS, ...source, src_entry_id: rows[0]?.id };
}

/** What the other account gets for a request, with what was asked for taken out of the text. */
async function replyTo(
  { method, path }: Endpoint,
  input: object,
  names: readonly string[],
): Promise<string> {
  const call = method === "GET" ? { query: input as never } : { body: JSON.stringify(input) };
  const { status, body } = await demo().other.call(method, path, call);
  const text = names.reduce((all, name) => all.replaceAll(name, "…"), body);
  return `${status} ${text.replace(/"request_id":"[^"]*"/, "")}`;
}

/** The same request with a foreign and with an unknown name of a record. */
async function expectSame(
  endpoint: Endpoint,
  inputOf: (name: string) => object,
  given: string,
  unknown: string,
): Promise<void> {
  expect(given, endpoint.operation).toBeTruthy();
  const ofForeign = await replyTo(endpoint, inputOf(given), [given]);
  const ofUnknown = await replyTo(endpoint, inputOf(unknown), [unknown]);
  expect(ofForeign, JSON.stringify(inputOf(given))).toBe(ofUnknown);
}

type Node = SchemaNode;
const schemaOf = ({ body, query }: Endpoint) => (body ?? query) as unknown as Node | undefined;

/** A request with the required fields, and one field more at a place in it. */
function filled(node: Node, key: string, value: unknown): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    if (!node.required?.includes(name)) continue;
    input[name] = field.items?.properties ? [filled(field.items, "", "")] : sample(field);
  }
  if (key !== "") input[key] = value;
  return input;
}

function sample({ wire, options }: Node): unknown {
  if (options.choices) return options.choices[0];
  return { date: "2026-01-01", list: ["1"] }[wire as string] ?? "1";
}

interface NamedBy {
  readonly endpoint: Endpoint;
  readonly field: string;
  /** Kind of master data or bill type. */
  readonly kind: string;
  readonly byNumber: boolean;
  inputOf(name: string): object;
}

/** Every field of a request that points to master data, in the head and in rows. */
function references(endpoint: Endpoint): NamedBy[] {
  const walk = (node: Node, path: string, wrap: (inner: object) => object): NamedBy[] =>
    Object.entries(node.properties ?? {}).flatMap(([key, field]) => {
      const at = `${path}${key}`;
      const { master, insteadOf } = field.options;
      const here: NamedBy = {
        endpoint,
        field: at,
        kind: master ?? "",
        byNumber: insteadOf !== undefined,
        inputOf(name) {
          const input = filled(node, key, name);
          if (insteadOf !== undefined) delete input[insteadOf];
          return wrap(input);
        },
      };
      const rest = (inner: object) => wrap({ ...filled(node, "", ""), [key]: inner });
      const below = field.items?.properties
        ? walk(field.items, `${at}[].`, (inner) => rest([inner]))
        : field.wire === "object"
          ? walk(field, `${at}.`, rest)
          : [];
      return master ? [here, ...below] : below;
    });
  const schema = schemaOf(endpoint);
  return schema ? walk(schema, "", (inner) => inner) : [];
}

const nameOf = ({ kind, byNumber }: NamedBy) =>
  (byNumber ? foreign.get(kind)?.number : foreign.get(kind)?.id) ?? "";

describe("records of another account", () => {
  const byId = called.filter(
    (endpoint) => ["detail", "save"].includes(endpoint.kind) && schemaOf(endpoint)?.properties?.id,
  );

  test.each(byId.map((endpoint) => [endpoint.operation, endpoint] as const))(
    "%s by id and by number",
    async (_, endpoint) => {
      const own = ownKindOf(endpoint);
      const known = own === "material_unit" ? unitOf() : foreign.get(own);
      const node = schemaOf(endpoint) as Node;
      const inputOf = (key: string) => (name: string) => filled(node, key, name);
      await expectSame(endpoint, inputOf("id"), known?.id ?? "", UNKNOWN);
      if (endpoint.kind !== "detail" || !node.properties?.number) return;
      await expectSame(endpoint, inputOf("number"), known?.number ?? "", UNKNOWN_NUMBER);
    },
  );

  const unitOf = (): Known => ({ id: `${foreign.get("material")?.id}0`, number: "" });

  test.each(
    called
      .flatMap(references)
      .map((found) => [found.endpoint.operation, found.field, found] as const),
  )("%s: %s", async (_, __, found) => {
    const unknown = found.byNumber ? UNKNOWN_NUMBER : UNKNOWN;
    await expectSame(found.endpoint, (name) => found.inputOf(name), nameOf(found), unknown);
  });

  const filters = called
    .filter(({ method }) => method === "GET")
    .flatMap((endpoint) =>
      Object.entries(schemaOf(endpoint)?.properties ?? {})
        .filter(([key, { wire, options }]) => {
          const isName = (wire === "list" || wire === "text") && !options.choices;
          return isName && !key.endsWith("_time") && key !== "order_by";
        })
        .map(([key]) => [endpoint.operation, key, endpoint] as const),
    );

  test.each(filters)("%s filtered by %s", async (_, key, endpoint) => {
    const names = [...foreign.values()].map(({ id }) => id).slice(0, 8);
    const node = schemaOf(endpoint) as Node;
    for (const id of names) {
      await expectSame(endpoint, (name) => filled(node, key, name), id, UNKNOWN);
    }
  });
});

describe("operations and holds on records of another account", () => {
  const operate = called.find(({ operation }) => operation === "system.commonOperate") as Endpoint;
  const entities = [
    ...Object.values(masters).map(({ name, entity }) => [name as string, entity] as const),
    ...Object.values(bills).map(({ name, entity }) => [name as string, entity] as const),
  ].filter(([name]) => (name as MasterName) !== "material_unit");

  test.each(entities)("%s: audit, un-audit and delete by id and number", async (name, entity) => {
    const { server } = demo();
    const { pool } = server.system.database;
    const account = server.provisioned.grant.accountId;
    const before = await accountDigest(pool, account);
    for (const operate_type of ["audit", "unaudit", "delete"]) {
      const head = { entity_number: entity, operate_type };
      const { id = "", number = "" } = foreign.get(name) ?? {};
      await expectSame(operate, (given) => ({ ...head, ids: [given] }), id, UNKNOWN);
      await expectSame(operate, (given) => ({ ...head, numbers: [given] }), number, UNKNOWN_NUMBER);
    }
    expect(await accountDigest(pool, account)).toEqual(before);
  });

  test.each([
    [
      "inv_tfdiff.draw",
      "inv_tfout",
      (id: string) => ({ type: "2", data: [{ id, entry_id: "1" }] }),
    ],
    ["inv_check_bill.deal", "inv_check_bill", (id: string) => ({ ids: [id] })],
    [
      "system.billPush",
      "inv_tfout",
      (id: string) => ({
        id,
        source_bill: "inv_tfout_bill_outbound",
        target_bill: "inv_tfin_bill_inbound",
      }),
    ],
    [
      "system.billPush",
      "sal_order",
      (id: string) => ({
        id,
        source_bill: "sal_bill_order",
        target_bill: "sal_bill_outbound",
      }),
    ],
  ] as const)("%s", async (operation, name, inputOf) => {
    const endpoint = called.find((one) => one.operation === operation) as Endpoint;
    await expectSame(endpoint, inputOf, foreign.get(name)?.id ?? "", UNKNOWN);
  });

  test("a row, a source and a hold of another account", async () => {
    const { other } = demo();
    const goods = (await other.material.save({ name: "自己的", base_unit_id: "1" })).ids[0] ?? "";
    const store = (await other.store.save({ number: "Z1", name: "自己的" })).ids[0] ?? "";
    const own = { material_id: goods, unit_id: "1", stock_id: store, qty: "1" };
    const save = called.find(({ operation }) => operation === "inv_other_out.save") as Endpoint;
    const bill = (row: object) => ({
      bill_date: "2026-01-01",
      trans_type_id: "13",
      material_entity: [{ ...own, ...row }],
    });
    await expectSame(save, (id) => bill({ id }), foreignLine, UNKNOWN);
    const source = { src_bill_type_id: "inv_other_bill_inbound", src_entry_id: foreignLine };
    const receipt = foreign.get("inv_other_in")?.id ?? "";
    await expectSame(save, (id) => bill({ ...source, src_inter_id: id }), receipt, UNKNOWN);
    const release = called.find(({ operation }) => operation === "stock.release") as Endpoint;
    const hold = { material_id: goods, unit: "1", stock_id: store, qty: "1", src_entry_id: "1" };
    const head = { src_bill_type_id: "isv_bill", material_entity: [hold] };
    await expectSame(release, (id) => ({ ...head, src_inter_id: id }), "WEB20001", UNKNOWN);
  });

  test("material_picture.delete and xingcang.picture", async () => {
    const upload = { file_name: "a.gif", base_string: "R0lGODlhAQABAAAAACwAAAAAAQABAAA=" };
    const { url } = await demo().client.material_picture.upload(upload);
    const id = url.split("=")[1] ?? "";
    const named = (operation: string) =>
      called.find((one) => one.operation === operation) as Endpoint;
    const addressOf = (given: string) => ({ url: url.replace(id, given) });
    await expectSame(named("material_picture.delete"), addressOf, id, UNKNOWN);
    await expectSame(named("xingcang.picture"), (given) => ({ id: given }), id, UNKNOWN);
    expect((await demo().client.xingcang.picture({ id })).url).toBe(url);
  });

  test("xingcang.releaseHolds", async () => {
    const { client, server } = demo();
    const { occupy, held, material, book, row } = warehouse(demo);
    const goods = await material();
    await book("inv_other_in", [row(goods, "1", { cost: "1" })]);
    await occupy("FOREIGN-HOLD", [held(goods, "1")]);
    const { rows } = await client.xingcang.holds({ material_id: goods });
    const { pool } = server.system.database;
    const account = server.provisioned.grant.accountId;
    const before = await accountDigest(pool, account);
    const endpoint = called.find((one) => one.operation === "xingcang.releaseHolds") as Endpoint;
    const inputOf = (id: string) => ({ hold_ids: [id], reason: "试" });
    await expectSame(endpoint, inputOf, rows[0]?.hold_id ?? "", UNKNOWN);
    expect(await accountDigest(pool, account)).toEqual(before);
  });
});

/** Tried above each in its own way: what they name is no field of master data. */
const BY_HAND = [
  "inv_check_bill.deal",
  "inv_tfdiff.draw",
  "material_picture.delete",
  "stock.release",
  "system.billPush",
  "system.commonOperate",
  "xingcang.releaseHolds",
];
/** They name nothing. */
const NAMELESS = ["material_picture.upload", "xingcang.saveSettings"];

test("every route that writes has been tried", () => {
  const untried = called
    .filter(({ method }) => method !== "GET")
    .filter((endpoint) => !schemaOf(endpoint)?.properties?.id && references(endpoint).length === 0)
    .map(({ operation }) => operation)
    .filter((operation) => !BY_HAND.includes(operation));
  expect(untried.sort()).toEqual(NAMELESS);
});
