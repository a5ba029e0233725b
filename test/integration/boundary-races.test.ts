/**
 * Sixteen requests at once want what is there for five, on every route that can move stock (P2):
 * exactly those that fit are done, the others are refused clearly, and nothing is oversold.
 */
import type { ApiError } from "@xingcang/client";
import { expect, test } from "vitest";
import { readAnswer } from "../../client/src/api-error.ts";
import { expectClear, useDemoServer } from "../support/running-server.ts";
import { type StockWrite, stockWriteNames, stockWrites } from "../support/stock-writes.ts";

const demo = useDemoServer();
const cases = stockWrites(demo);

test("every route that may move stock has its case", () => {
  expect(Object.keys(cases).sort()).toEqual([...stockWriteNames].sort());
});

async function race({ path, bodies }: StockWrite): Promise<(ApiError | undefined)[]> {
  const replies = bodies.map((body) => demo().client.call("POST", path, { body }));
  return (await Promise.all(replies)).map((reply) => {
    expect(reply.status, reply.body).toBe(200);
    const answer = readAnswer(reply);
    return answer.ok ? undefined : answer.error;
  });
}

test.each(Object.keys(cases))("%s", async (name) => {
  const write = await cases[name]!();
  const errors = await race(write);
  const refusals = errors.filter((error) => error !== undefined);
  const keys = refusals.map(({ errors: details }) => details.map(({ key }) => key).join());
  const refused = write.bodies.length - write.accepted;
  expect(keys).toEqual(Array.from({ length: refused }, () => write.refusedBy));
  for (const error of refusals) await expectClear(Promise.reject(error));
  expect(await write.outcome()).toEqual(write.expected);
});
