import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { open, SecretBoxError, seal } from "./secret-box.ts";

const key = randomBytes(32);

describe("secret box", () => {
  test.each(["", "secret", "星仓 ✓", "x".repeat(10_000)])("opens what it sealed", (text) => {
    expect(open(key, seal(key, text))).toBe(text);
  });

  test("seals the same text differently each time, under a versioned prefix", () => {
    const [one, two] = [seal(key, "secret"), seal(key, "secret")];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^xcbox1\.[A-Za-z0-9_-]+$/);
  });

  const box = seal(key, "secret");
  const bytes = Buffer.from(box.slice(7), "base64url");
  const changed = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1;
    return `xcbox1.${copy.toString("base64url")}`;
  };

  test.each<[string, Uint8Array, string]>([
    ["another key", randomBytes(32), box],
    ["a changed nonce", key, changed(0)],
    ["a changed text", key, changed(13)],
    ["a changed tag", key, changed(bytes.length - 1)],
    ["a cut box", key, box.slice(0, -4)],
    ["a stub", key, "xcbox1.AAAA"],
    ["another version", key, box.replace("xcbox1", "xcbox2")],
    ["a bare text", key, "secret"],
    ["a short key", key.subarray(1), box],
  ])("refuses %s", (_name, otherKey, boxed) => {
    expect(() => open(otherKey, boxed)).toThrow(SecretBoxError);
  });

  test("refuses to seal by a short key", () => {
    expect(() => seal(key.subarray(1), "secret")).toThrow(SecretBoxError);
  });
});
