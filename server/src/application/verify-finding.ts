/** A number that `verify` found wrong, and how it is told in Chinese and English. */

/** What was compared. The texts name the number; the sentence round it is the same for all. */
export const checks = {
  ledgerGap: { zh: "流水序号中断", en: "gap in the ledger's sequence" },
  ledgerEnd: { zh: "账套的最后流水序号", en: "the account's last ledger sequence" },
  reversal: { zh: "冲销流水与原流水相反", en: "reversal is the opposite of its row" },
  onHand: { zh: "即时库存", en: "on hand" },
  occupied: { zh: "占用", en: "occupied" },
  onHandFloat: { zh: "即时库存（浮动单位）", en: "on hand in the floating unit" },
  occupiedFloat: { zh: "占用（浮动单位）", en: "occupied in the floating unit" },
  negativeFloatAtDate: {
    zh: "历史库存为负（浮动单位）",
    en: "stock in the floating unit below zero on a past day",
  },
  negativeAtDate: { zh: "历史库存为负", en: "stock below zero on a past day" },
  poolOfKey: { zh: "同一库存维度只属于一个成本池", en: "cost pools of one stock key" },
  serialCount: { zh: "在库序列号个数", en: "serials in stock" },
  poolQuantity: { zh: "成本池数量", en: "quantity of the cost pool" },
  poolValue: { zh: "成本池金额", en: "value of the cost pool" },
  poolLastDate: { zh: "成本池最后记账日期", en: "last posting date of the cost pool" },
  poolEmptyValue: { zh: "数量为零的成本池金额", en: "value of an empty cost pool" },
  outCost: { zh: "按日期顺序的出库成本", en: "cost of an issue in the order of dates" },
  layer: {
    zh: "先进先出层（已出 / 入库数量 / 金额）",
    en: "FIFO layer (taken / received / amount)",
  },
  holdOpened: { zh: "占用单的占用数量", en: "opened quantity of the hold" },
  holdConsumed: { zh: "占用单的已出库数量", en: "consumed quantity of the hold" },
  holdReleased: { zh: "占用单的已释放数量", en: "released quantity of the hold" },
  holdExpired: { zh: "占用单的已过期数量", en: "expired quantity of the hold" },
  holdConsumption: {
    zh: "占用记录的已出库数量",
    en: "quantity the hold's events say was consumed",
  },
  holdOpenedFloat: {
    zh: "占用单的占用数量（浮动单位）",
    en: "opened quantity of the hold in the floating unit",
  },
  holdConsumedFloat: {
    zh: "占用单的已出库数量（浮动单位）",
    en: "consumed quantity of the hold in the floating unit",
  },
  holdReleasedFloat: {
    zh: "占用单的已释放数量（浮动单位）",
    en: "released quantity of the hold in the floating unit",
  },
  holdExpiredFloat: {
    zh: "占用单的已过期数量（浮动单位）",
    en: "expired quantity of the hold in the floating unit",
  },
  holdConsumptionFloat: {
    zh: "占用记录的已出库数量（浮动单位）",
    en: "quantity in the floating unit that the hold's events say was consumed",
  },
  holdSerial: { zh: "占用的序列号", en: "held serial" },
  holdSerialCount: { zh: "占用的序列号个数", en: "number of held serials" },
  serialPlace: { zh: "序列号所在位置", en: "place of the serial" },
  serialChain: { zh: "序列号的出入流水", en: "ins and outs of the serial" },
  billStatus: { zh: "单据状态", en: "status of the bill" },
  billLineCost: { zh: "单据分录成本", en: "cost of the bill row" },
  sourceDrawn: {
    zh: "源单分录记录的下游单据",
    en: "what the source row keeps of the bills that continue it",
  },
  billConservation: {
    zh: "转入成本 − 转出成本 = 费用",
    en: "cost of what came in − cost of what left = fees",
  },
} as const;

export type Check = keyof typeof checks;

/** One wrong number. */
export interface Finding {
  readonly check: Check;
  /** Table and key of the wrong record, for tools: `stock 42`. */
  readonly record: string;
  /** What it is about, readable: material, store, bin, batch, or the bill. */
  readonly subject: string;
  /** What the ledger or the hold events say; empty for "nothing". */
  readonly expected: string;
  /** What is stored. */
  readonly actual: string;
  /** Number of the bill behind it; empty when none is known. */
  readonly bill: string;
}

export function findingText(finding: Finding, language: "zh" | "en"): string {
  const { check, record, subject } = finding;
  const title = checks[check][language];
  const none = language === "zh" ? "（无）" : "(none)";
  const expected = finding.expected || none;
  const actual = finding.actual || none;
  const by = finding.bill || none;
  return language === "zh"
    ? `${title}：${subject}，按流水应为 ${expected}，实为 ${actual}，单据 ${by} [${record}]`
    : `${title}: ${subject}: ${expected} by the ledger, found ${actual}, bill ${by} [${record}]`;
}
