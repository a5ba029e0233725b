/**
 * The line loses requests and replies (P1): who sends again with the same key, until there is an
 * answer, has done it once, however often it arrived.
 */
import { ConnectionError } from "@xingcang/client";
import { afterEach, expect, test } from "vitest";
import { type Deed, planOf, randomOf, send } from "../support/load.ts";
import { expectAllDoneOnce, goodsOf } from "../support/load-outcome.ts";
import { type LossyProxy, lossyProxy } from "../support/lossy-proxy.ts";
import { SEED } from "../support/random.ts";
import { useDemoServer } from "../support/running-server.ts";
import { warehouse } from "../support/warehouse.ts";

const demo = useDemoServer();
const random = randomOf(SEED);

let line: LossyProxy | undefined;
afterEach(() => line?.close());

async function clientOnTheLine() {
  line = await lossyProxy(demo().server.url, random);
  return demo().clientWith({ baseUrl: line.url, retries: 0 });
}

/** Tries until there is an answer. */
async function persist<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  }
}

const WORKERS = 8;
const DEEDS = 300;

test(`${DEEDS} writes over a line that is cut, seed ${SEED}`, async () => {
  const client = await clientOnTheLine();
  const prefix = "L";
  const goods = [await goodsOf(demo().client, "断线甲"), await goodsOf(demo().client, "断线乙")];
  const plan = planOf(prefix, goods, random);
  const work = async (): Promise<void> => {
    while (plan.deeds.length < DEEDS) {
      const deed: Deed = plan.next();
      deed.reply = await persist(() => send(client, deed));
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  for (const count of Object.values(line?.cuts ?? {})) expect(count).toBeGreaterThan(0);
  await expectAllDoneOnce(demo().client, { plan, prefix, goods });
});

test("audits of 200 rows over it are each done once", async () => {
  const client = await clientOnTheLine();
  const goods = await goodsOf(demo().client, "断线丙");
  const { stock, row } = warehouse(demo);
  let left = Number((await stock(goods))[0]);
  for (let bill = 0; bill < 8; bill += 1) {
    const material_entity = Array.from({ length: 200 }, () => row(goods, "1"));
    const head = { bill_date: "2026-03-01", trans_type_id: "13", operation_key: "audit" };
    const options = { idempotencyKey: `rows-${bill}` };
    const body = { ...head, material_entity } as never;
    await persist(() => client.inv_other_out.save(body, options));
    left -= 200;
    expect(await stock(goods)).toEqual([`${left}`, "0", `${left}`]);
  }
});

test("the client's own retries are enough", async () => {
  await clientOnTheLine();
  const patient = demo().clientWith({ baseUrl: line?.url ?? "", retries: 12 });
  const { stock, held } = warehouse(demo);
  const goods = await goodsOf(demo().client, "断线丁");
  const [onHand = ""] = await stock(goods);
  for (let bill = 0; bill < 10; bill += 1) {
    await patient.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: `patient-${bill}`,
      is_re_calc_qty: true,
      material_entity: [held(goods, "1")],
    } as never);
  }
  expect(await stock(goods)).toEqual([onHand, "10", `${Number(onHand) - 10}`]);
});
