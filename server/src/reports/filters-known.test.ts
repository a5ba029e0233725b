import { type BillName, bills, type MasterName, masters } from "@xingcang/contract";
import { expect, test } from "vitest";
import { billFilters, ignoredBillFilters } from "./bill-list.ts";
import { filterNames } from "./filter.ts";
import { ignoredMasterFilters, masterFiltersOf, readElsewhere } from "./master-filters.ts";

test.each(Object.keys(bills) as BillName[])("every filter of %s is known", (name) => {
  const names = filterNames(bills[name].endpoints.list.query);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((key) => !(key in billFilters || key in ignoredBillFilters))).toEqual([]);
});

test.each(Object.keys(masters) as MasterName[])("every filter of %s is known", (kind) => {
  const names = filterNames(masters[kind].endpoints.list.query);
  expect(names.length).toBeGreaterThan(2);
  const known = { ...masterFiltersOf(kind), ...readElsewhere, ...ignoredMasterFilters };
  expect(names.filter((key) => !(key in known))).toEqual([]);
});

test("nothing is both a condition and ignored", () => {
  expect(Object.keys(ignoredBillFilters).filter((key) => key in billFilters)).toEqual([]);
  for (const kind of Object.keys(masters) as MasterName[]) {
    const conditions = masterFiltersOf(kind);
    expect(Object.keys(ignoredMasterFilters).filter((key) => key in conditions)).toEqual([]);
  }
});
