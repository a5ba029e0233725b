import { expect, test } from "vitest";
import type { MasterRecord } from "../application/ports.ts";
import { createMasterCache } from "./master-cache.ts";

const record = (id: string, name = "x"): MasterRecord => ({
  kind: "store",
  id,
  number: id,
  name,
  parentId: "",
  enabled: true,
  data: {},
  createdAt: 0,
  creatorId: "",
  modifiedAt: 0,
  modifierId: "",
});

test("what was read is known until the count of changes moves, for its account only", () => {
  const cache = createMasterCache();
  cache.at("a", "1").put(record("s1"));
  expect(cache.at("a", "1").get("store", "s1")).toEqual(record("s1"));
  expect(cache.at("a", "1").get("space", "s1")).toBeUndefined();
  expect(cache.at("b", "1").get("store", "s1")).toBeUndefined();
  expect(cache.at("a", "2").get("store", "s1")).toBeUndefined();
  expect(cache.at("a", "1").get("store", "s1")).toBeUndefined();
});

test("a late transaction does not write into what is known since", () => {
  const cache = createMasterCache();
  const late = cache.at("a", "1");
  const current = cache.at("a", "2");
  late.put(record("s1", "old"));
  expect(current.get("store", "s1")).toBeUndefined();
});

test("more records than it may keep are forgotten", () => {
  const cache = createMasterCache(2);
  const known = cache.at("a", "1");
  for (const id of ["s1", "s2", "s3"]) known.put(record(id));
  expect(cache.at("a", "1").get("store", "s1")).toBeUndefined();
  cache.at("a", "1").put(record("s4"));
  expect(cache.at("a", "1").get("store", "s4")).toEqual(record("s4"));
});
