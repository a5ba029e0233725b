import { describe, expect, test } from "vitest";
import { Busy } from "../application/busy.ts";
import { LaneFull, LaneSlow } from "../application/lane.ts";
import { type Reason, Refused } from "../application/refused.ts";
import { errorReply } from "./error-reply.ts";

const about = {
  requestId: "r-1",
  target: "GET /nowhere",
  contentType: "text/csv",
  bodyMax: "1 MiB",
};

const parsed = (error: unknown) => {
  const { body, ...rest } = errorReply(error, about);
  return { ...rest, json: JSON.parse(body) };
};

const refused = (...reasons: Reason[]) => new Refused(reasons);
const coded = (code: string) => Object.assign(new Error("secret text"), { code });

const required: Reason = {
  key: "fieldRequired",
  path: "material_entity[1].qty",
  params: { title: "数量" },
};
const date: Reason = {
  key: "dateInvalid",
  path: "bill_date",
  params: { title: "日期", given: "x" },
};

describe("status, code and headers", () => {
  test.each([
    ["a business refusal", refused(required), 200, 2000002110, {}],
    ["broken JSON", refused({ key: "jsonInvalid", path: "", params: {} }), 400, 2000002101, {}],
    ["a gateway refusal", refused({ key: "clientIdMissing", path: "", params: {} }), 519, 4002, {}],
    [
      "a quota",
      refused({ key: "tooManyRequests", path: "", params: { seconds: "7" } }),
      429,
      429,
      { "Retry-After": "7" },
    ],
    ["a full lane", new LaneFull(), 503, 503, { "Retry-After": "1" }],
    ["a lane that is slow", new LaneSlow(), 503, 503, { "Retry-After": "1" }],
    ["a lock not got in time", new Busy("55P03"), 503, 503, { "Retry-After": "1" }],
    ["a lock that was not given", coded("55P03"), 503, 503, { "Retry-After": "1" }],
    [
      "a database that is away",
      Object.assign(coded("ENOENT"), { syscall: "connect" }),
      503,
      503,
      { "Retry-After": "1" },
    ],
    ["a file that is away", coded("ENOENT"), 500, 2000002000, {}],
    ["a body too large", coded("FST_ERR_CTP_BODY_TOO_LARGE"), 413, 2000002102, {}],
    ["an odd content type", coded("FST_ERR_CTP_INVALID_MEDIA_TYPE"), 415, 2000002103, {}],
    ["a broken URL", coded("FST_ERR_BAD_URL"), 519, 5001, {}],
    ["a bug", new TypeError("x is undefined"), 500, 2000002000, {}],
    ["a database error", coded("23505"), 500, 2000002000, {}],
    ["anything thrown", "oops", 500, 2000002000, {}],
    ["nothing thrown", undefined, 500, 2000002000, {}],
    ["a refusal without reason", refused(), 500, 2000002000, {}],
  ])("%s", (_, error, status, errcode, headers) => {
    const reply = parsed(error);
    expect(reply).toMatchObject({ status, errcode, headers, isFault: status === 500 });
    expect(reply.json).toMatchObject({ errcode, request_id: "r-1" });
  });
});

test("all reasons are told, with row, path and remedy, in both languages", () => {
  expect(parsed(refused(required, date)).json).toEqual({
    errcode: 2000002110,
    description: "第2行“数量”不能为空；“日期”不是有效日期：x",
    description_cn: "第2行“数量”不能为空；“日期”不是有效日期：x",
    description_en: "material_entity[1].qty is required; bill_date is not a valid date: x",
    errors: [
      {
        field: "material_entity[1].qty",
        row: 2,
        errcode: 2000002110,
        key: "fieldRequired",
        description: "“数量”不能为空",
        description_en: "is required",
        remedy: "传入此字段",
        remedy_en: "Send this field",
      },
      {
        field: "bill_date",
        row: 0,
        errcode: 2000002114,
        key: "dateInvalid",
        description: "“日期”不是有效日期：x",
        description_en: "is not a valid date: x",
        remedy: "按 yyyy-MM-dd 传，例如 2026-08-31",
        remedy_en: "Use yyyy-MM-dd, for example 2026-08-31",
      },
    ],
    request_id: "r-1",
  });
});

test("the gateway speaks English first, as observed", () => {
  const { json } = parsed(refused({ key: "clientIdMissing", path: "", params: {} }));
  expect(json.description).toBe("Unauthorized, APP_ID is empty[GW]");
  expect(json.description_cn).toBe("认证失败, 应用ID为空[网关]");
});

test("many reasons are counted, not all written", () => {
  const { json } = parsed(refused(...Array.from({ length: 5000 }, () => required)));
  expect(json.errors).toHaveLength(1000);
  expect(json.description).toMatch(/；另有 4950 处错误$/);
  expect(json.description_en).toMatch(/; and 4950 more$/);
});

test("a fault tells nothing of its cause", () => {
  for (const error of [new Error("select secret from client"), coded("XX000")]) {
    const { body } = errorReply(error, about);
    expect(body).not.toMatch(/secret|select|Error|stack|\.ts/);
    expect(JSON.parse(body).errors[0].remedy).toContain("r-1");
  }
});
