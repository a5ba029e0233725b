/** 先进先出 (D30): what leaves is worth the same in one issue and in any number of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addLayer,
  type Layer,
  layersQuantity,
  layersValue,
  takeFromLayers,
} from "../../server/src/domain/fifo.ts";
import { fromCents, toCents } from "../../server/src/domain/money.ts";
import { comparePositions } from "../../server/src/domain/position.ts";
import { fromScaled, toScaled } from "../../server/src/domain/quantity.ts";
import { forAll, SEED } from "../support/random.ts";

const count = fc.oneof(
  fc.bigInt({ min: 1n, max: 9n }).map((pieces) => pieces * 10n ** 10n),
  fc.bigInt({ min: 1n, max: 10n ** 24n }),
);
const cents = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 14n }));
const receipts = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), count, cents }), {
  minLength: 1,
  maxLength: 12,
});

const layersOf = (received: { day: number; count: bigint; cents: bigint }[]) =>
  received.reduce<readonly Layer[]>(
    (layers, item, index) =>
      addLayer(layers, {
        billDate: `2026-01-0${item.day}`,
        seq: index + 1,
        quantity: fromScaled(item.count),
        amount: fromCents(item.cents),
        taken: fromScaled(0n),
      }),
    [],
  );

const sum = (numbers: readonly bigint[]) => numbers.reduce((a, b) => a + b, 0n);

/** A quantity cut at places in millionths of it. */
function partsOf(whole: bigint, cuts: readonly number[]): bigint[] {
  const places = [...cuts].sort((a, b) => a - b).map((cut) => (whole * BigInt(cut)) / 1_000_000n);
  return [...places, whole].map((place, index) => place - (places[index - 1] ?? 0n));
}

const cuts = fc.array(fc.nat(1_000_000), { maxLength: 8 });

test(`any partition of an issue is worth the issue, and leaves the same (seed ${SEED})`, async () => {
  await forAll(
    fc.property(receipts, fc.nat(1_000_000), cuts, (received, part, places) => {
      const layers = layersOf(received);
      const all = sum(received.map((item) => item.count));
      const asked = (all * BigInt(part)) / 1_000_000n;
      const whole = takeFromLayers(layers, fromScaled(asked));
      let rest: readonly Layer[] = layers;
      const amounts = partsOf(asked, places).map((piece) => {
        const taken = takeFromLayers(rest, fromScaled(piece));
        rest = taken.layers;
        return toCents(taken.amount);
      });
      expect(sum(amounts)).toBe(toCents(whole.amount));
      expect(amounts.every((amount) => amount >= 0n)).toBe(true);
      expect(rest).toEqual(whole.layers);
    }),
    500,
  );
});

test(`what is left and what was taken are what came in (seed ${SEED})`, async () => {
  await forAll(
    fc.property(receipts, fc.nat(1_000_000), (received, part) => {
      const layers = layersOf(received);
      expect([...layers].sort(comparePositions)).toEqual(layers);
      const all = sum(received.map((item) => item.count));
      const asked = (all * BigInt(part)) / 1_000_000n;
      const { amount, layers: left } = takeFromLayers(layers, fromScaled(asked));
      expect(toCents(layersValue(left)) + toCents(amount)).toBe(
        sum(received.map((item) => item.cents)),
      );
      expect(toScaled(layersQuantity(left)) + asked).toBe(all);
      // The oldest went: nothing is left before a layer that gave something.
      expect(left.findIndex((item) => toScaled(item.taken) > 0n)).toBeLessThanOrEqual(0);
      const end = takeFromLayers(left, layersQuantity(left));
      expect([end.layers, toCents(end.amount)]).toEqual([[], toCents(layersValue(left))]);
    }),
    500,
  );
});
