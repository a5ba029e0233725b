import { expect, test } from "vitest";
import { createMemory } from "./memory.ts";

function counted(values: Record<string, string> = {}) {
  const clock = { ms: 0 };
  const reads: string[] = [];
  const memory = createMemory(
    () => clock.ms,
    1000,
    async (key) => {
      reads.push(key);
      if (key === "broken") throw new Error("no database");
      return values[key];
    },
  );
  return { clock, reads, memory, values };
}

test("a value is read once while it is fresh, also by many at a time", async () => {
  const { clock, reads, memory } = counted({ a: "1" });
  expect(await Promise.all([memory.get("a"), memory.get("a")])).toEqual(["1", "1"]);
  clock.ms = 999;
  await memory.get("a");
  expect(reads).toEqual(["a"]);
  clock.ms = 1000;
  await memory.get("a");
  clock.ms = -5000;
  await memory.get("a");
  expect(reads).toEqual(["a", "a", "a"]);
});

test("what was forgotten is read anew, even while it is being read", async () => {
  const { memory, values } = counted({ a: "1" });
  const before = memory.get("a");
  values.a = "2";
  memory.forget("a");
  expect(await memory.get("a")).toBe("2");
  await before;
  expect(await memory.get("a")).toBe("2");
});

test("what does not exist, and a failure, are not remembered", async () => {
  const { memory, reads } = counted();
  await memory.get("none");
  await memory.get("none");
  await expect(memory.get("broken")).rejects.toThrow();
  await expect(memory.get("broken")).rejects.toThrow();
  expect(reads).toEqual(["none", "none", "broken", "broken"]);
});
