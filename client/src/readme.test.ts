/** The example of README.md is `example/hold-and-release.ts`, word for word, and it runs. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { connect, holdAndRelease, storeNumbers } from "../example/hold-and-release.ts";
import { clientOf, fakeServer, refusal, success } from "../test-support/fake-server.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("README shows the example", () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(read("../README.md")) ?? [];
  expect(shown).toBe(read("../example/hold-and-release.ts"));
});

test("the example holds and releases", async () => {
  const server = fakeServer(({ path }) =>
    success(path.endsWith("inv_occupy") ? { ids: ["ORDER-1001"], ret_ids: ["9"] } : {}),
  );
  expect(await holdAndRelease(clientOf(server))).toEqual(["9"]);
  expect(JSON.parse(server.to("inv_release_occupy")[0]?.body ?? "")).toMatchObject({
    src_inter_id: "ORDER-1001",
    material_entity: [{ src_entry_id: "1", qty: "2.5" }],
  });
});

test("the example tells what to change", async () => {
  const errors = [{ field: "material_entity[0].qty", remedy: "减少数量" }];
  const server = fakeServer(() => refusal(2000003001, { errors }));
  expect(await holdAndRelease(clientOf(server))).toEqual(["material_entity[0].qty: 减少数量"]);
});

test("the example lists the stores", async () => {
  const server = fakeServer(() => success({ total_page: 1, rows: [{ number: "CK001" }] }));
  expect(await storeNumbers(clientOf(server))).toEqual(["CK001"]);
  expect(typeof connect("200001", "secret").store.list).toBe("function");
});
