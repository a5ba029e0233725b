import { errors } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { ApiError, ConnectionError, readAnswer } from "./api-error.ts";

const read = (body: unknown, status = 200, headers: Record<string, string> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readAnswer({ status, headers, body: text }, "key-1");
};

const errorOf = (...given: Parameters<typeof read>): ApiError => {
  const answer = read(...given);
  if (answer.ok) throw new Error("a success");
  return answer.error;
};

test.each([
  ["errcode 0", { errcode: 0, description: "success", data: { a: 1 } }, { a: 1 }],
  ["errcode as text", { errcode: "0", data: 1 }, 1],
  ["both envelopes of the auth call", { errcode: 0, code: 200, data: [1] }, [1]],
  ["code and msg only", { code: 200, msg: "推送用户授权成功", data: [] }, []],
])("success: %s", (_, body, data) => {
  expect(read(body)).toEqual({ ok: true, data });
});

const detail = {
  field: "material_entity[1].qty",
  row: 2,
  errcode: 2000003001,
  key: "stockShort",
  description: "第2行缺 3 个",
  description_en: "row 2 lacks 3",
  remedy: "减少数量",
  remedy_en: "Take less",
};

describe("refusals", () => {
  test("of Xingcang: every field", () => {
    const error = errorOf({
      errcode: 2000003001,
      description: "第2行缺 3 个",
      description_cn: "第2行缺 3 个",
      description_en: "row 2 lacks 3",
      errors: [detail],
      request_id: "req-7",
    });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: "ApiError",
      errcode: 2000003001,
      key: "stockShort",
      httpStatus: 200,
      description: "第2行缺 3 个",
      descriptionEn: "row 2 lacks 3",
      errors: [detail],
      requestId: "req-7",
      idempotencyKey: "key-1",
      retryAfterMs: undefined,
      message: "第2行缺 3 个 / row 2 lacks 3 [errcode 2000003001, request req-7]",
    });
  });

  test.each([
    [
      "of the vendor's gateway",
      { errcode: 5001, description: "API not found[GW]", description_cn: "请求的API不存在[网关]" },
      519,
      {
        key: "apiNotFound",
        description: "请求的API不存在[网关]",
        descriptionEn: "API not found[GW]",
      },
    ],
    [
      "of the vendor, one text",
      { errcode: 2000002000, description: "系统错误" },
      200,
      { key: "serverFault", description: "系统错误", descriptionEn: "" },
    ],
    ["an unknown code", { errcode: 77, description: "?" }, 200, { key: undefined, errcode: 77 }],
    ["the gRPC shape", { code: 5, message: "gone" }, 404, { errcode: 5, description: "gone" }],
    ["errcode 0 under an error status", { errcode: 0 }, 502, { errcode: 502 }],
    ["a proxy's page", "<h1>Bad</h1>\n gateway", 502, { description: "HTTP 502 Bad gateway" }],
    ["nothing", "", 519, { errcode: 519, description: "HTTP 519" }],
    ["JSON that is no envelope", [1], 200, { errcode: 200, description: "HTTP 200 [1]" }],
  ])("%s", (_, body, status, expected) => {
    expect(errorOf(body, status)).toMatchObject({ httpStatus: status, ...expected });
  });

  test("headers give request id and wait", () => {
    const headers = { "x-api-requestid": "uuid-1", "retry-after": "90" };
    const expected = { requestId: "uuid-1", retryAfterMs: 90_000, key: "tooManyRequests" };
    expect(errorOf({ errcode: 429 }, 429, headers)).toMatchObject(expected);
  });
});

test("every code of the catalogue has one key", () => {
  const codes = Object.values(errors).map(({ errcode }) => errcode);
  expect(new Set(codes).size).toBe(codes.length);
});

test("a lost call keeps its key and cause", () => {
  const cause = new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
  const error = new ConnectionError({ cause, attempts: 4, url: "http://x", idempotencyKey: "k" });
  expect(error).toMatchObject({ name: "ConnectionError", attempts: 4, idempotencyKey: "k", cause });
  expect(error.message).toBe(
    "没有收到应答 / no answer from http://x (4×): fetch failed: ECONNREFUSED",
  );
});
