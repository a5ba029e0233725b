import fc from "fast-check";
import { expect, test } from "vitest";
import { fromScaled, quantity, toScaled, toText } from "../../server/src/domain/quantity.ts";
import {
  agreesWithinPrecision,
  baseQuantity,
  fromBase,
  invert,
  multiply,
  ONE,
  packageText,
  type Ratio,
  ratio,
  recalculatedBaseQuantity,
  toBase,
} from "../../server/src/domain/unit.ts";
import { forAll, SEED } from "../support/random.ts";

const scaled = fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n });
const part = fc.bigInt({ min: 1n, max: 100_000n });
const anyRatio: fc.Arbitrary<Ratio> = fc.tuple(part, part).map(([a, b]) => ratio(a, b));
const precision = fc.integer({ min: 0, max: 10 });

test(`text is canonical and reads back (seed ${SEED})`, async () => {
  await forAll(
    fc.property(scaled, (value) => {
      const text = toText(fromScaled(value));
      expect(text).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d{0,9}[1-9])$/);
      expect(toScaled(quantity(text))).toBe(value);
    }),
    500,
  );
});

test(`ratios form a group (seed ${SEED})`, async () => {
  await forAll(
    fc.property(anyRatio, anyRatio, (a, b) => {
      expect(multiply(a, invert(a))).toEqual(ONE);
      expect(multiply(multiply(a, b), invert(b))).toEqual(a);
      expect(multiply(a, b)).toEqual(multiply(b, a));
    }),
    300,
  );
});

test(`what converts exactly comes back exactly (seed ${SEED})`, async () => {
  await forAll(
    fc.property(scaled, anyRatio, precision, (value, r, decimals) => {
      const given = fromScaled(value);
      const base = toBase(given, r);
      if (base !== undefined) {
        expect(fromBase(base, r, 10)).toEqual({ quantity: given, exact: true });
      }
      const strict = baseQuantity(given, r, decimals);
      const rounded = recalculatedBaseQuantity(given, r, decimals).quantity!;
      if (strict.problem === undefined) expect(strict.quantity).toEqual(rounded);
      expect(agreesWithinPrecision(given, r, rounded, decimals)).toBe(true);
      const step = 10n ** BigInt(10 - decimals);
      const beside = fromScaled(toScaled(rounded) + step);
      expect(agreesWithinPrecision(given, r, beside, decimals)).toBe(false);
      const offBy = toScaled(rounded) * r.denominator - value * r.numerator;
      expect(2n * (offBy < 0n ? -offBy : offBy) <= step * r.denominator).toBe(true);
    }),
    500,
  );
});

test(`a base quantity survives a unit that is fine enough (seed ${SEED})`, async () => {
  const hundredths = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
  await forAll(
    fc.property(hundredths, anyRatio, (value, r) => {
      const base = fromScaled(value * 10n ** 8n);
      const there = fromBase(base, r, 10).quantity;
      expect(recalculatedBaseQuantity(there, r, 2).quantity).toEqual(base);
    }),
    500,
  );
});

test(`packages and the rest add up (seed ${SEED})`, async () => {
  const size = fc.bigInt({ min: 2n, max: 500n });
  await forAll(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), size, size, (value, a, b) => {
      const units = [
        { name: "p", ratio: ONE },
        { name: "a", ratio: ratio(a, 1n) },
        { name: "b", ratio: ratio(b, 1n) },
      ];
      const worth = { p: 1n, a, b } as Record<string, bigint>;
      const parts = [...packageText(fromScaled(value), units).matchAll(/([\d.]+)([pab])/g)];
      const total = parts.reduce(
        (left, [, count, name]) => left + toScaled(quantity(count!)) * worth[name!]!,
        0n,
      );
      expect(total).toBe(value);
    }),
    300,
  );
});
