/** Requests that share a transaction of the lane see what those before them did (0001). */
import { expect, test } from "vitest";
import { linesOf, occupyStock } from "../../server/src/application/occupy.ts";
import { operate } from "../../server/src/application/operate.ts";
import type { Caller, UnitOfWork } from "../../server/src/application/ports.ts";
import { Refused } from "../../server/src/application/refused.ts";
import { saveBill } from "../../server/src/application/save-bill.ts";
import { saveMaster } from "../../server/src/application/save-master.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

/** Runs work as the lane does with requests that wait together. */
async function together<T>(work: (unit: UnitOfWork, caller: Caller) => Promise<T>): Promise<T> {
  const { system, provisioned } = demo().server;
  const { accountId } = provisioned.grant;
  const caller = { accountId, clientId: provisioned.client.id, userId: "1" };
  return system.workStore.inAccount(accountId, (unit) => work(unit, caller));
}

async function newMaterial(): Promise<string> {
  const name = `同一事务 ${Math.random()}`;
  return (await demo().client.material.save({ name, base_unit_id: "1004" })).ids[0] ?? "";
}

const rows = (material_id: string, more: object = {}) => ({
  bill_date: "2026-01-01",
  material_entity: [{ material_id, unit_id: "1004", stock_id: "1", qty: "2", cost: "10", ...more }],
  operation_key: "audit",
});

const receive = (unit: UnitOfWork, caller: Caller, material: string) =>
  saveBill(unit, caller, "inv_other_in", { ...rows(material), trans_type_id: "12" });

const ship = (unit: UnitOfWork, caller: Caller, material: string) =>
  saveBill(unit, caller, "inv_other_out", { ...rows(material), trans_type_id: "13" });

const unaudit = (unit: UnitOfWork, caller: Caller, entity_number: string, ids: string[]) =>
  operate(unit, caller, { entity_number, operate_type: "unaudit", ids });

const IN = "inv_other_bill_inbound";
const OUT = "inv_other_bill_outbound";

async function onHand(material: string): Promise<string> {
  const page = await demo().client.stock.inventory({ material_ids: [material] });
  return page.rows[0]?.qty ?? "0";
}

test("audit and un-audit: nothing is left", async () => {
  const material = await newMaterial();
  const { ids } = await together(async (unit, caller) => {
    const saved = await receive(unit, caller, material);
    await unaudit(unit, caller, IN, saved.ids);
    return saved;
  });
  expect(await demo().client.inv_other_in.detail({ id: ids[0] ?? "" })).toMatchObject({
    bill_status: "Z",
  });
  expect(Number(await onHand(material))).toBe(0);
});

test("a receipt that was shipped is not un-audited, and is when the issue was before", async () => {
  const material = await newMaterial();
  await together(async (unit, caller) => {
    const receipt = await receive(unit, caller, material);
    const issue = await ship(unit, caller, material);
    await expect(unaudit(unit, caller, IN, receipt.ids)).rejects.toThrow(Refused);
    await unaudit(unit, caller, OUT, issue.ids);
    await unaudit(unit, caller, IN, receipt.ids);
    await receive(unit, caller, material);
  });
  expect(Number(await onHand(material))).toBe(2);
});

test("what has stock by now is locked", async () => {
  const material = await newMaterial();
  await together(async (unit, caller) => {
    await receive(unit, caller, material);
    const edit = saveMaster(unit, caller, "material", {
      id: material,
      name: `已锁定 ${material}`,
      base_unit_id: "1001",
    });
    await expect(edit).rejects.toThrow("fieldLocked");
  });
});

test("goods that are disabled after a hold of them was read ahead are not held", async () => {
  const material = await newMaterial();
  await demo().client.inv_other_in.save({ ...rows(material), trans_type_id: "12" } as never);
  const line = { bill_entry_id: "1", material_id: material, unit: "1004", stock_id: "1", qty: "1" };
  const wanted = (bill_id: string) =>
    ({ bill_type_id: "isv_bill", bill_id, is_re_calc_qty: true, material_entity: [line] }) as never;
  await together(async (unit, caller) => {
    const [early, late] = [wanted("SO-A"), wanted("SO-B")];
    await Promise.all([linesOf(unit, early), linesOf(unit, late)]);
    await occupyStock(unit, caller, early);
    const name = `停用 ${material}`;
    const disabled = { id: material, name, base_unit_id: "1004", enable: "0" };
    await saveMaster(unit, caller, "material", disabled);
    await expect(occupyStock(unit, caller, late)).rejects.toThrow(Refused);
  });
});
