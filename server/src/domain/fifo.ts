/**
 * 先进先出 (D30): a pool is a row of layers, one for each receipt, in the order of their dates. What
 * leaves takes the oldest first. What a layer has given so far is worth its share of the layer's
 * amount, to the cent: so the order of the issues never matters, and the last one takes the rest.
 */

import type { Money } from "./money.ts";
import * as money from "./money.ts";
import { comparePositions, type Position } from "./position.ts";
import type { Quantity } from "./quantity.ts";
import * as quantity from "./quantity.ts";

/** A receipt and what was taken of it, less than all. */
export interface Layer extends Position {
  readonly quantity: Quantity;
  readonly amount: Money;
  readonly taken: Quantity;
}

/** What the first `taken` of a layer are worth, to the cent, half up. */
function worthOf({ quantity: whole, amount }: Layer, taken: Quantity): Money {
  const cents = money.toCents(amount) * quantity.toScaled(taken);
  return money.fromCents(quantity.divideHalfUp(cents, quantity.toScaled(whole)));
}

/** What is left of the layers. */
export function layersValue(layers: readonly Layer[]): Money {
  return money.sum(
    layers.map((layer) => money.subtract(layer.amount, worthOf(layer, layer.taken))),
  );
}

export function layersQuantity(layers: readonly Layer[]): Quantity {
  return quantity.sum(layers.map((layer) => quantity.subtract(layer.quantity, layer.taken)));
}

/** Takes from the oldest layers. Throws for more than they hold: that was refused before. */
export function takeFromLayers(
  layers: readonly Layer[],
  asked: Quantity,
): { readonly amount: Money; readonly layers: readonly Layer[] } {
  let missing = asked;
  const amounts: Money[] = [];
  const left: Layer[] = [];
  for (const layer of layers) {
    const rest = quantity.subtract(layer.quantity, layer.taken);
    const part = quantity.compare(missing, rest) < 0 ? missing : rest;
    missing = quantity.subtract(missing, part);
    const taken = quantity.add(layer.taken, part);
    amounts.push(money.subtract(worthOf(layer, taken), worthOf(layer, layer.taken)));
    if (quantity.compare(taken, layer.quantity) < 0) left.push({ ...layer, taken });
  }
  if (quantity.isPositive(missing)) {
    throw new RangeError(`${quantity.toText(missing)} more than the layers hold`);
  }
  return { amount: money.sum(amounts), layers: left };
}

/** Adds a receipt at its place in the order of dates. */
export function addLayer(layers: readonly Layer[], layer: Layer): readonly Layer[] {
  return [...layers, layer].sort(comparePositions);
}
