/** 盘点 over HTTP: counts and their differences as 盘盈单 and 盘亏单 (decision 8). */
import { describe, expect, test } from "vitest";
import { expectClear, refusalOf, useDemoServer } from "../support/running-server.ts";
import {
  BIN,
  BIN_STORE,
  GAIN,
  LOSS,
  PIECE,
  STORE,
  stockTakings,
  today,
} from "../support/stock-taking.ts";

const demo = useDemoServer();
const { material, head, goodsLine, receive, ship, countLine, count, deal, operate, onHand } =
  stockTakings(demo);

async function statusOf(id: string): Promise<string> {
  const { rows } = await demo().client.inv_check_bill.list({ page_size: 100 });
  const status = rows.find((row) => row.id === id)?.check_status ?? "";
  const found = await demo().client.inv_check_bill.list({ page_size: 100, check_status: status });
  expect(found.rows.map((row) => row.id)).toContain(id);
  return status;
}

describe("盘点单", () => {
  test("moves nothing; its differences become a 盘盈单 and a 盘亏单, once", async () => {
    const [more, less, same] = [await material(), await material(), await material()];
    await receive(more, { qty: "4", cost: "10" });
    await receive(less, { qty: "5", cost: "5" });
    await receive(same, { qty: "2" });
    const rows = [countLine(more, "6"), countLine(less, "3"), countLine(same, "2")];
    const id = await count(rows);
    expect(await Promise.all([more, less, same].map(onHand))).toEqual(["4", "5", "2"]);
    expect(await statusOf(id)).toBe("A");
    const reply = await deal(id);
    expect(reply).toMatchObject({ success: true, gain_loss_type: "3" });
    expect([reply.gain_no.slice(0, 4), reply.loss_no.slice(0, 4)]).toEqual(["PYD-", "PKD-"]);
    expect(await deal(id)).toEqual(reply);
    const gain = await demo().client.inv_check_gail_bill.detail({ id: reply.gain_id });
    expect(gain.bill_status).toBe("Z");
    expect(gain.material_entity.map((row) => [row.material_id, row.qty, row.cost])).toEqual([
      [more, "2", "5"],
    ]);
    expect(gain.material_entity[0]).toMatchObject({
      src_bill_type_id: "inv_check_bill",
      src_inter_id: id,
      src_bill_type_name: "盘点单",
      src_seq: "1",
    });
    expect(await statusOf(id)).toBe("Z");
    await operate(GAIN, "audit", reply.gain_id);
    await operate(LOSS, "audit", reply.loss_id);
    expect(await Promise.all([more, less, same].map(onHand))).toEqual(["6", "3", "2"]);
    expect(await statusOf(id)).toBe("C");
    const detail = await demo().client.inv_check_bill.detail({ id });
    expect(detail).toMatchObject({
      stock_id: STORE,
      gain_id: reply.gain_id,
      loss_bill_no: reply.loss_no,
      check_id: "1",
    });
    const booked = detail.material_entity.map((row) => `${row.inv_qty} ${row.qty}`);
    expect(booked).toEqual(["4 6", "5 3", "2 2"]);
    expect(await refusalOf(operate("inv_check_bill", "unaudit", id))).toEqual([
      ["recordInUse", "ids[0]"],
    ]);
  });

  test("nothing to book, and a row that nobody counted", async () => {
    const goods = await material();
    const other = await material();
    await receive(goods, { qty: "4" });
    await receive(other, { qty: "4" });
    const id = await count([countLine(goods, "4"), countLine(other, undefined)]);
    const nothing = { gain_loss_type: "0", gain_id: "0", gain_no: "0", loss_id: "0", loss_no: "0" };
    expect(await deal(id)).toEqual({ success: true, ...nothing });
    expect(await statusOf(id)).toBe("C");
    await operate("inv_check_bill", "unaudit", id);
    await operate("inv_check_bill", "delete", id);
    const waiting = await count([countLine(goods, undefined)], { operation_key: "submit" });
    expect(await statusOf(waiting)).toBe("D");
  });

  test("what moves after the count does not change the difference", async () => {
    const goods = await material();
    await receive(goods, { qty: "10" });
    const id = await count([countLine(goods, "8")]);
    await ship(goods, { qty: "3" });
    const { loss_id } = await deal(id);
    await operate(LOSS, "audit", loss_id);
    expect(await onHand(goods)).toBe("5");
  });

  test("an edited row keeps what the books said while its count stays", async () => {
    const goods = await material();
    await receive(goods, { qty: "10" });
    const id = await count([countLine(goods, "8")], { operation_key: "" as never });
    const rowOf = async () => {
      const detail = await demo().client.inv_check_bill.detail({ id });
      return detail.material_entity[0] as NonNullable<(typeof detail.material_entity)[0]>;
    };
    const edit = (line: object) =>
      demo().client.inv_check_bill.save({
        id,
        bill_date: today(),
        check_task_id: "0",
        material_entity: [{ material_id: goods, unit_id: PIECE, ...line }],
      });
    const { id: row } = await rowOf();
    expect(await statusOf(id)).toBe("E");
    await ship(goods, { qty: "3" });
    await edit({ id: row, comment: "复核", inv_qty: "10" });
    expect(await rowOf()).toMatchObject({ inv_qty: "10", qty: "8", comment: "复核" });
    await edit({ id: row, qty: "7" });
    expect(await rowOf()).toMatchObject({ inv_qty: "7", qty: "7" });
    expect(await refusalOf(edit({ id: row, qty: "6", inv_qty: "10" }))).toEqual([
      ["countBookDiffers", "material_entity[0].inv_qty"],
    ]);
    expect(await refusalOf(deal(id))).toEqual([["sourceNotAudited", "ids[0]"]]);
  });

  test("a count of an earlier day is compared with the books of that day", async () => {
    const goods = await material();
    await demo().client.inv_other_in.save({
      ...head("12"),
      bill_date: "2025-03-01",
      material_entity: [goodsLine(goods, { qty: "10" })],
    });
    await ship(goods, { qty: "4" });
    const id = await count([countLine(goods, "9")], { bill_date: "2025-03-31" });
    const detail = await demo().client.inv_check_bill.detail({ id });
    expect(detail.material_entity[0]).toMatchObject({ inv_qty: "10", qty: "9" });
    const { loss_id } = await deal(id);
    await operate(LOSS, "audit", loss_id);
    expect(await onHand(goods)).toBe("5");
  });

  test("serials: what is missing is lost, what is there beyond the books is gained", async () => {
    const phone = await material({ is_serial: true });
    await receive(phone, { qty: "2", sn_list: "C1;C2:划痕", cost: "20" });
    const id = await count([countLine(phone, "2", { sn_list: "C1;C9:新" })]);
    const detail = await demo().client.inv_check_bill.detail({ id });
    const serials = { inv_sn_list: "C1;C2:划痕", sn_list: "C1;C9:新" };
    expect(detail.material_entity[0]).toMatchObject(serials);
    const { gain_id, loss_id } = await deal(id);
    const { inv_check_gail_bill: gains, inv_check_loss_bill: losses } = demo().client;
    const [gain, loss] = [
      await gains.detail({ id: gain_id }),
      await losses.detail({ id: loss_id }),
    ];
    expect(gain.material_entity[0]).toMatchObject({ qty: "1", sn_list: "C9:新", cost: "10" });
    expect(loss.material_entity[0]).toMatchObject({ qty: "1", sn_list: "C2:划痕" });
    await operate(LOSS, "audit", loss_id);
    await operate(GAIN, "audit", gain_id);
    await ship(phone, { qty: "2", sn_list: "C1;C9" });
  });

  test("batches, bins and units; an expired batch can be missing", async () => {
    const shelf = { is_kf_period: true, kf_period: "1", kf_period_type: "1" };
    const milk = await material({ is_batch: true, ...shelf });
    const dates = { kf_date: "2020-01-01", kf_period: 1, kf_type: "1" };
    const place = { stock_id: BIN_STORE, sp_id: BIN };
    const first = { batch_no: "M1", ...dates, ...place };
    await receive(milk, { qty: "5", ...first });
    const counted = { ...first, stock_id: undefined };
    const fresh = { ...counted, batch_no: "M2" };
    const id = await count([
      { ...countLine(milk, "3"), ...counted, stock_id: "" },
      { ...countLine(milk, "1"), ...fresh, stock_id: "" },
    ]);
    const { gain_id, loss_id } = await deal(id);
    const loss = await demo().client.inv_check_loss_bill.detail({ id: loss_id });
    expect(loss.material_entity[0]).toMatchObject({ qty: "2", batch_no: "M1", sp_id: BIN });
    await operate(LOSS, "audit", loss_id);
    await operate(GAIN, "audit", gain_id);
    expect(await onHand(milk)).toBe("4");
  });

  test("less than is held: the 盘亏单 is refused and says who holds it", async () => {
    const goods = await material();
    await receive(goods, { qty: "5" });
    await demo().client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: `count-${goods}`,
      bill_no: "XSDD-COUNT-1",
      is_re_calc_qty: true,
      material_entity: [
        {
          bill_entry_id: "1",
          material_id: goods,
          material_name: "x",
          material_number: "x",
          qty: "4",
          unit: PIECE,
          base_unit: PIECE,
          stock_id: STORE,
          stock_name: "x",
        },
      ],
    });
    const { loss_id } = await deal(await count([countLine(goods, "3")]));
    const refused = await expectClear(operate(LOSS, "audit", loss_id));
    expect(refused.errors.map(({ key }) => key)).toEqual(["stockShort"]);
    expect(refused.errors[0]?.description).toContain("XSDD-COUNT-1");
    expect(await onHand(goods)).toBe("5");
  });
});

describe("a difference is booked once", () => {
  test("two counts of the same goods", async () => {
    const goods = await material();
    await receive(goods, { qty: "10" });
    const first = await count([countLine(goods, "8")]);
    const second = await count([countLine(goods, "8")]);
    expect(await refusalOf(deal(first, second))).toEqual([
      ["countRepeated", "ids[1].material_entity[0].material_id"],
    ]);
    const { loss_id, loss_no } = await deal(first);
    const waiting = await expectClear(deal(second));
    expect(waiting.errors.map(({ key }) => key)).toEqual(["countOutdated"]);
    expect(waiting.errors[0]?.description).toContain(loss_no);
    await operate(LOSS, "audit", loss_id);
    expect(await refusalOf(deal(second))).toEqual([
      ["countOutdated", "ids[0].material_entity[0].material_id"],
    ]);
    const third = await count([countLine(goods, "8")]);
    expect((await deal(third)).gain_loss_type).toBe("0");
    await operate(LOSS, "unaudit", loss_id);
    await operate(LOSS, "delete", loss_id);
    expect(await statusOf(first)).toBe("A");
    expect((await deal(second)).gain_loss_type).toBe("2");
  });

  test("a bill of an earlier day that is booked after the count", async () => {
    const goods = await material();
    await receive(goods, { qty: "10" });
    const id = await count([countLine(goods, "12")]);
    const late = await demo().client.inv_other_in.save({
      ...head("12"),
      bill_date: "2026-01-05",
      material_entity: [goodsLine(goods, { qty: "2" })],
    });
    expect((await refusalOf(deal(id)))[0]?.[0]).toBe("countOutdated");
    await operate("inv_other_bill_inbound", "unaudit", late.ids[0] ?? "");
    expect((await deal(id)).gain_loss_type).toBe("1");
  });

  test("bills that were dealt with and others are not dealt with together", async () => {
    const goods = await material();
    const other = await material();
    await receive(goods, { qty: "5" });
    await receive(other, { qty: "5" });
    const [first, second] = [
      await count([countLine(goods, "6")]),
      await count([countLine(other, "4")]),
    ];
    await deal(first);
    expect(await refusalOf(deal(second, first))).toEqual([["countDealt", "ids[1]"]]);
    await deal(second);
    expect(await refusalOf(deal(first, second))).toEqual([["countDealt", "ids[1]"]]);
  });

  test("counts that were dealt with together get their reply again", async () => {
    const goods = await material();
    const other = await material();
    await receive(other, { qty: "5" });
    const ids = [await count([countLine(goods, "6")]), await count([countLine(other, "4")])];
    const reply = await deal(...ids);
    expect(reply.gain_loss_type).toBe("3");
    expect(await deal(...ids)).toEqual(reply);
    expect(await deal(ids[1] ?? "")).toEqual(reply);
  });

  test("unknown counts, also those of another account", async () => {
    const goods = await material();
    await receive(goods, { qty: "5" });
    const id = await count([countLine(goods, "6")]);
    expect(await refusalOf(deal("404", id, "405"))).toEqual([
      ["recordUnknown", "ids[0]"],
      ["recordUnknown", "ids[2]"],
    ]);
    expect(await refusalOf(demo().other.inv_check_bill.deal({ ids: [id] }))).toEqual([
      ["recordUnknown", "ids[0]"],
    ]);
  });
});
