import { describe, expect, test } from "vitest";
import { replayKeys, type WriteRequest } from "./replay.ts";

const request: WriteRequest = {
  clientId: "100001",
  signature: "S",
  idempotencyKey: "key-1",
  method: "POST",
  path: "/p",
  rawQuery: "b=2&a=1",
  bytes: Buffer.from("{}"),
};

const keysOf = (changes: Partial<WriteRequest> = {}) => replayKeys({ ...request, ...changes });

describe("what is the same request", () => {
  test.each<[string, Partial<WriteRequest>, boolean, boolean, boolean]>([
    ["the same bytes", {}, true, true, true],
    ["signed afresh", { signature: "T" }, false, true, true],
    ["another body", { bytes: Buffer.from("{ }") }, false, true, false],
    ["another path", { path: "/q" }, false, true, false],
    ["the query in another order", { rawQuery: "a=1&b=2" }, false, true, true],
    ["another query", { rawQuery: "a=1&b=3" }, false, true, false],
    ["another client", { clientId: "100002" }, false, false, true],
    ["another key", { idempotencyKey: "key-2" }, true, false, true],
  ])("%s", (_, changes, sameSent, sameKey, sameHash) => {
    const [sent, named] = keysOf();
    const [otherSent, otherNamed] = keysOf(changes);
    expect(otherSent?.key === sent?.key).toBe(sameSent);
    expect(otherNamed?.key === named?.key).toBe(sameKey);
    expect(otherNamed?.requestHash === named?.requestHash).toBe(sameHash);
  });

  test("without a key there is only what was sent", () => {
    expect(keysOf({ idempotencyKey: undefined })).toHaveLength(1);
  });

  test.each(["", "x".repeat(256), "a\tb", "键"])("the key %j is refused", (idempotencyKey) => {
    expect(() => keysOf({ idempotencyKey })).toThrow("valueInvalid");
  });
});
