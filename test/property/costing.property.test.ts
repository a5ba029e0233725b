import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_POOL, type Pool, putIn, takeOut } from "../../server/src/domain/costing.ts";
import { fromCents, toCents } from "../../server/src/domain/money.ts";
import { fromScaled, toScaled } from "../../server/src/domain/quantity.ts";
import { forAll, SEED } from "../support/random.ts";

const count = fc.oneof(
  fc.bigInt({ min: 1n, max: 20n }).map((pieces) => pieces * 10n ** 10n),
  fc.bigInt({ min: 1n, max: 10n ** 24n }),
);
const cents = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 14n }));
/** In: quantity and amount. Out: a part in millionths of what is there. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("in" as const), count, cents }),
  fc.record({ kind: fc.constant("out" as const), part: fc.bigInt({ min: 0n, max: 1_000_000n }) }),
);

test(`no sequence leaves value without quantity, or loses a cent (seed ${SEED})`, async () => {
  await forAll(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let pool: Pool = EMPTY_POOL;
      let balance = 0n;
      for (const one of steps) {
        if (one.kind === "in") {
          pool = putIn(pool, fromScaled(one.count), fromCents(one.cents));
          balance += one.cents;
        } else {
          const out = (toScaled(pool.quantity) * one.part) / 1_000_000n;
          const before = pool;
          const taken = takeOut(pool, fromScaled(out));
          pool = taken.pool;
          balance -= toCents(taken.amount);
          expect(toCents(taken.amount) >= 0n).toBe(true);
          expect(toCents(taken.amount) <= toCents(before.value)).toBe(true);
          const exact = toCents(before.value) * out;
          const offBy = toCents(taken.amount) * toScaled(before.quantity) - exact;
          const limit = toScaled(before.quantity);
          expect(2n * (offBy < 0n ? -offBy : offBy) <= limit).toBe(true);
        }
        expect(toCents(pool.value)).toBe(balance);
        expect(balance >= 0n).toBe(true);
        if (toScaled(pool.quantity) === 0n) expect(balance).toBe(0n);
      }
      const last = takeOut(pool, pool.quantity);
      expect(toCents(last.amount)).toBe(balance);
      expect(last.pool).toEqual(EMPTY_POOL);
    }),
    300,
  );
});
