import { describe, expect, test } from "vitest";
import {
  type AppSignatureCheck,
  checkAppSignature,
  newAppKey,
  newAppSecret,
  newClientId,
  newClientSecret,
} from "./app-secret.ts";
import { signText } from "./constant-time.ts";

const vendorExample =
  "ZDljMTI3NGIyNTE1MTRkYzlkNjc1MDNhYjUzMzgzNWMyY2M4YTdjMzdmNmM3YTVlNDkxMTkzNjdiOTFjNzUyZQ==";
const former = { secret: "before", graceEndsAtMs: 1000 };
const base: AppSignatureCheck = {
  appKey: "abc",
  signature: vendorExample,
  current: "abc123",
  former,
  nowMs: 999,
};
const byFormer = signText("abc", "before");

test.each<[string, Partial<AppSignatureCheck>, string]>([
  ["the vendor's example", {}, "ok"],
  ["the current secret, no former", { former: undefined }, "ok"],
  ["the former secret within its grace", { signature: byFormer }, "ok"],
  ["the former secret after its grace", { signature: byFormer, nowMs: 1000 }, "stale"],
  ["a secret that never was", { signature: signText("abc", "never") }, "invalid"],
  ["a former secret that is forgotten", { signature: byFormer, former: undefined }, "invalid"],
  ["another app key", { appKey: "abd" }, "invalid"],
  ["a cut signature", { signature: vendorExample.slice(0, -1) }, "invalid"],
  ["no signature", { signature: "" }, "invalid"],
])("checkAppSignature: %s", (_name, given, verdict) => {
  expect(checkAppSignature({ ...base, ...given })).toBe(verdict);
});

describe("new credentials", () => {
  test.each([
    ["app secret", newAppSecret, /^[0-9a-f]{40}$/],
    ["app key", newAppKey, /^[A-Za-z0-9]{8}$/],
    ["client id", newClientId, /^[1-9][0-9]{5}$/],
    ["client secret", newClientSecret, /^[0-9a-f]{32}$/],
  ])("%s", (_name, make, shape) => {
    const made = Array.from({ length: 50 }, make);
    for (const text of made) expect(text).toMatch(shape);
    expect(new Set(made).size).toBeGreaterThan(45);
  });
});
