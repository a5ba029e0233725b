/**
 * Writes of every kind that moves stock, each with a key of its own, and what must be there when
 * all of them have been done once. For tests that lose replies.
 */
import type { RawClient } from "@xingcang/client";
import { type Fields, PIECE, STORE } from "./warehouse.ts";

/** A write that is sent until it is answered, always with the same key. */
export interface Deed {
  readonly key: string;
  readonly path: string;
  readonly body: Fields;
  /** Number of the bill that it saves; empty when it saves none. */
  readonly billNo: string;
  /** The hold that it opens. */
  readonly hold: PlannedHold | undefined;
  /** The whole reply, once there is one. */
  reply: string | undefined;
}

/** Of three pieces; the rest is what is still held when all is done. */
export interface PlannedHold {
  readonly bill: string;
  readonly goods: string;
  released: number;
  consumed: number;
}

export const HELD = 3;

/** Sure to be enough for whatever is taken. */
export const PLENTY = 100_000;

export interface Plan {
  readonly deeds: readonly Deed[];
  readonly holds: readonly PlannedHold[];
  /** What will be on hand of these goods. */
  onHand(goods: string): number;
  /** The next write; it can always be done. */
  next(): Deed;
}

const path = (name: string) => `/jdy/v2/scm/${name}`;

/** `random` gives numbers from 0 to below 1; names are unlike those of another `prefix`. */
export function planOf(prefix: string, goods: readonly string[], random: () => number): Plan {
  const deeds: Deed[] = [];
  const onHand = new Map(goods.map((id) => [id, PLENTY]));
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const add = (deed: Omit<Deed, "key" | "reply" | "hold" | "billNo"> & Partial<Deed>) => {
    const all = { billNo: "", hold: undefined, ...deed };
    deeds.push({ ...all, key: `${prefix}-key-${deeds.length}`, reply: undefined });
    return deeds.at(-1) as Deed;
  };
  const change = (id: string, by: number) => onHand.set(id, (onHand.get(id) ?? 0) + by);

  function bill(name: "inv_other_in" | "inv_other_out", id: string, more: Fields = {}): Deed {
    const amount = 1 + Math.floor(random() * 3);
    const qty = more.src_inter_id === undefined ? amount : 1;
    const isIn = name === "inv_other_in";
    change(id, isIn ? qty : -qty);
    const line = { material_id: id, unit_id: PIECE, stock_id: STORE, qty: `${qty}`, ...more };
    const billNo = `${prefix}-${deeds.length}`;
    const head = { bill_no: billNo, bill_date: "2026-03-01", trans_type_id: isIn ? "12" : "13" };
    const body = { ...head, operation_key: "audit", material_entity: [line] };
    return add({ path: path(name), body, billNo });
  }

  function occupy(id: string): Deed {
    const held = { bill: `${prefix}-${deeds.length}`, goods: id, released: 0, consumed: 0 };
    const line = { bill_entry_id: "1", material_id: id, unit: PIECE, stock_id: STORE };
    return add({
      hold: held,
      path: path("inv_occupy"),
      body: {
        bill_type_id: "isv_bill",
        bill_id: held.bill,
        is_re_calc_qty: true,
        material_entity: [{ ...line, qty: `${HELD}` }],
      },
    });
  }

  function release(held: PlannedHold): Deed {
    held.released += 1;
    const key = { material_id: held.goods, unit: PIECE, base_unit: PIECE, stock_id: STORE };
    const counts = { qty: "1", base_qty: "1", def_float_qty: "0" };
    return add({
      path: path("inv_release_occupy"),
      body: {
        bill_no: `${prefix}-${deeds.length}`,
        bill_date: "2026-03-01",
        src_bill_type_id: "isv_bill",
        src_inter_id: held.bill,
        is_re_calc_qty: true,
        material_entity: [{ src_entry_id: "1", ...key, ...counts }],
      },
    });
  }

  function deliver(held: PlannedHold): Deed {
    held.consumed += 1;
    const source = { src_bill_type_id: "isv_bill", src_inter_id: held.bill, src_entry_id: "1" };
    return bill("inv_other_out", held.goods, source);
  }

  /** Nothing is planned on a hold before it is known to be there. */
  const known = () =>
    deeds.flatMap(({ hold, reply }) => {
      const isOpen = hold !== undefined && hold.released + hold.consumed < HELD;
      return isOpen && reply !== undefined ? [hold] : [];
    });

  return {
    deeds,
    get holds() {
      return deeds.flatMap(({ hold }) => hold ?? []);
    },
    onHand: (id) => onHand.get(id) ?? 0,
    next() {
      const [kind, holds] = [random(), known()];
      if (kind < 0.15) return bill("inv_other_in", pick(goods));
      if (kind < 0.3) return bill("inv_other_out", pick(goods));
      if (kind < 0.6 || holds.length === 0) return occupy(pick(goods));
      return kind < 0.8 ? release(pick(holds)) : deliver(pick(holds));
    },
  };
}

/** The server could not: of what was sent, everything or nothing is done. */
export class ServerFaulted extends Error {}

/**
 * Sends it once and gives the reply; none may be a refusal.
 * @throws ConnectionError when no reply came; ServerFaulted; Error for a refusal
 */
export async function send(client: RawClient, deed: Deed): Promise<string> {
  const { path: target, body, key: idempotencyKey } = deed;
  const reply = await client.call("POST", target, { body, idempotencyKey });
  if (reply.status >= 500) throw new ServerFaulted(`${reply.status} ${reply.body}`);
  if (reply.status !== 200 || JSON.parse(reply.body).errcode !== 0) {
    throw new Error(`${target} ${JSON.stringify(body)}: ${reply.status} ${reply.body}`);
  }
  return reply.body;
}

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
