import { describe, expect, test } from "vitest";
import { addLayer, type Layer, layersQuantity, layersValue, takeFromLayers } from "./fifo.ts";
import * as money from "./money.ts";
import { quantity, toText } from "./quantity.ts";

const layer = (billDate: string, seq: number, count: string, amount: string): Layer => ({
  billDate,
  seq,
  quantity: quantity(count),
  amount: money.money(amount),
  taken: quantity("0"),
});

/** Three for 10.00, then two for 5.00. */
const LAYERS = [layer("2026-01-01", 1, "3", "10.00"), layer("2026-01-02", 2, "2", "5.00")];

describe("先进先出 (D30)", () => {
  test.each([
    ["nothing", "0", "0.00", "15.00"],
    ["a third, half up", "1", "3.33", "11.67"],
    ["two thirds", "2", "6.67", "8.33"],
    ["a layer", "3", "10.00", "5.00"],
    ["a layer and half of the next", "4", "12.50", "2.50"],
    ["less than a piece", "0.5", "1.67", "13.33"],
    ["all", "5", "15.00", "0.00"],
  ])("%s", (_name, asked, amount, left) => {
    const taken = takeFromLayers(LAYERS, quantity(asked));
    expect([money.toText(taken.amount), money.toText(layersValue(taken.layers))]).toEqual([
      amount,
      left,
    ]);
    expect(Number(toText(layersQuantity(taken.layers)))).toBe(5 - Number(asked));
  });

  test("more than there is is a bug: it was refused before", () => {
    expect(() => takeFromLayers(LAYERS, quantity("5.0000000001"))).toThrow(RangeError);
  });

  test("a receipt goes to its place by date, then by sequence", () => {
    const layers = addLayer(LAYERS, layer("2026-01-01", 9, "1", "1.00"));
    expect(layers.map(({ seq }) => seq)).toEqual([1, 9, 2]);
  });
});
