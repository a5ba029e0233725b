import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate } from "../../server/src/domain/allocate.ts";
import { fromCents, toCents } from "../../server/src/domain/money.ts";
import { fromScaled, toScaled } from "../../server/src/domain/quantity.ts";
import { forAll, SEED } from "../support/random.ts";

/** Few distinct small weights make ties; the others are up to 10^20 with 10 decimals. */
const weight = fc.oneof(
  fc.bigInt({ min: 0n, max: 3n }),
  fc.bigInt({ min: 0n, max: 100n * 10n ** 8n }).map((percent) => percent * 100n),
  fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }),
);
const weights = fc
  .array(weight, { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((one) => one > 0n));
const total = fc.oneof(
  fc.bigInt({ min: -50n, max: 50n }),
  fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
);

const split = (cents: bigint, list: readonly bigint[]) =>
  allocate(fromCents(cents), list.map(fromScaled)).map(toCents);
const absolute = (value: bigint) => (value < 0n ? -value : value);

test(`a split is exact, fair and repeatable (seed ${SEED})`, async () => {
  await forAll(
    fc.property(total, weights, (cents, list) => {
      const shares = split(cents, list);
      const weightTotal = list.reduce((left, right) => left + right, 0n);
      expect(shares.length).toBe(list.length);
      expect(shares.reduce((left, right) => left + right, 0n)).toBe(cents);
      shares.forEach((share, row) => {
        expect(cents < 0n ? share <= 0n : share >= 0n).toBe(true);
        const offBy = absolute(share * weightTotal - cents * list[row]!);
        expect(offBy < weightTotal).toBe(true);
      });
      expect(split(cents, list)).toEqual(shares);
      expect(split(-cents, list).map((share) => -share)).toEqual(shares);
    }),
    500,
  );
});

test(`the order decides ties only, for the earlier row (seed ${SEED})`, async () => {
  await forAll(
    fc.property(total, weights, fc.nat(), (cents, list, at) => {
      const shares = split(cents, list).map(absolute);
      list.forEach((one, row) => {
        for (let later = row + 1; later < list.length; later += 1) {
          if (list[later] === one) expect(shares[row]! >= shares[later]!).toBe(true);
        }
      });
      const byWeight = (rows: readonly bigint[], amounts: readonly bigint[]) =>
        rows.map((one, row) => `${one} ${amounts[row]}`).sort();
      const distinct = [...new Set(list.map((one) => one % 1_000_003n))].filter((one) => one > 0n);
      fc.pre(distinct.length > 0);
      const weightTotal = distinct.reduce((left, right) => left + right, 0n);
      const remainders = new Set(distinct.map((one) => (absolute(cents) * one) % weightTotal));
      fc.pre(remainders.size === distinct.length);
      const turn = at % distinct.length;
      const turned = [...distinct.slice(turn), ...distinct.slice(0, turn)];
      expect(byWeight(turned, split(cents, turned))).toEqual(
        byWeight(distinct, split(cents, distinct)),
      );
    }),
    300,
  );
});

test(`a row of weight zero gets nothing and changes nothing (seed ${SEED})`, async () => {
  await forAll(
    fc.property(total, weights, fc.nat(), (cents, list, at) => {
      const place = at % (list.length + 1);
      const shares = split(cents, [...list.slice(0, place), 0n, ...list.slice(place)]);
      expect(shares.splice(place, 1)).toEqual([0n]);
      expect(shares).toEqual(split(cents, list));
    }),
    300,
  );
});

test(`weights count by proportion, not by size (seed ${SEED})`, async () => {
  await forAll(
    fc.property(total, weights, fc.bigInt({ min: 1n, max: 1000n }), (cents, list, factor) => {
      const small = list.map((one) => one % 10n ** 26n);
      fc.pre(small.some((one) => one > 0n));
      const scaled = small.map((one) => toScaled(fromScaled(one * factor)));
      expect(split(cents, scaled)).toEqual(split(cents, small));
    }),
    300,
  );
});
