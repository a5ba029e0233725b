/**
 * The comparisons of `verify`, pure: facts of one record in, a finding for each wrong number out.
 */
import { rules } from "../domain/bills/index.ts";
import * as money from "../domain/money.ts";
import * as quantity from "../domain/quantity.ts";
import { billTypes } from "./bill-type.ts";
import type { Check, Finding } from "./verify-finding.ts";

/**
 * Decimals are texts as stored; `bill` is the number of the latest bill that touched the record.
 */
interface Facts {
  readonly id: string;
  /** Readable: material number and name, store, bin, batch … */
  readonly subject: string;
  readonly bill: string;
}

export interface StockFacts extends Facts {
  readonly onHand: string;
  readonly occupied: string;
  readonly ledgerOnHand: string;
  /** The same four in the floating unit. */
  readonly onHandFloat: string;
  readonly occupiedFloat: string;
  readonly ledgerOnHandFloat: string;
  readonly eventsHeldFloat: string;
  /** The first day whose end found less than no floating quantity, and how much; or empty. */
  readonly negativeFloat: string;
  readonly negativeFloatBill: string;
  /** Opened + returned − consumed − released − expired, over the events of the key's holds. */
  readonly eventsHeld: string;
  /** The bill of the key's latest hold. */
  readonly holdBill: string;
  readonly serialManaged: boolean;
  /** Serials that came in − serials that left. */
  readonly ledgerSerials: string;
  /** How many cost pools the key's rows name. */
  readonly poolCount: number;
  /**
   * The first day whose end found less than nothing, or empty; what it found, and by which bill.
   */
  readonly negativeDate: string;
  readonly negativeOnHand: string;
  readonly negativeBill: string;
}

export interface PoolFacts extends Facts {
  readonly quantity: string;
  readonly value: string;
  readonly lastDate: string;
  readonly ledgerQuantity: string;
  readonly ledgerValue: string;
  /** Latest bill date of the rows that stand. */
  readonly ledgerLastDate: string;
}

export interface HoldFacts extends Facts {
  readonly opened: string;
  readonly consumed: string;
  readonly released: string;
  readonly expired: string;
  readonly eventsOpened: string;
  /** Consumed − returned. */
  readonly eventsConsumed: string;
  readonly eventsReleased: string;
  readonly eventsExpired: string;
  /** What the standing ledger rows took out of it. */
  readonly ledgerConsumed: string;
  /** All of it in the floating unit. */
  readonly float: HoldLife;
  readonly eventsFloat: HoldLife;
  readonly ledgerConsumedFloat: string;
  readonly serialManaged: boolean;
  /** Serials that the hold lists, and serials that name the hold: material id and serial. */
  readonly listed: readonly string[];
  readonly marked: readonly string[];
}

interface HoldLife {
  readonly opened: string;
  readonly consumed: string;
  readonly released: string;
  readonly expired: string;
}

export interface SerialFacts extends Facts {
  /** Where it is stored to be: stock id and its name; empty when it is nowhere. */
  readonly stockId: string;
  readonly place: string;
  /** The keys in which the ledger leaves it other than zero times, and how often. */
  readonly ledger: readonly { stockId: string; place: string; times: number }[];
}

export interface BillFacts extends Facts {
  readonly type: string;
  /** Empty when there are ledger rows but no such bill. */
  readonly status: string;
  readonly standingRows: number;
  /** Sum of the amounts of the standing rows. */
  readonly amount: string;
  /** `amount_for` of each fee. */
  readonly fees: readonly string[];
  /** `cost_fee`, the fee of a bill type that has it in its head. */
  readonly headFee: string;
  /** What the lines say, empty for a line without cost. */
  readonly lines: readonly LineCost[];
  /** What the standing rows booked for each line. */
  readonly booked: readonly LineCost[];
}

export interface LineCost {
  readonly id: string;
  readonly cost: string;
}

export interface ReversalFacts extends Facts {
  /**
   * What should be there, field by field, from the row that is taken back; undefined without one.
   */
  readonly expected: Readonly<Record<string, string>> | undefined;
  readonly actual: Readonly<Record<string, string>>;
}

/** A place where the numbering of the ledger is broken: either inside it or at its end. */
export interface SequenceFacts extends Facts {
  readonly kind: "ledgerGap" | "ledgerEnd";
  readonly expected: string;
  readonly actual: string;
}

type Compared = Pick<Finding, "expected" | "actual">;

function finder(table: string, facts: Facts) {
  const { subject, bill } = facts;
  const record = `${table} ${facts.id}`;
  const find = (check: Check, compared: Compared, by = bill): Finding[] =>
    compared.expected === compared.actual
      ? []
      : [{ check, record, subject, ...compared, bill: by }];
  return {
    find,
    quantity: (check: Check, expected: string, actual: string, by = bill) =>
      find(check, { expected: quantityText(expected), actual: quantityText(actual) }, by),
    money: (check: Check, expected: string, actual: string) =>
      find(check, { expected: moneyText(expected), actual: moneyText(actual) }),
  };
}

/** Canonical, so that equal numbers are equal texts. */
const quantityText = (text: string) => quantity.toText(quantity.quantity(text));
const moneyText = (text: string) => (text === "" ? "" : money.toText(money.money(text)));

export function stockFindings(facts: StockFacts): Finding[] {
  const { find, quantity: compare } = finder("stock", facts);
  const onDay = `${facts.negativeDate} ${facts.negativeOnHand}`.trim();
  return [
    ...compare("onHand", facts.ledgerOnHand, facts.onHand),
    ...compare("occupied", facts.eventsHeld, facts.occupied, facts.holdBill),
    ...compare("onHandFloat", facts.ledgerOnHandFloat, facts.onHandFloat),
    ...compare("occupiedFloat", facts.eventsHeldFloat, facts.occupiedFloat, facts.holdBill),
    ...(facts.serialManaged ? compare("serialCount", facts.ledgerOnHand, facts.ledgerSerials) : []),
    ...(facts.poolCount > 1
      ? find("poolOfKey", { expected: "1", actual: String(facts.poolCount) })
      : []),
    ...(facts.negativeDate === ""
      ? []
      : find("negativeAtDate", { expected: "≥ 0", actual: onDay }, facts.negativeBill)),
    ...(facts.negativeFloat === ""
      ? []
      : find(
          "negativeFloatAtDate",
          { expected: "≥ 0", actual: facts.negativeFloat },
          facts.negativeFloatBill,
        )),
  ];
}

export function poolFindings(facts: PoolFacts): Finding[] {
  const { find, quantity: compare, money: compareMoney } = finder("cost_pool", facts);
  const empty = quantity.isZero(quantity.quantity(facts.ledgerQuantity));
  return [
    ...compare("poolQuantity", facts.ledgerQuantity, facts.quantity),
    ...compareMoney("poolValue", facts.ledgerValue, facts.value),
    ...find("poolLastDate", { expected: facts.ledgerLastDate, actual: facts.lastDate }),
    ...(empty ? compareMoney("poolEmptyValue", "0", facts.ledgerValue) : []),
  ];
}

export function holdFindings(facts: HoldFacts): Finding[] {
  const { quantity: compare } = finder("hold", facts);
  return [
    ...compare("holdOpened", facts.eventsOpened, facts.opened),
    ...compare("holdConsumed", facts.eventsConsumed, facts.consumed),
    ...compare("holdReleased", facts.eventsReleased, facts.released),
    ...compare("holdExpired", facts.eventsExpired, facts.expired),
    ...compare("holdConsumption", facts.ledgerConsumed, facts.eventsConsumed),
    ...compare("holdOpenedFloat", facts.eventsFloat.opened, facts.float.opened),
    ...compare("holdConsumedFloat", facts.eventsFloat.consumed, facts.float.consumed),
    ...compare("holdReleasedFloat", facts.eventsFloat.released, facts.float.released),
    ...compare("holdExpiredFloat", facts.eventsFloat.expired, facts.float.expired),
    ...compare("holdConsumptionFloat", facts.ledgerConsumedFloat, facts.eventsFloat.consumed),
    ...heldSerials(facts),
  ];
}

/**
 * Each held serial is told once, by the side that lacks it; the count catches what both sides lack.
 */
function heldSerials(facts: HoldFacts): Finding[] {
  const { subject, bill } = facts;
  const held = quantity.subtract(
    quantity.quantity(facts.eventsOpened),
    quantity.sum(
      [facts.eventsConsumed, facts.eventsReleased, facts.eventsExpired].map(quantity.quantity),
    ),
  );
  const isOpen = quantity.isPositive(held);
  const [listed, marked] = [new Set(facts.listed), new Set(facts.marked)];
  const known = new Set([...listed, ...marked]);
  const findings: Finding[] = [];
  for (const serial of known) {
    // A closed hold holds no serial, whichever side still says so.
    const agrees = isOpen && listed.has(serial) && marked.has(serial);
    if (agrees) continue;
    const expected = isOpen && listed.has(serial) ? facts.id : "";
    const actual = marked.has(serial) ? facts.id : "";
    findings.push({
      check: "holdSerial",
      record: `hold ${facts.id}`,
      subject: `${subject} / ${serial}`,
      expected: expected && `hold ${expected}`,
      actual: actual ? `hold ${actual}` : expected === "" ? `hold ${facts.id} lists it` : "",
      bill,
    });
  }
  if (!facts.serialManaged || !isOpen) return findings;
  const { quantity: compare } = finder("hold", facts);
  return [...findings, ...compare("holdSerialCount", quantity.toText(held), String(known.size))];
}

export function serialFindings(facts: SerialFacts): Finding[] {
  const { find } = finder("serial", facts);
  const [first, ...others] = facts.ledger;
  if (others.length > 0 || (first !== undefined && first.times !== 1)) {
    const actual = facts.ledger.map(({ place, times }) => `${place} × ${times}`).join("; ");
    return find("serialChain", { expected: "≤ 1", actual });
  }
  if ((first?.stockId ?? "") === facts.stockId) return [];
  return find("serialPlace", { expected: first?.place ?? "", actual: facts.place });
}

/** Bill types that move nothing, audited or not. */
const movesNothing = (type: string) =>
  billTypes.some(({ name, rule }) => name === type && (rule.counts || rule.orders));

/** Bill types that make no value: what comes in is worth what left and the fees (D31). */
const conserves = (type: string) =>
  Object.entries(rules).some(([name, rule]) => name === type && rule.conserves);

export function billFindings(facts: BillFacts): Finding[] {
  const { find, money: compareMoney } = finder(facts.type, facts);
  if (movesNothing(facts.type)) {
    return find("billStatus", { expected: "0", actual: String(facts.standingRows) });
  }
  const expected = facts.standingRows > 0 ? "C" : "Z";
  const costs = new Map(facts.lines.map((line) => [line.id, line.cost]));
  const booked = new Map(facts.booked.map((line) => [line.id, line.cost]));
  const findings = find("billStatus", { expected, actual: facts.status });
  const unbooked = facts.standingRows > 0 ? "0" : "";
  for (const id of new Set([...costs.keys(), ...booked.keys()])) {
    const line = finder(facts.type, { ...facts, subject: `${facts.subject} / ${id}` });
    const due = booked.get(id) ?? unbooked;
    findings.push(...line.money("billLineCost", due, costs.get(id) ?? ""));
  }
  if (!conserves(facts.type) || facts.standingRows === 0) return findings;
  const hasHeadFee = billTypes.some((type) => type.name === facts.type && type.hasHeadFee);
  const fees = (hasHeadFee ? [facts.headFee] : facts.fees).map(
    (fee) => money.parseMoney(fee) ?? money.ZERO,
  );
  const due = money.toText(money.sum(fees));
  return [...findings, ...compareMoney("billConservation", due, facts.amount)];
}

/** What audited bills took of a row, and what the row keeps of it: bill, row, base quantity. */
export interface DrawFacts {
  readonly type: string;
  readonly id: string;
  readonly bill: string;
  readonly expected: string;
  readonly actual: string;
}

export function drawFindings({ type, id, bill, expected, actual }: DrawFacts): Finding[] {
  const facts = { id, subject: `${type} ${bill} / ${id}`, bill };
  return finder("bill_line", facts).find("sourceDrawn", { expected, actual });
}

export function reversalFindings(facts: ReversalFacts): Finding[] {
  const { find } = finder("ledger", facts);
  const { expected, actual } = facts;
  if (expected === undefined) {
    return find("reversal", { expected: "", actual: `reverses ${actual.reverses}` });
  }
  return Object.keys(expected).flatMap((field) =>
    find("reversal", {
      expected: `${field} ${expected[field]}`,
      actual: `${field} ${actual[field]}`,
    }),
  );
}

export function sequenceFindings(facts: SequenceFacts): Finding[] {
  const { kind, expected, actual } = facts;
  return finder("ledger", facts).find(kind, { expected, actual });
}
