/**
 * Two servers on one database, each statement of which waits to be chosen by a seed (P7): whatever
 * the order in which they meet, nothing is oversold, lost or done twice.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLanes, type LaneJob, type Lanes } from "../../server/src/application/lane.ts";
import { occupyStock } from "../../server/src/application/occupy.ts";
import type { Caller, SavedReply, UnitOfWork } from "../../server/src/application/ports.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { releaseStock } from "../../server/src/application/release.ts";
import { saveBill } from "../../server/src/application/save-bill.ts";
import { type Database, openDatabase } from "../../server/src/storage/database.ts";
import { createWorkStore } from "../../server/src/storage/unit-of-work.ts";
import { testCluster } from "../support/cluster.ts";
import { findingsOf } from "../support/findings.ts";
import { type Interleaving, interleaving } from "../support/interleaving.ts";
import { forAll } from "../support/random.ts";
import { type History, newAccount } from "../support/small-history.ts";

const ACCOUNT = "7";
const NOW = Date.UTC(2026, 7, 31, 4);
const STOCK = 10;
const caller: Caller = { accountId: ACCOUNT, clientId: "100001", userId: "1" };
const limits = { batchMax: 64, queueMax: 100, waitMsMax: 60_000 };

let scheduler: Interleaving;
let history: History;
const servers: { database: Database; lanes: Lanes }[] = [];
let lastCase = 0;

beforeAll(async () => {
  const { connection, database } = await testCluster();
  history = await newAccount(database, ACCOUNT);
  scheduler = interleaving(database.pool);
  for (const prefix of ["1", "2"]) {
    let lastId = 0;
    const newId = () => {
      lastId += 1;
      return `${prefix}${String(lastId).padStart(12, "0")}`;
    };
    const opened = openDatabase(connection, () => {});
    const store = createWorkStore(opened, { now: () => NOW, newId });
    const observer = { batch: () => {}, turnedAway: () => {} };
    servers.push({ database: opened, lanes: createLanes(store, limits, observer) });
  }
});

afterAll(async () => {
  scheduler.remove();
  for (const { database } of servers) await database.close();
});

/** What a client asks of one of the servers; `again` asks both. */
interface Wish {
  readonly kind: "occupy" | "release" | "out";
  readonly server: number;
  readonly quantity: number;
  readonly entry: number;
  readonly again: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("occupy" as const, "occupy" as const, "release" as const, "out" as const),
  server: fc.nat(1),
  quantity: fc.integer({ min: 1, max: 8 }),
  entry: fc.nat(2),
  again: fc.boolean(),
});

function verb(unit: UnitOfWork, material: string, { kind, quantity, entry }: Wish, name: string) {
  const line = { material_id: material, stock_id: "s1", qty: String(quantity) };
  if (kind === "out") {
    const head = { bill_no: name, bill_date: "2026-08-31", operation_key: "audit" };
    const rows = [{ ...line, unit_id: "u1" }];
    return saveBill(unit, caller, "inv_other_out", { ...head, material_entity: rows });
  }
  const rows = [{ ...line, unit: "u1" }];
  if (kind === "occupy") {
    const bill = { bill_type_id: "isv_bill", bill_id: material };
    const entries = rows.map((row) => ({ ...row, bill_entry_id: String(entry) }));
    return occupyStock(unit, caller, { ...bill, material_entity: entries } as never);
  }
  const bill = { src_bill_type_id: "isv_bill", src_inter_id: material };
  const entries = rows.map((row) => ({ ...row, src_entry_id: String(entry) }));
  return releaseStock(unit, caller, { ...bill, material_entity: entries } as never);
}

const REFUSED: SavedReply = { status: 200, body: "refused" };

function jobOf(material: string, wanted: Wish, name: string): LaneJob {
  return {
    replays: [{ key: name, requestHash: "hash" }],
    async run(unit) {
      try {
        const reply = await verb(unit, material, wanted, name);
        return { status: 200, body: JSON.stringify(reply) };
      } catch (error) {
        if (error instanceof Refused) return REFUSED;
        throw error;
      }
    },
    conflict: () => ({ status: 409, body: "conflict" }),
  };
}

/** A material of its own with pieces in stock. */
async function newStock(): Promise<string> {
  lastCase += 1;
  const id = `x${lastCase}`;
  await history.run((unit) =>
    unit.saveMaster({
      ...{ kind: "material", id, number: id, name: id, parentId: "", enabled: true },
      ...{ createdAt: NOW, creatorId: "1", modifiedAt: NOW, modifierId: "1" },
      data: { base_unit_id: "u1" },
    }),
  );
  const row = { material_id: id, unit_id: "u1", stock_id: "s1", qty: String(STOCK), cost: "100" };
  await history.post("inv_other_in", `IN-${id}`, "2026-08-01", [row]);
  return id;
}

async function standing(material: string) {
  const { database } = await testCluster();
  const { rows } = await database.pool.query(
    `select s.on_hand::float8 as on_hand, s.occupied::float8 as occupied,
            (select coalesce(sum(h.opened - h.consumed - h.released - h.expired), 0)::float8
             from hold h where h.account_id = s.account_id and h.stock_id = s.id) as held
     from stock s where s.account_id = $1 and s.material_id = $2`,
    [ACCOUNT, material],
  );
  return rows[0];
}

const total = (wishes: readonly Wish[], kind: Wish["kind"]) =>
  wishes.filter((each) => each.kind === kind).reduce((sum, { quantity }) => sum + quantity, 0);

async function meets(wishes: readonly Wish[], order: number): Promise<void> {
  const material = await newStock();
  const random = fc.sample(fc.infiniteStream(fc.nat(1_000_000)), { seed: order, numRuns: 1 })[0];
  const sent = wishes.map((wanted, index) => {
    const job = () => jobOf(material, wanted, `${material}-${index}`);
    const asked = wanted.again ? [0, 1] : [wanted.server];
    return asked.map((each) => servers[each]?.lanes.submit(ACCOUNT, job()));
  });
  await scheduler.play(sent.flat() as Promise<unknown>[], (count) => {
    return Number(random?.next().value) % count;
  });
  const replies = await Promise.all(sent.map((each) => Promise.all(each)));
  for (const [first, second] of replies) if (second) expect(second.body).toBe(first?.body);
  const bodies = replies.map(([first]) => first?.body ?? "");
  const isTaken = (index: number) => bodies[index] !== REFUSED.body;
  // A hold of the same entry and quantity is the one that there is: it is told again, not made.
  const isTold = ({ kind }: Wish, index: number) =>
    kind === "occupy" && bodies.indexOf(bodies[index] ?? "") !== index;
  const taken = wishes.filter((each, index) => isTaken(index) && !isTold(each, index));
  const { on_hand: onHand, occupied, held } = await standing(material);
  expect(onHand).toBe(STOCK - total(taken, "out"));
  expect(occupied).toBe(total(taken, "occupy") - total(taken, "release"));
  expect(held).toBe(occupied);
  expect(occupied).toBeLessThanOrEqual(onHand);
  // Without releases there is ever less: what is refused would not fit in the end either. An entry
  // is held once.
  if (wishes.some(({ kind }) => kind === "release")) return;
  const entries = taken.flatMap(({ kind, entry }) => (kind === "occupy" ? [entry] : []));
  for (const [index, { kind, quantity, entry }] of wishes.entries()) {
    const isKnown = kind === "occupy" && entries.includes(entry);
    if (!isTaken(index) && !isKnown) expect(quantity).toBeGreaterThan(onHand - occupied);
  }
}

test("nothing is oversold, lost or done twice", { timeout: 3_600_000 }, async () => {
  const wishes = fc.array(wish, { minLength: 2, maxLength: 5 });
  const property = fc.asyncProperty(wishes, fc.nat(), meets);
  await forAll(property, Number(process.env.XINGCANG_INTERLEAVINGS ?? 150), { endOnFailure: true });
  expect(await findingsOf((await testCluster()).database)).toEqual([]);
});
