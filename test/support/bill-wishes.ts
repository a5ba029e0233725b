/** What each bill type wants at the boundary of what is there, for `stock-writes.ts`. */
import { type BillName, bills } from "@xingcang/contract";
import type { DemoServer } from "./running-server.ts";
import { ordered } from "./trading.ts";
import { type Fields, OTHER_STORE, PIECE, STORE, warehouse } from "./warehouse.ts";

/** Requests that want one piece each, where there are five. */
export const COPIES = 16;
export const ROOM = 5;

export type Demo = () => DemoServer;

/** Bodies of a save without `operation_key`, and what comes of them. */
export interface Wish {
  /** Bodies that may all be sent at once. */
  readonly bodies: readonly Fields[];
  /** How many of them succeed. */
  readonly accepted: number;
  /** Key of the refusal of each other one; empty when all succeed. */
  readonly refusedBy: string;
  /** What can be read of the outcome. */
  readonly outcome: () => Promise<unknown>;
  readonly expected: unknown;
  /** Outcome after un-audit. */
  readonly undone: unknown;
  /** Uses up most of what the bills brought; un-audit then fails with `undoRefusedBy`. */
  readonly drain?: () => Promise<unknown>;
  readonly undoRefusedBy?: string;
}

/** Each with `room` pieces to take, and as many requests as ever. */
export type Wishes = Record<BillName, (room: number) => Promise<Wish>>;

let made = 0;

/** A number or key that nobody else uses. */
export function newName(): string {
  made += 1;
  return `W${made}`;
}

/** On hand by store; what a 调拨出库单 sent and nobody received under "transit". */
export const placesOf = (demo: Demo) => async (goods: string) => {
  const places: Record<string, number> = {};
  for (const { stock_id, on_hand } of (await demo().client.xingcang.explain({ material_id: goods }))
    .keys) {
    const place = stock_id.startsWith("transit:") ? "transit" : stock_id;
    if (on_hand !== "0") places[place] = (places[place] ?? 0) + Number(on_hand);
  }
  return places;
};

const HEAD = { bill_date: "2026-03-01" };
export const copies = (body: (index: number) => Fields): Fields[] =>
  Array.from({ length: COPIES }, (_, index) => ({ ...body(index) }));
const copiesOf = (body: (index: number) => Fields) =>
  copies((index) => ({ ...HEAD, ...body(index) }));

export async function goodsOf(demo: Demo, amount: number): Promise<string> {
  const { material, row, book } = warehouse(demo);
  const goods = await material();
  await book("inv_other_in", [row(goods, `${amount}`, { cost: `${amount}0` })]);
  return goods;
}

/** What is used up is all but the room. */
function drainOf(demo: Demo, goods: string, store = STORE) {
  const { row, book } = warehouse(demo);
  const lines = [row(goods, `${COPIES - ROOM}`, { stock_id: store })];
  return () => book("inv_other_out", lines);
}

export const moved = (goods: string, qty = "1") => ({
  material_id: goods,
  unit_id: PIECE,
  qty,
  out_stock_id: STORE,
  in_stock_id: OTHER_STORE,
});

/** Sends goods off to the other store; gives the bill and its row. */
export async function sendOff(demo: Demo, goods: string, amount: number) {
  const { ids } = await demo().client.inv_tfout.save({
    ...HEAD,
    operation_key: "audit",
    material_entity: [moved(goods, `${amount}`)],
  });
  const [bill = ""] = ids;
  const detail = await demo().client.inv_tfout.detail({ id: bill });
  return { bill, entry: detail.material_entity[0]?.id ?? "" };
}

export function billWishes(demo: Demo): Wishes {
  return {
    inv_other_in: inWish(demo, { trans_type_id: "12" }),
    inv_check_gail_bill: inWish(demo, {}),
    inv_other_out: outWish(demo, { trans_type_id: "13" }),
    inv_check_loss_bill: outWish(demo, {}),
    assemble_tpl: templateWish(demo),
    inv_pick: outWish(demo, {}),
    inv_product_ret: outWish(demo, {}),
    inv_product: inWish(demo, {}),
    inv_pick_ret: inWish(demo, {}),
    inv_assemble: turned(demo, "S"),
    inv_disassemble: turned(demo, "M"),
    inv_tfmove: transferWish(demo, {
      expected: { [OTHER_STORE]: ROOM },
      undoRefusedBy: "stockUsed",
      isDrained: true,
    }),
    inv_tfout: transferWish(demo, { expected: { transit: ROOM }, isDrained: false }),
    inv_tfin: receiptWish(demo),
    inv_check_bill: countWish(demo),
    ...tradeWishes(demo),
  };
}

function outWish(demo: Demo, more: Fields) {
  const { row } = warehouse(demo);
  return async (room: number): Promise<Wish> => {
    const goods = await goodsOf(demo, room);
    return {
      bodies: copiesOf(() => ({ ...more, material_entity: [row(goods, "1")] })),
      accepted: ROOM,
      refusedBy: "stockShort",
      outcome: () => placesOf(demo)(goods),
      expected: {},
      undone: { [STORE]: room },
    };
  };
}

/** One serial may come in once. Where there is room for all, the goods have none. */
function inWish(demo: Demo, more: Fields) {
  const { material, row } = warehouse(demo);
  return async (room: number): Promise<Wish> => {
    const isSerial = room < COPIES;
    const goods = await material({ is_serial: isSerial });
    const line = (index: number) =>
      row(goods, "1", { cost: `${index + 1}`, ...(isSerial && { sn_list: "S1" }) });
    return {
      bodies: copiesOf((index) => ({ ...more, material_entity: [line(index)] })),
      accepted: 1,
      refusedBy: "serialInStock",
      outcome: () => placesOf(demo)(goods),
      expected: { [STORE]: 1 },
      drain: drainOf(demo, goods),
      undone: {},
      undoRefusedBy: "stockUsed",
    };
  };
}

/** A piece becomes another piece: rows of this type are taken, the others are made. */
function turned(demo: Demo, taken: "M" | "S") {
  const { material, row } = warehouse(demo);
  return async (room: number): Promise<Wish> => {
    const [from, to] = [await goodsOf(demo, room), await material()];
    const rows: Fields[] = [
      row(taken === "M" ? from : to, "1", { material_type: "M" }),
      row(taken === "M" ? to : from, "1", { material_type: "S", cost_share_percent: "100" }),
    ];
    const places = placesOf(demo);
    return {
      bodies: copiesOf(() => ({ material_entity: rows })),
      accepted: ROOM,
      refusedBy: "stockShort",
      outcome: async () => [await places(from), await places(to)],
      expected: [{}, { [STORE]: ROOM }],
      drain: drainOf(demo, to),
      undone: [{ [STORE]: ROOM }, {}],
      undoRefusedBy: "stockUsed",
    };
  };
}

interface Transfer {
  readonly expected: unknown;
  readonly isDrained: boolean;
  readonly undoRefusedBy?: string;
}

function transferWish(demo: Demo, { isDrained, ...rest }: Transfer) {
  return async (room: number): Promise<Wish> => {
    const goods = await goodsOf(demo, room);
    return {
      bodies: copiesOf(() => ({ material_entity: [moved(goods)] })),
      accepted: ROOM,
      refusedBy: "stockShort",
      outcome: () => placesOf(demo)(goods),
      undone: { [STORE]: isDrained ? ROOM : room },
      ...(isDrained && { drain: drainOf(demo, goods, OTHER_STORE) }),
      ...rest,
    };
  };
}

function receiptWish(demo: Demo) {
  return async (room: number): Promise<Wish> => {
    const goods = await goodsOf(demo, room);
    const { bill, entry } = await sendOff(demo, goods, room);
    const source = { src_bill_type_id: bills.inv_tfout.entity, src_inter_id: bill };
    const line = { ...moved(goods), ...source, src_entry_id: entry };
    return {
      bodies: copiesOf(() => ({ material_entity: [line] })),
      accepted: ROOM,
      refusedBy: "transitShort",
      outcome: () => placesOf(demo)(goods),
      expected: { [OTHER_STORE]: ROOM },
      drain: drainOf(demo, goods, OTHER_STORE),
      undone: { transit: ROOM },
      undoRefusedBy: "stockUsed",
    };
  };
}

/** Of a sale only as much leaves as its order has; the others follow their stock. */
function tradeWishes(demo: Demo) {
  const bought = { supplier_id: "1" };
  const sold = { customer_id: "6001" };
  return {
    pur_order: countWish(demo, bought),
    pur_inbound: inWish(demo, { ...bought, ignore_warn: true }),
    pur_ret: outWish(demo, bought),
    sal_order: countWish(demo, sold),
    sal_out_bound: saleWish(demo),
    sal_in_bound: inWish(demo, sold),
  };
}

function saleWish(demo: Demo) {
  const { row } = warehouse(demo);
  const head = { customer_id: "6001" };
  return async (room: number): Promise<Wish> => {
    const there = COPIES * 2;
    const goods = await goodsOf(demo, there);
    const { source } = await ordered(demo, "sal_order", head, row(goods, `${room}`));
    return {
      bodies: copiesOf(() => ({ ...head, material_entity: [row(goods, "1", source)] })),
      accepted: ROOM,
      refusedBy: "sourceExceeded",
      outcome: () => placesOf(demo)(goods),
      expected: { [STORE]: there - ROOM },
      undone: { [STORE]: there },
    };
  };
}

function templateWish(demo: Demo) {
  const { material, row } = warehouse(demo);
  return countWish(demo, { tpl_type: "assemble_tpl" }, async (goods) => [
    row(goods, "1", { material_type: "M" }),
    row(await material(), "1", { material_type: "S" }),
  ]);
}

/** Moves nothing; what there is once only is its number. */
function countWish(
  demo: Demo,
  more: Fields = { check_task_id: "0" },
  rowsOf: (goods: string) => Promise<Fields[]> = async (goods) => [warehouse(demo).row(goods, "1")],
) {
  return async (room: number): Promise<Wish> => {
    const goods = await goodsOf(demo, room);
    const head = { bill_no: newName(), ...more };
    const rows = await rowsOf(goods);
    return {
      bodies: copiesOf(() => ({ ...head, material_entity: rows })),
      accepted: 1,
      refusedBy: "billNumberTaken",
      outcome: () => placesOf(demo)(goods),
      expected: { [STORE]: room },
      undone: { [STORE]: room },
    };
  };
}
