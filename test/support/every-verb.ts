/** One run through all that a server does with its database. */

import { type Endpoint, endpoints, type MasterName, masters } from "@xingcang/contract";
import { AVAILABLE_COUNTS } from "../../server/src/application/available-counts.ts";
import { findingText } from "../../server/src/application/verify-finding.ts";
import { verifyAccount } from "../../server/src/application/verify-ledger.ts";
import { createVerifyStore } from "../../server/src/storage/verify-store.ts";
import type { SchemaNode } from "./bad-values.ts";
import type { DemoServer } from "./running-server.ts";
import { stockWrites } from "./stock-writes.ts";
import { csvFile, download, upload } from "./tables.ts";
import { type Fields, OTHER_STORE, PIECE, STORE, warehouse } from "./warehouse.ts";

type Demo = () => DemoServer;
type House = ReturnType<typeof warehouse>;

/** Whatever is refused on the way has asked the database as well. */
async function refused(call: Promise<unknown>): Promise<void> {
  const ended = await call.then(
    () => "accepted",
    () => "refused",
  );
  if (ended !== "refused") throw new Error("accepted what was to be refused");
}

const HOUR = 3_600_000;

export async function everyVerb(demo: Demo): Promise<string[]> {
  const house = warehouse(demo);
  await everyStockWrite(demo);
  await everyMaster(demo);
  await pictures(demo);
  await history(house, {});
  await history(house, { cost_method: "3" });
  await serials(demo, house);
  await recosting(demo, house);
  await expiry(demo, house);
  await everyRead(demo);
  await access(demo);
  await files(demo);
  await ending(demo, house);
  return findings(demo);
}

async function everyStockWrite(demo: Demo): Promise<void> {
  for (const write of Object.values(stockWrites(demo))) {
    const { path, bodies } = await write();
    const [first, ...others] = bodies;
    const dryRun = { "X-Xingcang-Dry-Run": "1" };
    await demo().client.call("POST", path, { body: first, headers: dryRun } as never);
    for (const body of others.slice(0, 2)) await demo().client.call("POST", path, { body });
  }
}

const REQUIRED = {
  precision: "2",
  base_unit_id: "1004",
  stock_id: "2001",
  group_id: "5001",
  product_id: "4001",
  material_entity: [{ material_id: "4002", dosage_numerator: "1" }],
};

/** Saves, sees, changes and deletes one of each kind. */
async function everyMaster(demo: Demo): Promise<void> {
  const { client } = demo();
  for (const kind of Object.keys(masters) as MasterName[]) {
    const path = endpoints.find(({ operation }) => operation === `${kind}.save`)?.path;
    if (path === undefined) continue;
    const number = `EVERY-${kind}`;
    const body = { ...REQUIRED, ...(kind === "aux_info" && { group_id: "1" }), number };
    const saved = await client.call("POST", path, { body: { ...body, name: number } });
    const [id] = JSON.parse(saved.body).data?.ids ?? [];
    if (id === undefined) continue;
    await client.call("POST", path, { body: { ...body, id, name: `${number} 2` } });
    await client.call("POST", path, { body: { ...body, name: number } });
    const entity_number = masters[kind].entity;
    for (const operate_type of ["disable", "enable", "delete"]) {
      const operated = { entity_number, operate_type, ids: [id] };
      await refusedOrNot(client.system.commonOperate(operated as never));
    }
  }
  const all = { entity_number: "bd_material", operate_type: "delete", ids: ["4006"] };
  await refusedOrNot(client.system.commonOperate(all as never));
}

async function pictures(demo: Demo): Promise<void> {
  const { material, material_picture: picture, xingcang } = demo().client;
  const base_string = "R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
  const { url } = await picture.upload({ file_name: "a.gif", base_string });
  const id = url.split("=")[1] ?? "";
  await material.save({ name: "EVERY-图", base_unit_id: PIECE, images: [url] } as never);
  await refused(picture.delete({ url }));
  const other = await picture.upload({ file_name: "b.gif", base_string });
  await picture.delete(other);
  await xingcang.picture({ id });
}

const refusedOrNot = (call: Promise<unknown>) => call.catch(() => {});

/** Bills dated before others, and taken back again. */
async function history({ material, book, undo, row }: House, fields: Fields): Promise<void> {
  const goods = await material(fields);
  const on = (date: string) => ({ bill_date: date });
  await book("inv_other_in", [row(goods, "10", { cost: "10" })], on("2026-05-01"));
  await book("inv_other_in", [row(goods, "10", { cost: "20" })], on("2026-05-03"));
  await book("inv_other_out", [row(goods, "15")], on("2026-05-04"));
  const part = await material(fields);
  await book(
    "inv_disassemble",
    [row(goods, "1", { material_type: "M" }), row(part, "2", { material_type: "S" })],
    on("2026-05-05"),
  );
  const early = await book("inv_other_in", [row(goods, "5", { cost: "25" })], on("2026-05-02"));
  await undo("inv_other_in", early);
  await refused(book("inv_other_out", [row(goods, "15")], on("2026-05-02")));
}

async function serials(demo: Demo, { material, book, row, held, occupy }: House): Promise<void> {
  const phone = await material({ is_serial: true });
  const { save } = demo().client.material;
  const on = (date: string) => ({ bill_date: date });
  const numbers = { sn_list: "E1;E2", cost: "2" };
  await book("inv_other_in", [row(phone, "2", numbers)], on("2026-05-05"));
  await refused(book("inv_other_out", [row(phone, "1", { sn_list: "E1" })], on("2026-05-04")));
  await occupy("EVERY-SN", [held(phone, "1", { sn_list: "E1" })]);
  await refused(book("inv_other_out", [row(phone, "1", { sn_list: "E1" })]));
  await refused(save({ id: phone, name: "不再管序列号", base_unit_id: PIECE, is_serial: false }));
  const { explain } = demo().client.xingcang;
  await explain({ material_id: phone, serial: "E1", order: "date" } as never);
  const batch = await material({ is_batch: true });
  await book("inv_other_in", [row(batch, "5", { batch_no: "B1", cost: "5" })]);
  await book("inv_other_out", [row(batch, "2", { batch_no: "B1" })]);
}

/** More rows than are costed anew before the reply. */
async function recosting(demo: Demo, { material, book, undo, row }: House): Promise<void> {
  const goods = await material();
  const on = (date: string) => ({ bill_date: date });
  await book("inv_other_in", [row(goods, "2000", { cost: "2000" })], on("2026-05-01"));
  const lines = Array.from({ length: 350 }, () => row(goods, "1"));
  for (const date of ["2026-05-03", "2026-05-04", "2026-05-05"]) {
    await book("inv_other_out", lines, on(date));
  }
  const early = await book("inv_other_in", [row(goods, "9", { cost: "90" })], on("2026-05-02"));
  await demo().server.system.recost();
  await undo("inv_other_in", early);
  await demo().server.system.recost();
  await demo().client.xingcang.recosting();
}

/** Holds that are due: met by a request, and swept; replies that have had their time. */
async function expiry(demo: Demo, { material, book, row, held, occupy }: House): Promise<void> {
  const goods = await material();
  await book("inv_other_in", [row(goods, "10", { cost: "10" })]);
  await demo().client.xingcang.saveSettings({ hold_expiry_hours: { isv_bill: "1" } });
  for (const bill of ["EVERY-1", "EVERY-2"]) {
    await occupy(bill, [held(goods, "2")]);
    demo().advance(2 * HOUR);
    if (bill === "EVERY-1") await book("inv_other_out", [row(goods, "1")]);
    else await demo().server.system.expireHolds();
  }
  await occupy("EVERY-3", [held(goods, "2")]);
  await refused(book("inv_other_out", [row(goods, "9")]));
  await demo().client.xingcang.releaseHolds({ reason: "清理", material_id: goods } as never);
  demo().advance(73 * HOUR);
  await demo().server.system.purgeReplies();
}

const reads = endpoints.filter(({ method, kind }) => method === "GET" && kind !== "auth");

/** Without filters, and with all at once: every condition is in one statement. */
async function everyRead(demo: Demo): Promise<void> {
  for (const endpoint of reads) {
    const all = filled(endpoint);
    const { point_date, order, is_show_zero_im_qty, ...plain } = all;
    const some = Object.entries(all).filter(([name]) => ALONE.test(name));
    const one = { page_size: "1" };
    const named = { material_id: "4006", id: all.id ?? "" };
    const byNumber = { number: "EVERY", number_only: "1" };
    const queries = [one, all, plain, named, byNumber, ...some.map((pair) => [pair])];
    for (const query of queries) await call(demo, endpoint, query);
  }
  await outsideKey(demo);
  await expected(demo);
  const { url } = demo().server;
  for (const path of ["/health", "/health/ready", "/metrics"]) await fetch(`${url}${path}`);
}

/** A bill under the key that its caller has for it. */
const outsideKey = (demo: Demo) =>
  demo().client.pur_order.save({
    bill_date: "2026-03-01",
    supplier_id: "1",
    outside_pk_id: "EVERY",
    material_entity: [{ material_id: "4006", unit_id: "1005", qty: "1" }],
  } as never);

/** The stock reports with all that an account may count into what is available. */
async function expected(demo: Demo): Promise<void> {
  const { xingcang, stock } = demo().client;
  const { available_counts: before } = await xingcang.settings();
  await xingcang.saveSettings({ available_counts: Object.keys(AVAILABLE_COUNTS) });
  await stock.inventory({ material_ids: ["4006"] });
  await stock.inventoryStock({ material_id: "4006" });
  await stock.batchInventory({ page_size: 1 });
  await xingcang.saveSettings({ available_counts: before });
}

/** What changes more of a statement than a condition. */
const ALONE =
  /^(point_date|include_batch_kf_period|order|open_only|is_show|un_page|.*modify_start_time)/;

const call = (demo: Demo, { method, path }: Endpoint, query: object) =>
  demo().client.call(method, path, { query: asQuery(query) } as never);

const asQuery = (query: object) =>
  Array.isArray(query) ? Object.fromEntries(query) : { ...query };

function filled({ query }: Endpoint): Record<string, string> {
  const { properties = {} } = (query ?? {}) as unknown as SchemaNode;
  const values = Object.entries(properties).map(([name, node]) => [name, sample(name, node)]);
  const { page: _, un_page, ...all } = Object.fromEntries(values);
  return { ...all, page_size: "1" };
}

const SAMPLES: Readonly<Record<string, string>> = {
  material_id: "4006",
  stock_id: STORE,
  filter_audit_status: "C",
  aux_prop_id: "0",
};

function sample(name: string, { wire, options }: SchemaNode): string {
  if (SAMPLES[name] !== undefined) return SAMPLES[name];
  if (/_time$/.test(name)) return "1767225600000";
  if (wire === "date" || /date/.test(name)) return "2026-06-01";
  if (wire === "flag") return "true";
  return options.choices?.[0] ?? "1";
}

/** Accounts, clients, grants and keys. */
async function access(demo: Demo): Promise<void> {
  const { access: owner, metrics } = demo().server.system;
  const account = await owner.createAccount({ name: "又一账套" });
  const client = await owner.createClient({ name: "又一应用" });
  const name = { clientId: client.id, outerInstanceId: "EVERY" };
  await owner.grantAccess({ ...name, accountId: account.id });
  await owner.rotateClientSecret(client.id);
  await owner.rotateAppSecret(name, 1);
  await owner.setGrantActive(name, false);
  await owner.saveSettings(account.id, { strict: true });
  await owner.listCredentials();
  await demo().server.system.workStore.inAccount(account.id, (unit) => unit.nextCount("every"));
  await owner.tokenKeys(true);
  await (metrics as { text?(): Promise<string> }).text?.();
}

/** A list as a file, and a file as records. */
async function files(demo: Demo): Promise<void> {
  const { client } = demo();
  await download(client, "export/store", { format: "csv" });
  await upload(client, "store", csvFile(["编码", "名称"], ["EVERY-FILE", "文件仓"]));
}

/** What is closed at last, and bills that are drafts or gone. */
async function ending(demo: Demo, { material, row }: House): Promise<void> {
  const { inv_other_in: receipts, system, xingcang } = demo().client;
  const goods = await material();
  const draft = {
    bill_date: "2026-02-01",
    trans_type_id: "12",
    material_entity: [row(goods, "1")],
  };
  const saved = async () => (await receipts.save(draft as never)).ids;
  await saved();
  const entity_number = "inv_other_bill_inbound";
  const gone = { entity_number, operate_type: "delete", ids: await saved() };
  await system.commonOperate(gone as never);
  const push = { stock_id: OTHER_STORE };
  await refusedOrNot(system.billPush(push as never));
  await xingcang.saveSettings({ closed_through: "2026-01-31" });
  await xingcang.settings();
}

async function findings(demo: Demo): Promise<string[]> {
  await demo().server.system.verifyDue(0);
  const store = createVerifyStore(demo().server.system.database);
  const found: string[] = [];
  for (const accountId of await store.accountIds()) {
    const each = await verifyAccount({ store, accountId });
    found.push(...each.map((finding) => findingText(finding, "en")));
  }
  return found;
}
