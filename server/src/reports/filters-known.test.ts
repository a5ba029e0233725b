import { type BillName, bills, type MasterName, masters, stockEndpoints } from "@xingcang/contract";
import { expect, test } from "vitest";
import { batchInventoryFilters } from "./batch-inventory.ts";
import { billFilters, ignoredBillFilters } from "./bill-list.ts";
import { filterNames } from "./filter.ts";
import { invDetailFilters } from "./inv-detail.ts";
import { ignoredInventoryFilters, inventoryFilters } from "./inventory.ts";
import { ignoredMasterFilters, masterFiltersOf, readElsewhere } from "./master-filters.ts";
import { serialStatusFilters } from "./serial-status.ts";

test.each(Object.keys(bills) as BillName[])("every filter of %s is known", (name) => {
  const names = filterNames(bills[name].endpoints.list.query);
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect(names.filter((key) => !(key in billFilters || key in ignoredBillFilters))).toEqual([]);
});

test.each(Object.keys(masters) as MasterName[])("every filter of %s is known", (kind) => {
  const names = filterNames(masters[kind].endpoints.list.query);
  expect(names.length).toBeGreaterThanOrEqual(2);
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

test.each([
  ["stock.inventory", [...inventoryFilters, ...Object.keys(ignoredInventoryFilters)]],
  ["stock.invDetail", invDetailFilters],
  ["stock.batchInventory", batchInventoryFilters],
  ["stock.serialStatus", serialStatusFilters],
] as const)("every filter of %s is known", (operation, known) => {
  const names = filterNames(stockEndpoints[operation].query);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});
