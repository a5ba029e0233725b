/** The cases, one after another in each round. */
import { APART, type OpenHold } from "./buyers.ts";
import { HOT_ID } from "./ceiling.ts";
import { type CaseName, caseNames, LINES, type Measured, type Round } from "./goals.ts";
import { runLoad, type Step } from "./load.ts";
import { SCARCE_PIECES } from "./shop.ts";
import { CLIENTS, type Stage } from "./stage.ts";
import type { Wire } from "./wire.ts";

const AUDITORS = 16;

export async function runRound(
  stage: Stage,
  durationMs: number,
  onMeasured: (name: CaseName, measured: Measured) => void,
): Promise<Round> {
  const steps = stepsOf(stage);
  const measured: Partial<Record<CaseName, Measured>> = {};
  for (const name of caseNames) {
    const result = await runLoad(steps[name], durationMs);
    measured[name] = result;
    onMeasured(name, result);
  }
  return measured as Round;
}

/** The bare server is asked as the product is; what it says is accepted is not. */
function stepsOf(stage: Stage): Record<CaseName, Step[]> {
  const { shop, buyers, product, bare, ceiling } = stage;
  const opened: OpenHold[] = [];
  const openedHot: OpenHold[] = [];
  const each = (wires: readonly Wire[], step: (wire: Wire) => Step) => wires.map(step);
  const occupy = (wire: Wire) => buyers.occupy(wire, shop.goods, 1, opened);
  const reserve = (connection: number, stockId: () => number): Step => {
    return async () => {
      await ceiling.reserve(connection, stockId());
      return true;
    };
  };
  const connections = Array.from({ length: CLIENTS }, (_, index) => index);
  const anyStock = () => 1 + Math.floor(Math.random() * shop.goods.length);
  return {
    bare: each(bare, (wire) => buyers.ask(wire, shop.goods)),
    occupy: each(product, occupy),
    sql: connections.map((connection) => reserve(connection, anyStock)),
    release: each(product, (wire) => buyers.release(wire, opened)),
    occupyHot: each(product, (wire) => buyers.occupy(wire, [shop.hot], 1, openedHot)),
    sqlHot: connections.map((connection) => reserve(connection, () => HOT_ID)),
    releaseHot: each(product, (wire) => buyers.release(wire, openedHot)),
    occupyMany: each(stage.many, occupy),
    occupyFifty: each(product, (wire) => buyers.occupy(wire, shop.goods, LINES)),
    occupyAlone: each(product.slice(0, 1), (wire) => buyers.occupy(wire, shop.goods, 1)),
    sqlAlone: [reserve(0, anyStock)],
    audit: each(product.slice(0, AUDITORS), (wire) => buyers.disassemble(wire, shop.goods)),
    sqlAudit: connections.slice(0, AUDITORS).map((connection) => async () => {
      await ceiling.insertRows(connection, 2 * APART, anyStock);
      return true;
    }),
  };
}

/** All clients want the pieces of one good at once; empty when exactly those were given out. */
export async function fightOverScarce({ shop, buyers, product }: Stage): Promise<string[]> {
  const before = buyers.tally.occupied;
  await runLoad(
    product.map((wire) => buyers.occupyUntilShort(wire, shop.scarce)),
    Number.POSITIVE_INFINITY,
  );
  const given = buyers.tally.occupied - before;
  return given === SCARCE_PIECES ? [] : [`${given} of ${SCARCE_PIECES} scarce pieces occupied`];
}
