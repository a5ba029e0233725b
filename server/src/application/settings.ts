/** 账套设置: shown, checked, kept. What a request leaves out stays as it is. */
import { bills, type InputOf, type ownEndpoints } from "@xingcang/contract";
import { parseCalendarDate } from "../domain/calendar-date.ts";
import { AVAILABLE_COUNTS, isAvailableCount } from "./available-counts.ts";
import { dayOf } from "./china-time.ts";
import type { AccountSettings, Caller, UnitOfWork } from "./ports.ts";
import { type Reason, refuseAll } from "./refused.ts";

type Input = InputOf<(typeof ownEndpoints)["xingcang.saveSettings"]>;

export const viewSettings = (settings: AccountSettings) => ({
  allow_expired: settings.allowExpired,
  available_counts: [...settings.availableCounts],
  strict: settings.strict,
  require_body_digest: settings.requireBodyDigest,
  secret_grace_hours: settings.secretGraceHours,
  calls_per_minute: settings.callsPerMinute,
  bill_prefixes: settings.billPrefixes,
  hold_expiry_hours: Object.fromEntries(
    Object.entries(settings.holdExpiryHours).map(([type, hours]) => [type, String(hours)]),
  ),
  closed_through: settings.closedThrough,
});

export async function saveSettings(unit: UnitOfWork, _caller: Caller, input: Input) {
  const before = unit.settings;
  refuseAll(faultsOf(input, dayOf(unit.now)));
  const after: AccountSettings = {
    allowExpired: input.allow_expired ?? before.allowExpired,
    availableCounts: input.available_counts
      ? [...new Set(input.available_counts)]
      : before.availableCounts,
    strict: input.strict ?? before.strict,
    requireBodyDigest: input.require_body_digest ?? before.requireBodyDigest,
    secretGraceHours: input.secret_grace_hours ?? before.secretGraceHours,
    callsPerMinute: input.calls_per_minute ?? before.callsPerMinute,
    billPrefixes: input.bill_prefixes ? stated(input.bill_prefixes) : before.billPrefixes,
    holdExpiryHours: input.hold_expiry_hours
      ? hoursOf(stated(input.hold_expiry_hours))
      : before.holdExpiryHours,
    closedThrough: input.closed_through ?? before.closedThrough,
  };
  refuseAll(await waitingCosts(unit, before, after));
  const warnings = await warningsOf(unit, before, after);
  await unit.saveSettings(after);
  return { ...viewSettings(after), warnings };
}

/** An empty value takes an entry out. */
const stated = (map: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== ""));

const hoursOf = (map: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(map).map(([type, hours]) => [type, Number(hours)]));

// ---- what is refused ----

const TITLES: Partial<Record<keyof Input, string>> = {
  secret_grace_hours: "旧密钥有效小时数",
  calls_per_minute: "每分钟业务调用上限",
  bill_prefixes: "单据编号前缀",
  hold_expiry_hours: "占用到期小时数",
  closed_through: "已关账截止日",
  available_counts: "可用库存计入",
};

const invalid = (field: keyof Input, path: string, given: string, why: Why): Reason => {
  const params = { title: TITLES[field] ?? field, given, reason: why.zh, reasonEn: why.en };
  return { key: "valueInvalid", path, params };
};

interface Why {
  readonly zh: string;
  readonly en: string;
}

const between = (max: number): Why => ({
  zh: `须为 0 到 ${max} 的整数`,
  en: `a whole number from 0 to ${max}`,
});

const GRACE_HOURS_MAX = 8760;
const CALLS_MAX = 1_000_000;
const EXPIRY_HOURS_MAX = 87_600;
const PREFIX = /^[\p{L}\p{N}_-]{1,20}$/u;
const PREFIX_FORM: Why = {
  zh: "须为 1 到 20 个字母、数字、下划线或连字符",
  en: "1 to 20 letters, digits, underscores or hyphens",
};
const TYPE_UNKNOWN: Why = {
  zh: `没有这个单据类型；可用：${Object.keys(bills).join("、")}`,
  en: `no such bill type; known are ${Object.keys(bills).join(", ")}`,
};
const COUNT_UNKNOWN: Why = {
  zh: `可用：${Object.keys(AVAILABLE_COUNTS).join("、")}`,
  en: `known are ${Object.keys(AVAILABLE_COUNTS).join(", ")}`,
};
const TYPE_LENGTH: Why = {
  zh: "单据类型须为 1 到 100 个字符",
  en: "a bill type of 1 to 100 characters",
};
const NO_DATE: Why = { zh: "须为 yyyy-MM-dd 的日期，或空", en: "a date yyyy-MM-dd, or empty" };

function faultsOf(input: Input, today: string): Reason[] {
  const reasons: Reason[] = [];
  const number = (field: "secret_grace_hours" | "calls_per_minute", max: number) => {
    const value = input[field];
    if (value === undefined || (value >= 0 && value <= max)) return;
    reasons.push(invalid(field, field, String(value), between(max)));
  };
  number("secret_grace_hours", GRACE_HOURS_MAX);
  number("calls_per_minute", CALLS_MAX);
  for (const [index, name] of (input.available_counts ?? []).entries()) {
    if (isAvailableCount(name)) continue;
    reasons.push(invalid("available_counts", `available_counts[${index}]`, name, COUNT_UNKNOWN));
  }
  for (const [type, prefix] of Object.entries(stated(input.bill_prefixes ?? {}))) {
    const path = `bill_prefixes.${type}`;
    if (!Object.hasOwn(bills, type)) {
      reasons.push(invalid("bill_prefixes", path, type, TYPE_UNKNOWN));
    } else if (!PREFIX.test(prefix)) {
      reasons.push(invalid("bill_prefixes", path, prefix, PREFIX_FORM));
    }
  }
  for (const [type, hours] of Object.entries(stated(input.hold_expiry_hours ?? {}))) {
    const path = `hold_expiry_hours.${type}`;
    if (type.trim() === "" || type.length > 100) {
      reasons.push(invalid("hold_expiry_hours", path, type.slice(0, 60), TYPE_LENGTH));
    } else if (!/^\d{1,5}$/.test(hours) || Number(hours) > EXPIRY_HOURS_MAX) {
      reasons.push(invalid("hold_expiry_hours", path, hours, between(EXPIRY_HOURS_MAX)));
    }
  }
  return [...reasons, ...closingFaults(input.closed_through ?? "", today)];
}

/** Only days that are over, or today, can be closed: the company's clock is China's. */
function closingFaults(given: string, today: string): Reason[] {
  if (given === "") return [];
  const field = "closed_through";
  if (parseCalendarDate(given) !== given) return [invalid(field, field, given, NO_DATE)];
  if (given <= today) return [];
  const why = { zh: `不能晚于今天（${today}）`, en: `must not be after today (${today})` };
  return [invalid(field, field, given, why)];
}

/** Costs that are not final yet would change inside the closed period (D35, D36). */
async function waitingCosts(
  unit: UnitOfWork,
  before: AccountSettings,
  after: AccountSettings,
): Promise<Reason[]> {
  if (after.closedThrough <= before.closedThrough) return [];
  const waiting = await unit.timeline.stalePools();
  if (waiting.every(({ from }) => from > after.closedThrough)) return [];
  return [{ key: "recostingUnderWay", path: "closed_through", params: {} }];
}

/** Drafts that can no longer be audited with their date. */
async function warningsOf(unit: UnitOfWork, before: AccountSettings, after: AccountSettings) {
  if (after.closedThrough <= before.closedThrough) return [];
  const count = await unit.countDrafts(before.closedThrough, after.closedThrough);
  if (count === 0) return [];
  return [
    {
      field: "closed_through",
      count,
      description: `有 ${count} 张未审核单据的日期在这次关账的期间内，改期后才能审核`,
      description_en: `drafts dated inside the period being closed: ${count}; they can be audited after their date is changed`,
    },
  ];
}
