/**
 * For every way to move stock: many requests that want the same at its boundary, and what must be
 * left afterwards. For tests of races and of repeats; the names are those that `stockWriteNames`
 * takes from the contract, so that a new route without its case is noticed.
 */
import { type BillName, bills, endpoints, masters } from "@xingcang/contract";
import {
  billWishes,
  COPIES,
  copies,
  type Demo,
  goodsOf,
  newName,
  placesOf,
  ROOM,
  sendOff,
  type Wish,
} from "./bill-wishes.ts";
import { type Fields, PIECE, warehouse } from "./warehouse.ts";

export interface StockWrite extends Omit<Wish, "undone" | "drain" | "undoRefusedBy"> {
  readonly path: string;
}

export interface Write {
  readonly path: string;
  readonly body: Fields;
}

/** Gives writes that are alike, each of which can be done. */
export type Source = () => Promise<Write>;

/** Several of the bodies fit where they do not stand in each other's way. */
export function sourceOfStock(make: () => Promise<StockWrite>): Source {
  const ready: Write[] = [];
  return async () => {
    if (ready.length === 0) {
      const { path, bodies, accepted } = await make();
      const isShared = accepted === bodies.length;
      const usable = isShared ? bodies.slice(0, 1) : bodies.slice(0, accepted);
      ready.push(...usable.map((body) => ({ path, body })));
    }
    return ready.pop() as Write;
  };
}

const OPERATE = "system.commonOperate";
const billNames = Object.keys(bills) as BillName[];

/** Saves of master data and of settings move nothing. */
export const isStockless = (operation: string): boolean =>
  Object.keys(masters).some((name) => operation === `${name}.save`) ||
  [
    "material_label.save",
    "material_picture.upload",
    "system.customFieldSave",
    "xingcang.saveSettings",
  ].includes(operation);

/** Each route that writes, by its operation. */
export const writeOperations: readonly string[] = endpoints
  .filter(({ method, kind }) => method === "POST" && kind !== "auth")
  .map(({ operation }) => operation);

/** Each route that may move stock; audit and un-audit of each bill type count for themselves. */
export const stockWriteNames: readonly string[] = writeOperations
  .filter((operation) => !isStockless(operation))
  .flatMap((operation) => {
    if (operation !== OPERATE) return [operation];
    return ["audit", "unaudit"].flatMap((verb) =>
      billNames.map((name) => `${operation} ${verb} ${name}`),
    );
  });

const pathOf = (operation: string): string => {
  const found = endpoints.find((endpoint) => endpoint.operation === operation);
  if (found === undefined) throw new Error(`no endpoint ${operation}`);
  return found.path;
};

export function stockWrites(demo: Demo): Record<string, () => Promise<StockWrite>> {
  const wishes = billWishes(demo);
  const cases: Record<string, () => Promise<StockWrite>> = {
    ...stepWrites(demo),
    "inv_product.saveV2": () => savedAndAudited("inv_product.saveV2", wishes.inv_product(ROOM)),
  };
  for (const name of billNames) {
    cases[`${name}.save`] = () => savedAndAudited(`${name}.save`, wishes[name](ROOM));
    cases[`${OPERATE} audit ${name}`] = () => audited(demo, name, wishes[name](ROOM));
    cases[`${OPERATE} unaudit ${name}`] = () => unaudited(demo, name, wishes[name](COPIES));
  }
  return cases;
}

// ---- bills ----

async function savedAndAudited(operation: string, wish: Promise<Wish>): Promise<StockWrite> {
  const { bodies, ...rest } = await wish;
  const audit = { operation_key: "audit" };
  return { ...rest, path: pathOf(operation), bodies: bodies.map((b) => ({ ...b, ...audit })) };
}

async function save(demo: Demo, name: BillName, body: Fields): Promise<string> {
  const { ids } = await demo().client[name].save(body as never);
  return ids[0] ?? "";
}

const operation = (name: BillName, operate_type: string, id: string): Fields => ({
  entity_number: bills[name].entity,
  operate_type,
  ids: [id],
});

async function audited(demo: Demo, name: BillName, wish: Promise<Wish>): Promise<StockWrite> {
  const { bodies, ...rest } = await wish;
  const ids: string[] = [];
  for (const { bill_no: _, ...body } of bodies) ids.push(await save(demo, name, body));
  const path = pathOf(OPERATE);
  const sent = { path, bodies: ids.map((id) => operation(name, "audit", id)) };
  // A number that is taken is refused when it is saved; without one, all are audited.
  return bodies[0]?.bill_no === undefined
    ? { ...rest, ...sent }
    : { ...rest, ...sent, accepted: COPIES, refusedBy: "" };
}

/**
 * What came in and is used up in part is taken back as far as it is there; what went out comes
 * back once, however often it is asked for.
 */
async function unaudited(demo: Demo, name: BillName, wish: Promise<Wish>): Promise<StockWrite> {
  const { bodies, drain, outcome, undone, undoRefusedBy = "" } = await wish;
  const post = (body: Fields) => save(demo, name, { ...body, operation_key: "audit" });
  const ids: string[] = [];
  for (const body of drain ? bodies : bodies.slice(0, 1)) ids.push(await post(body));
  await drain?.();
  const sent = Array.from({ length: COPIES }, (_, index) => ids[index % ids.length] ?? "");
  return {
    path: pathOf(OPERATE),
    bodies: sent.map((id) => operation(name, "unaudit", id)),
    accepted: drain ? ROOM : COPIES,
    refusedBy: drain ? undoRefusedBy : "",
    outcome,
    expected: undone,
  };
}

// ---- what is not the save of a bill ----

type Writes = Record<string, () => Promise<StockWrite>>;

const stepWrites = (demo: Demo): Writes => ({
  ...holdWrites(demo),
  ...bulkReleases(demo),
  ...transferSteps(demo),
  ...countSteps(demo),
});

function holdWrites(demo: Demo): Writes {
  const { held, occupy, stock, source } = warehouse(demo);
  return {
    "stock.occupy": async () => {
      const goods = await goodsOf(demo, ROOM);
      return {
        path: pathOf("stock.occupy"),
        bodies: copies(() => ({
          bill_type_id: "isv_bill",
          bill_id: newName(),
          is_re_calc_qty: true,
          material_entity: [held(goods, "1")],
        })),
        accepted: ROOM,
        refusedBy: "stockShort",
        outcome: () => stock(goods),
        expected: [`${ROOM}`, `${ROOM}`, "0"],
      };
    },

    "stock.release": async () => {
      const goods = await goodsOf(demo, ROOM);
      const bill = newName();
      await occupy(bill, [held(goods, `${ROOM}`)]);
      const line = { ...held(goods, "1"), base_unit: PIECE, base_qty: "1", def_float_qty: "0" };
      return {
        path: pathOf("stock.release"),
        bodies: copies((index) => ({
          bill_no: `R${index}`,
          bill_date: "2026-03-01",
          ...source(bill),
          is_re_calc_qty: true,
          material_entity: [{ ...line, src_entry_id: "1" }],
        })),
        accepted: ROOM,
        refusedBy: "holdExceeded",
        outcome: () => stock(goods),
        expected: [`${ROOM}`, "0", `${ROOM}`],
      };
    },
  };
}

function bulkReleases(demo: Demo): Writes {
  const { held, occupy, stock } = warehouse(demo);
  return {
    "xingcang.releaseHolds": async () => {
      const goods = await goodsOf(demo, ROOM);
      await occupy(newName(), [held(goods, `${ROOM}`)]);
      const { rows } = await demo().client.xingcang.holds({ material_id: goods });
      const hold_ids = rows.map((found) => found.hold_id);
      return {
        path: pathOf("xingcang.releaseHolds"),
        bodies: copies((index) => ({ hold_ids, reason: `${index}` })),
        accepted: 1,
        refusedBy: "holdUnknown",
        outcome: () => stock(goods),
        expected: [`${ROOM}`, "0", `${ROOM}`],
      };
    },
  };
}

function transferSteps(demo: Demo): Writes {
  return {
    // Drafts take nothing out of transit: all are made, and what is sent stays to be received.
    "system.billPush": async () => {
      const goods = await goodsOf(demo, ROOM);
      const { bill } = await sendOff(demo, goods, ROOM);
      const [source_bill, target_bill] = [bills.inv_tfout.entity, bills.inv_tfin.entity];
      return {
        path: pathOf("system.billPush"),
        bodies: copies(() => ({ id: bill, source_bill, target_bill })),
        accepted: COPIES,
        refusedBy: "",
        outcome: () => placesOf(demo)(goods),
        expected: { transit: ROOM },
      };
    },

    "inv_tfdiff.draw": async () => {
      const goods = await goodsOf(demo, ROOM);
      const { bill, entry } = await sendOff(demo, goods, ROOM);
      return {
        path: pathOf("inv_tfdiff.draw"),
        bodies: copies(() => ({ type: "1", data: [{ id: bill, entry_id: entry }] })),
        accepted: COPIES,
        refusedBy: "",
        outcome: () => placesOf(demo)(goods),
        expected: { transit: ROOM },
      };
    },
  };
}

function countSteps(demo: Demo): Writes {
  const { row } = warehouse(demo);
  return {
    // Dealt with again, the same reply (decision 8): one bill, whoever asks.
    "inv_check_bill.deal": async () => {
      const goods = await goodsOf(demo, ROOM);
      const count = await save(demo, "inv_check_bill", {
        bill_date: "2026-03-01",
        check_task_id: "0",
        operation_key: "audit",
        material_entity: [row(goods, "1")],
      });
      return {
        path: pathOf("inv_check_bill.deal"),
        bodies: copies(() => ({ ids: [count] })),
        accepted: COPIES,
        refusedBy: "",
        outcome: async () => {
          const made = await demo().client.inv_check_loss_bill.list({ page_size: 100 });
          const lines = made.rows.map(({ id }) => demo().client.inv_check_loss_bill.detail({ id }));
          const found = await Promise.all(lines);
          const of = found.filter((loss) => loss.material_entity[0]?.material_id === goods);
          return of.map((loss) => loss.material_entity[0]?.qty);
        },
        expected: [`${ROOM - 1}`],
      };
    },
  };
}
