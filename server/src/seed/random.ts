/**
 * A large account of made-up records, the same for the same seed number: for trying out, for tests
 * and for measuring.
 */
import { occupyStock } from "../application/occupy.ts";
import type { Caller, Data, WorkStore } from "../application/ports.ts";
import { addPeriod, type CalendarDate } from "../domain/calendar-date.ts";
import { seedBuiltin, seedBuiltinUnits } from "./builtin.ts";
import { type Seeder, seedBill, seedMaster } from "./plan.ts";

export interface RandomSizes {
  readonly materials: number;
  readonly stores: number;
  /** In so many stores each material lies: their product is the number of stock keys. */
  readonly storesOfMaterial: number;
}

export const LARGE: RandomSizes = { materials: 2000, stores: 20, storesOfMaterial: 10 };

export interface RandomSeedOptions {
  readonly workStore: WorkStore;
  readonly caller: Caller;
  readonly seed: number;
  readonly sizes: RandomSizes;
  /** Of the bills, which go over {@link DAYS} days. */
  readonly firstDay: CalendarDate;
  /** After each transaction: how many rows of how many are written. */
  onProgress?(done: number, total: number): void;
}

export interface RandomSeedCounts {
  readonly materials: number;
  readonly stockKeys: number;
  readonly bills: number;
  readonly holds: number;
}

/** One record to write, with its number of rows. */
interface Step {
  readonly rows: number;
  write(seeder: Seeder): Promise<unknown>;
}

const ROWS_PER_TRANSACTION = 200;

/** In many transactions, so that memory and locks stay small. */
export async function seedRandom(options: RandomSeedOptions): Promise<RandomSeedCounts> {
  const { workStore, caller } = options;
  const plan = createPlan(options);
  const total = plan.steps.reduce((sum, step) => sum + step.rows, 0);
  let done = 0;
  for (const batch of batchesOf(plan.steps)) {
    await workStore.inAccount(caller.accountId, async (unit) => {
      for (const step of batch) await step.write({ unit, caller });
    });
    done += batch.reduce((sum, step) => sum + step.rows, 0);
    options.onProgress?.(done, total);
  }
  return plan.counts;
}

function* batchesOf(steps: readonly Step[]): Generator<Step[]> {
  let batch: Step[] = [];
  let rows = 0;
  for (const step of steps) {
    batch.push(step);
    rows += step.rows;
    if (rows < ROWS_PER_TRANSACTION) continue;
    yield batch;
    batch = [];
    rows = 0;
  }
  if (batch.length > 0) yield batch;
}

// ---- the plan ----

interface Good {
  readonly id: string;
  readonly kind: "plain" | "batch" | "serial";
}

/** Stock that lies there and is not promised. */
interface Pile {
  readonly good: Good;
  /** Where it lies, as bills and holds name it. */
  readonly place: Data;
  free: number;
  serials: string[];
}

interface Plan {
  readonly random: Random;
  readonly steps: Step[];
  readonly piles: Pile[];
  /** The day that is so many days after the first one. */
  day(index: number): CalendarDate;
  readonly sizes: RandomSizes;
  bills: number;
  holds: number;
}

export const DAYS = 90;
const RECEIPT_DAYS = 60;

/**
 * Everything is drawn before anything is written: what is drawn cannot depend on how it is written.
 */
function createPlan({ seed, sizes, firstDay }: RandomSeedOptions) {
  const day = (index: number) => {
    const date = addPeriod(firstDay, index, "1");
    if (date === undefined) throw new RangeError(`no such day: ${index}`);
    return date;
  };
  const random = createRandom(seed);
  const plan: Plan = { random, steps: [], piles: [], day, sizes, bills: 0, holds: 0 };
  planMasters(plan);
  const goods = planMaterials(plan);
  planReceipts(plan, goods);
  planIssues(plan);
  planDisassemblies(plan);
  planHolds(plan);
  const { steps, piles, bills, holds } = plan;
  const counts = { materials: goods.length, stockKeys: piles.length, bills, holds };
  return { steps, counts };
}

const UNITS = { piece: "1", box: "9101" } as const;
const storeId = (index: number) => String(920_001 + index);
const binId = (index: number) => String(930_001 + index);
const groupId = (index: number) => String(940_001 + index);
const padded = (index: number, digits: number) => String(index + 1).padStart(digits, "0");

const GROUPS = 12;
const PARTNERS = 20;

function planMasters({ steps, sizes }: Plan): void {
  const add = (kind: Parameters<typeof seedMaster>[1], id: string, input: Data) =>
    steps.push({ rows: 1, write: (seeder) => seedMaster(seeder, kind, id, input) });
  steps.push({ rows: 10, write: seedBuiltin }, { rows: 2, write: seedBuiltinUnits });
  add("measure_unit", UNITS.box, { name: "箱", precision: "0" });
  for (let at = 0; at < GROUPS; at += 1) {
    add("material_group", groupId(at), {
      number: `FL${padded(at, 2)}`,
      name: `分类${padded(at, 2)}`,
    });
  }
  for (let at = 0; at < PARTNERS; at += 1) {
    const name = padded(at, 3);
    add("supplier", String(950_001 + at), { number: `GYS${name}`, name: `供应商${name}` });
    add("customer", String(960_001 + at), { number: `KH${name}`, name: `客户${name}` });
  }
  for (let at = 0; at < sizes.stores; at += 1) {
    const name = padded(at, 3);
    const is_allow_freight = hasBins(at);
    add("store", storeId(at), { number: `CK${name}`, name: `仓库${name}`, is_allow_freight });
    if (!is_allow_freight) continue;
    const stock_id = storeId(at);
    add("space", binId(at), { number: `${name}-01`, name: `${name}-01`, stock_id });
  }
}

const hasBins = (store: number) => store % 4 === 3;

function planMaterials({ steps, sizes, random }: Plan): Good[] {
  const goods: Good[] = [];
  for (let at = 0; at < sizes.materials; at += 1) {
    const id = String(1_000_001 + at);
    const draw = random.below(20);
    const kind = draw === 0 ? "serial" : draw <= 2 ? "batch" : "plain";
    const input: Data = {
      number: `SP${padded(at, 6)}`,
      name: `商品${padded(at, 6)}`,
      barcode: `69${padded(at, 11)}`,
      base_unit_id: UNITS.piece,
      parent_id: groupId(random.below(GROUPS)),
      ...(kind === "serial" && { is_serial: true }),
      ...(kind === "batch" && { is_batch: true }),
      ...(kind === "plain" && draw > 16 && MULTI_UNIT),
    };
    steps.push({ rows: 1, write: (seeder) => seedMaster(seeder, "material", id, input) });
    goods.push({ id, kind });
  }
  return goods;
}

const MULTI_UNIT = { is_multi_unit: true, fix_unit_id1: UNITS.box, coefficient1: "12" };

// ---- bills ----

const LINES_PER_RECEIPT = 100;

function planReceipts(plan: Plan, goods: readonly Good[]): void {
  const { random, sizes, piles } = plan;
  for (const good of goods) {
    const first = random.below(sizes.stores);
    for (let at = 0; at < Math.min(sizes.storesOfMaterial, sizes.stores); at += 1) {
      piles.push(newPile(plan, good, (first + at) % sizes.stores));
    }
  }
  const receipts = chunks(piles, LINES_PER_RECEIPT);
  for (const [index, lines] of receipts.entries()) {
    const date = plan.day(Math.floor((index * RECEIPT_DAYS) / receipts.length));
    const rows = lines.map((pile) => ({
      ...lineOf(pile, pile.free, pile.serials),
      unit_cost: random.amount(1, 500),
    }));
    addBill(plan, "inv_other_in", date, { trans_type_id: "12" }, rows);
  }
}

function newPile({ random, piles }: Plan, good: Good, store: number): Pile {
  const place: Data = {
    stock_id: storeId(store),
    ...(hasBins(store) && { sp_id: binId(store) }),
    ...(good.kind === "batch" && { batch_no: `PC${padded(random.below(5), 4)}` }),
  };
  const isSerial = good.kind === "serial";
  const free = isSerial ? 1 + random.below(4) : 1 + random.below(500);
  const serials = isSerial
    ? Array.from({ length: free }, (_, at) => `SN${padded(piles.length, 6)}-${at + 1}`)
    : [];
  return { good, place, free, serials };
}

const ISSUE_DAYS = 25;

/** One issue for each receipt, of 20 lines. */
function planIssues(plan: Plan): void {
  const count = Math.ceil(plan.piles.length / LINES_PER_RECEIPT);
  for (let index = 0; index < count; index += 1) {
    const date = plan.day(RECEIPT_DAYS + Math.floor((index * ISSUE_DAYS) / count));
    const rows = drawPiles(plan, 20, (pile) => pile.free > 1).map((pile) => {
      const quantity = 1 + plan.random.below(Math.ceil(pile.free / 2));
      return take(pile, quantity);
    });
    addBill(plan, "inv_other_out", date, { trans_type_id: "13" }, rows);
  }
}

/** Takes one thing apart into two others, with a fee. */
function planDisassemblies(plan: Plan): void {
  const { random, piles } = plan;
  const plain = piles.filter(({ good, free }) => good.kind === "plain" && free > 0);
  const count = Math.floor(plain.length / 300);
  for (let index = 0; index < count; index += 1) {
    const [whole, first, second] = distinct(random, plain, 3);
    if (whole === undefined || first === undefined || second === undefined) return;
    if (whole.free < 1) continue;
    const share = 1 + random.below(99);
    const date = plan.day(RECEIPT_DAYS + ISSUE_DAYS + Math.floor((index * 5) / count));
    const fee = { amount: random.amount(1, 50), supplier_id: "950001", exchange_rate: "1" };
    const head = { allocate_rule: "1", cost_fee_entity: { fee_records: [fee] } };
    const parts = [
      { ...put(first, 2), material_type: "S", cost_share_percent: String(share) },
      { ...put(second, 3), material_type: "S", cost_share_percent: String(100 - share) },
    ];
    addBill(plan, "inv_disassemble", date, head, [
      { ...take(whole, 1), material_type: "M" },
      ...parts,
    ]);
  }
}

function planHolds(plan: Plan): void {
  const count = Math.floor(plan.piles.length / 200);
  for (let index = 0; index < count; index += 1) {
    const isFit = ({ free, good }: Pile) => free > 0 && good.kind !== "serial";
    const lines = drawPiles(plan, 5, isFit).map((pile, at) => {
      const quantity = 1 + plan.random.below(Math.ceil(pile.free / 4));
      pile.free -= quantity;
      const { unit_id: unit, ...line } = lineOf(pile, quantity, []);
      return { ...line, unit, bill_entry_id: String(at + 1) };
    });
    const bill_id = `WEB${padded(index, 6)}`;
    const input = { bill_type_id: "isv_bill", bill_id, bill_no: bill_id, material_entity: lines };
    plan.holds += lines.length;
    plan.steps.push({
      rows: lines.length,
      write: ({ unit, caller }) => occupyStock(unit, caller, input as never),
    });
  }
}

function addBill(
  plan: Plan,
  name: string,
  date: CalendarDate,
  head: Data,
  rows: readonly Data[],
): void {
  if (rows.length === 0) return;
  plan.bills += 1;
  const ids = [String(2_000_000 + plan.bills)];
  const input = { ...head, bill_date: date, operation_key: "audit", material_entity: rows };
  const bill = { ids, createdAt: `${date} 10:00:00`, input };
  plan.steps.push({ rows: rows.length, write: (seeder) => seedBill(seeder, name, bill) });
}

function take(pile: Pile, quantity: number): LineInput {
  pile.free -= quantity;
  return lineOf(pile, quantity, pile.serials.splice(0, quantity));
}

function put(pile: Pile, quantity: number): LineInput {
  pile.free += quantity;
  return lineOf(pile, quantity, []);
}

type LineInput = Data & { readonly unit_id: string };

function lineOf({ good, place }: Pile, quantity: number, serials: readonly string[]): LineInput {
  return {
    material_id: good.id,
    unit_id: UNITS.piece,
    qty: String(quantity),
    ...place,
    ...(good.kind === "serial" && { sn_list: serials.join(";") }),
  };
}

// ---- chance ----

type Random = ReturnType<typeof createRandom>;

/** Mulberry32: small, fast and the same everywhere. */
function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  /** A whole number from 0 up to `limit`, without it. */
  const below = (limit: number) => next() % limit;
  return {
    below,
    /** Money from `least` yuan up, in yuan and cents. */
    amount(least: number, most: number): string {
      const cents = padded(below(100) - 1, 2);
      return `${least + below(most - least)}.${cents}`;
    },
  };
}

/** Up to `count` different piles that fit. */
const drawPiles = ({ random, piles }: Plan, count: number, isFit: (pile: Pile) => boolean) =>
  distinct(random, piles, count).filter(isFit);

function distinct<T>(random: Random, from: readonly T[], count: number): T[] {
  const chosen = new Set<number>();
  for (let draw = 0; draw < count * 2 && chosen.size < count; draw += 1) {
    if (from.length > 0) chosen.add(random.below(from.length));
  }
  return [...chosen].map((index) => from[index] as T);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
