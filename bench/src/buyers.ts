/** Clients that occupy and release over kept connections, and count what was accepted. */
import { errors } from "@xingcang/contract";
import type { Step } from "./load.ts";
import type { Shop } from "./shop.ts";
import type { SignedPost } from "./signed-post.ts";
import type { Wire } from "./wire.ts";

const OCCUPY = "/jdy/v2/scm/inv_occupy";
const RELEASE = "/jdy/v2/scm/inv_release_occupy";
const DISASSEMBLE = "/jdy/v2/scm/inv_disassemble";

/** Rows that a disassembly takes apart, and as many that it gives. */
export const APART = 20;

/** Lines of a request are so far apart that 50 of them name 50 goods. */
const STRIDE = 17;

export interface OpenHold {
  readonly bill: string;
  readonly material: string;
}

/** Every line is one piece. */
export interface Tally {
  /** Lines that were accepted, and how many of them were given back. */
  occupied: number;
  released: number;
  /** Disassemblies that were saved and audited. */
  disassembled: number;
}

export interface Buyers {
  readonly tally: Tally;
  /**
   * Occupies `lines` goods from a random one on, and leaves holds of one line to be released later.
   */
  occupy(wire: Wire, goods: readonly string[], lines: number, opened?: OpenHold[]): Step;
  /** Asks as `occupy` does, of a server that keeps nothing: nothing is counted as occupied. */
  ask(wire: Wire, goods: readonly string[]): Step;
  /** Releases one hold after another until none is left. */
  release(wire: Wire, opened: OpenHold[]): Step;
  /** Saves and audits a disassembly of `APART` goods into as many others. */
  disassemble(wire: Wire, goods: readonly string[]): Step;
  /** Occupies a piece until it is refused as short. */
  occupyUntilShort(wire: Wire, material: string): Step;
}

const SHORT = errors.stockShort.errcode;

export function createBuyers(shop: Shop, post: SignedPost): Buyers {
  const tally: Tally = { occupied: 0, released: 0, disassembled: 0 };
  let bills = 0;
  const occupation = (bill: string, materials: readonly string[]) =>
    post(OCCUPY, {
      bill_type_id: "isv_bill",
      bill_id: bill,
      bill_no: bill,
      is_re_calc_qty: true,
      material_entity: materials.map((material_id, index) => ({
        bill_entry_id: String(index + 1),
        material_id,
        qty: "1",
        unit: shop.unit,
        stock_id: shop.store,
      })),
    });
  const newBill = () => {
    bills += 1;
    return `XSD-${bills}`;
  };
  return {
    tally,
    occupy: (wire, goods, lines, opened) => async () => {
      const bill = newBill();
      const materials = someOf(goods, lines);
      await accepted(wire, occupation(bill, materials));
      tally.occupied += lines;
      opened?.push({ bill, material: materials[0]! });
      return true;
    },
    ask: (wire, goods) => async () => {
      await accepted(wire, occupation(newBill(), someOf(goods, 1)));
      return true;
    },
    release: (wire, opened) => async () => {
      const hold = opened.pop();
      if (hold === undefined) return false;
      await accepted(wire, post(RELEASE, releaseOf(hold, shop)));
      tally.released += 1;
      return true;
    },
    disassemble: (wire, goods) => async () => {
      await accepted(wire, post(DISASSEMBLE, disassemblyOf(someOf(goods, 2 * APART), shop)));
      tally.disassembled += 1;
      return true;
    },
    occupyUntilShort: (wire, material) => async () => {
      const { errcode, body } = await answerOf(wire, occupation(newBill(), [material]));
      if (errcode === SHORT) return false;
      if (errcode !== 0) throw new Error(`refused: ${body}`);
      tally.occupied += 1;
      return true;
    },
  };
}

function someOf(goods: readonly string[], count: number): string[] {
  const start = Math.floor(Math.random() * goods.length);
  return Array.from({ length: count }, (_, at) => goods[(start + at * STRIDE) % goods.length]!);
}

const releaseOf = ({ bill, material }: OpenHold, { unit, store }: Shop) => ({
  bill_no: `R-${bill}`,
  bill_date: "2026-01-01",
  src_bill_type_id: "isv_bill",
  src_inter_id: bill,
  is_re_calc_qty: true,
  material_entity: [
    {
      src_entry_id: "1",
      material_id: material,
      stock_id: store,
      qty: "1",
      unit,
      base_qty: "1",
      base_unit: unit,
      def_float_qty: "0",
    },
  ],
});

const disassemblyOf = (materials: readonly string[], { unit, store }: Shop) => ({
  bill_date: new Date().toISOString().slice(0, 10),
  operation_key: "audit",
  material_entity: materials.map((material_id, index) => ({
    material_id,
    unit_id: unit,
    stock_id: store,
    qty: "1",
    ...(index < APART
      ? { material_type: "M" }
      : { material_type: "S", cost_share_percent: String(100 / APART) }),
  })),
});

async function answerOf(wire: Wire, request: string) {
  const { body } = await wire.send(request);
  return { errcode: Number((JSON.parse(body) as { errcode: unknown }).errcode), body };
}

/** @throws Error for a refusal: it would be counted as work */
async function accepted(wire: Wire, request: string): Promise<void> {
  const { errcode, body } = await answerOf(wire, request);
  if (errcode !== 0) throw new Error(`refused: ${body}`);
}
