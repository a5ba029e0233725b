/**
 * Which code answers which endpoint. Bills and masters are generic: a new type appears here by
 * itself.
 */
import { type BillName, bills, endpoints, type MasterName, masters } from "@xingcang/contract";
import { billTypeOf } from "./application/bill-type.ts";
import { billDetail, viewHeads } from "./application/bill-view.ts";
import { dayOf, timeText } from "./application/china-time.ts";
import { customFields, saveCustomField } from "./application/custom-fields.ts";
import { dealCounts } from "./application/deal-counts.ts";
import type { Handlers, ReadHandler, WriteHandler } from "./application/handler.ts";
import { masterDetail, viewMasters } from "./application/master-view.ts";
import { FOR_MATERIALS, saveMaterialLabel } from "./application/material-label.ts";
import { materialPrices } from "./application/material-price.ts";
import { linesOf as occupyLines, occupyStock } from "./application/occupy.ts";
import { operate } from "./application/operate.ts";
import { deletePicture, pictureView, uploadPicture } from "./application/pictures.ts";
import type { AccountSettings, Caller, Data, ReadStore, UnitOfWork } from "./application/ports.ts";
import { pushBill } from "./application/push-bill.ts";
import { refuse } from "./application/refused.ts";
import { linesOf as releaseLines, releaseStock } from "./application/release.ts";
import { releaseHolds } from "./application/release-holds.ts";
import { saveBill } from "./application/save-bill.ts";
import { saveMaster } from "./application/save-master.ts";
import { saveSettings, viewSettings } from "./application/settings.ts";
import { currentUserInfo, systemParam } from "./application/system.ts";
import { drawDifferences, viewDifferences } from "./application/transfer-difference.ts";
import { batchInventory } from "./reports/batch-inventory.ts";
import { billTotals, listBills, listDifferences } from "./reports/bill-list.ts";
import { explain } from "./reports/explain.ts";
import { listHolds } from "./reports/holds.ts";
import { invDetail } from "./reports/inv-detail.ts";
import { inventory } from "./reports/inventory.ts";
import { inventoryStock } from "./reports/inventory-stock.ts";
import { listMasters } from "./reports/master-list.ts";
import { findMaterialUnit, listMaterialUnits } from "./reports/material-units.ts";
import { listCountries, listDivisions } from "./reports/regions.ts";
import type { Queries } from "./reports/report.ts";
import { serialStatus } from "./reports/serial-status.ts";
import { listUsers } from "./reports/users.ts";
import type { Database } from "./storage/database.ts";
import { recostingState } from "./storage/recosting-store.ts";

export interface HandlerDependencies {
  readonly database: Database & Queries;
  readonly readStore: ReadStore;
  now(): number;
  settingsOf(accountId: string): Promise<AccountSettings>;
}

type Read = (caller: Caller, input: Data) => Promise<unknown>;
const read = (run: Read): ReadHandler => ({ kind: "read", run: run as ReadHandler["run"] });
/** `linesOf` reads ahead; whatever it refuses, the verb refuses again. */
const write = (run: unknown, linesOf?: unknown): WriteHandler => ({
  kind: "write",
  run: run as WriteHandler["run"],
  ...(linesOf !== undefined && {
    prepare: (unit, _caller, input) =>
      (linesOf as (unit: UnitOfWork, input: never) => Promise<unknown>)(unit, input),
  }),
});

export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const names = Object.keys(bills) as BillName[];
  const kinds = (Object.keys(masters) as MasterName[]).filter((kind) => kind !== "material_unit");
  return {
    ...offered(Object.assign({}, ...kinds.map((kind) => masterHandlers(dependencies, kind)))),
    ...Object.assign({}, ...names.map((name) => billHandlers(dependencies, name))),
    ...materialUnitHandlers(dependencies),
    ...materialHandlers(dependencies),
    ...reportHandlers(dependencies),
    ...systemHandlers(dependencies),
    ...differenceHandlers(dependencies),
    ...ownHandlers(dependencies),
    "stock.occupy": write(occupyStock, occupyLines),
    "stock.release": write(releaseStock, releaseLines),
    "inv_tfdiff.draw": write(drawDifferences),
    "inv_check_bill.deal": write(dealCounts),
    "inv_product.saveV2": write((unit: never, caller: Caller, input: Data) =>
      saveBill(unit, caller, "inv_product", input),
    ),
    "system.commonOperate": write(operate),
    "system.billPush": write(pushBill),
  };
}

/** Some kinds of masters have no detail (contract section 6). */
function offered(handlers: Handlers): Handlers {
  const known = new Set(endpoints.map(({ operation }) => operation));
  return Object.fromEntries(Object.entries(handlers).filter(([name]) => known.has(name)));
}

function billHandlers({ database, readStore }: HandlerDependencies, name: BillName): Handlers {
  return {
    [`${name}.list`]: read(async ({ accountId }, filters) => {
      const request = { database, accountId, billType: name, filters };
      const page = await listBills(request);
      const reader = await readStore.reader(accountId);
      const rows = await viewHeads(reader, billTypeOf(name), page.rows);
      return { ...page, rows, headers: await billTotals(request) };
    }),
    [`${name}.detail`]: read(async ({ accountId }, input) =>
      billDetail(await readStore.reader(accountId), name, input),
    ),
    [`${name}.save`]: write((unit: never, caller: Caller, input: Data) =>
      saveBill(unit, caller, name, input),
    ),
  };
}

function differenceHandlers({ database, readStore }: HandlerDependencies): Handlers {
  return {
    "inv_tfdiff.list": read(async ({ accountId }, filters) => {
      const page = await listDifferences({ database, accountId, filters });
      const reader = await readStore.reader(accountId);
      return { ...page, rows: await viewDifferences(reader, page.rows) };
    }),
  };
}

function masterHandlers({ database, readStore }: HandlerDependencies, kind: MasterName): Handlers {
  return {
    [`${kind}.list`]: read(async ({ accountId }, filters) => {
      const page = await listMasters({ database, accountId, kind, filters });
      const reader = await readStore.reader(accountId);
      return { ...page, rows: await viewMasters(reader, kind, page.rows) };
    }),
    [`${kind}.detail`]: read(async ({ accountId }, input) =>
      masterDetail(await readStore.reader(accountId), kind, input),
    ),
    [`${kind}.save`]: write((unit: never, caller: Caller, input: Data) =>
      saveMaster(unit, caller, kind, input),
    ),
  };
}

/** 商品单位 are rows of the materials, not records of their own. */
function materialUnitHandlers({ database }: HandlerDependencies): Handlers {
  return {
    "material_unit.list": read(({ accountId }, filters) =>
      listMaterialUnits({ database, accountId, filters: filters as never }),
    ),
    "material_unit.detail": read(async ({ accountId }, input) => {
      const id = String(input.id ?? "");
      if (id === "") return refuse("oneOfRequired", "id", { fields: "id" });
      const row = await findMaterialUnit(database, accountId, id);
      return row ?? refuse("recordUnknown", "id", { given: `商品单位 ${id}` });
    }),
  };
}

function materialHandlers({ database, readStore }: HandlerDependencies): Handlers {
  return {
    "material_label.list": read(async ({ accountId }, { parent, ...filters }) => {
      const reader = await readStore.reader(accountId);
      const given = { ...filters, parent_id: parent, ...FOR_MATERIALS };
      const page = await listMasters({ database, accountId, kind: "label", filters: given });
      return { ...page, rows: await viewMasters(reader, "label", page.rows) };
    }),
    "material_label.save": write(saveMaterialLabel),
    "material_picture.upload": write(uploadPicture),
    "material_picture.delete": write(deletePicture),
    "material_price.query": read(async ({ accountId }, input) =>
      materialPrices(await readStore.reader(accountId), input as never),
    ),
  };
}

function reportHandlers({ database, now, settingsOf }: HandlerDependencies): Handlers {
  const request = async (caller: Caller, filters: Data) => ({
    database,
    accountId: caller.accountId,
    settings: await settingsOf(caller.accountId),
    today: dayOf(now()),
    filters: filters as never,
  });
  return {
    "stock.inventory": read(async (caller, input) => inventory(await request(caller, input))),
    "stock.inventoryStock": read(async (caller, input) =>
      inventoryStock(await request(caller, input)),
    ),
    "stock.invDetail": read(async (caller, input) => invDetail(await request(caller, input))),
    "stock.batchInventory": read(async (caller, input) =>
      batchInventory(await request(caller, input)),
    ),
    "stock.serialStatus": read(async (caller, input) => serialStatus(await request(caller, input))),
  };
}

function systemHandlers({ database, readStore, settingsOf }: HandlerDependencies): Handlers {
  return {
    "system.userList": read(({ accountId }, filters) =>
      listUsers({ database, accountId, filters }),
    ),
    "system.countryLoad": read(async (_caller, filters) => listCountries(filters)),
    "system.divisionLoad": read(async () => listDivisions()),
    "system.currentUserInfo": read(async (caller) =>
      currentUserInfo(await readStore.reader(caller.accountId), caller),
    ),
    "system.systemParam": read(async ({ accountId }, input) =>
      systemParam(input, await settingsOf(accountId)),
    ),
    "system.customField": read(async ({ accountId }, input) =>
      customFields(await readStore.reader(accountId), input),
    ),
    "system.customFieldSave": write(saveCustomField),
  };
}

/** What we offer beside the vendor's endpoints. */
function ownHandlers({ database, readStore, now, settingsOf }: HandlerDependencies): Handlers {
  return {
    "xingcang.explain": read(async ({ accountId }, filters) =>
      explain({
        database,
        accountId,
        reader: await readStore.reader(accountId),
        settings: await settingsOf(accountId),
        now: now(),
        today: dayOf(now()),
        filters: filters as never,
      }),
    ),
    "xingcang.holds": read(async ({ accountId }, filters) => {
      const reader = await readStore.reader(accountId);
      return listHolds({ database, reader, accountId, now: now(), filters: filters as never });
    }),
    "xingcang.releaseHolds": write(releaseHolds),
    "xingcang.picture": read(async ({ accountId }, input) =>
      pictureView(await readStore.reader(accountId), input as never),
    ),
    "xingcang.recosting": read(async ({ accountId }) => {
      const { waitingPools, from, job } = await recostingState(database, accountId);
      return {
        waiting_pools: waitingPools,
        from,
        is_running: job !== undefined && job.finishedAt === null,
        done: job?.done ?? 0,
        total: job?.total ?? 0,
        started_at: job ? timeText(job.startedAt.getTime()) : "",
        finished_at: job?.finishedAt ? timeText(job.finishedAt.getTime()) : "",
      };
    }),
    "xingcang.settings": read(async ({ accountId }) => viewSettings(await settingsOf(accountId))),
    "xingcang.saveSettings": write(saveSettings),
  };
}
