import { type AnyMaster, bills, bodyDigest, endpoints, masters } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import { clientOf, fakeServer, refusal, success } from "../test-support/fake-server.ts";
import { ApiError, ConnectionError } from "./api-error.ts";
import { queryPairs } from "./client.ts";

const hold = {
  bill_type_id: "isv_bill",
  bill_id: "1001",
  material_entity: [{ bill_entry_id: "1", material_id: "7", qty: "2.5", unit: "3", stock_id: "4" }],
};
const held = success({ ids: ["1001"], ret_ids: ["9"] });

describe("a call", () => {
  test("of a GET: sorted query, signed, no key", async () => {
    const server = fakeServer(() => success({ total_page: 1, rows: [] }));
    await clientOf(server).store.list({
      search: "主 仓+&='!",
      page_size: 100,
      groupid: ["2", "1"],
    });
    const [call] = server.to("store");
    expect(call?.rawQuery).toBe(
      "groupid=2%2C1&page_size=100&search=%E4%B8%BB%20%E4%BB%93%2B%26%3D'!",
    );
    expect(call?.headers).toMatchObject({
      "content-type": "application/json",
      "x-api-auth-version": "2.0",
      "x-api-clientid": "200001",
      "x-api-nonce": expect.stringMatching(/^[1-9]\d{0,9}$/),
      "x-api-signature": expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
      "x-api-signheaders": "X-Api-TimeStamp,X-Api-Nonce",
      "x-api-timestamp": "1670305063559",
    });
    expect(call?.headers["idempotency-key"]).toBeUndefined();
    expect(call?.headers["x-xingcang-body-digest"]).toBeUndefined();
    expect(call?.body).toBeUndefined();
  });

  test("of a POST: body, digest, key, further headers", async () => {
    const server = fakeServer(() => held);
    const client = clientOf(server, { baseUrl: "http://xingcang.test/" });
    const reply = await client.stock.occupy(hold, { headers: { "x-trace": "t1" } });
    expect(reply).toEqual({ ids: ["1001"], ret_ids: ["9"] });
    const [call] = server.to("inv_occupy");
    expect(JSON.parse(call?.body ?? "")).toEqual(hold);
    expect(call?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(call?.headers["x-trace"]).toBe("t1");
    expect(call?.headers["x-xingcang-body-digest"]).toBe(await bodyDigest(call?.body ?? ""));
    expect(call?.headers["x-api-signheaders"]).toBe(
      "X-Api-TimeStamp,X-Api-Nonce,X-Xingcang-Body-Digest",
    );
  });

  test("signs as the vendor's clients do when it is told to", async () => {
    const server = fakeServer(() => held);
    await clientOf(server, { signBody: false }).stock.occupy(hold);
    const [call] = server.to("inv_occupy");
    expect(call?.headers["x-api-signheaders"]).toBe("X-Api-TimeStamp,X-Api-Nonce");
    expect(call?.headers["x-xingcang-body-digest"]).toBeUndefined();
  });

  test("takes the caller's key", async () => {
    const server = fakeServer(() => held);
    await clientOf(server).stock.occupy(hold, { idempotencyKey: "order-17" });
    expect(server.to("inv_occupy")[0]?.headers["idempotency-key"]).toBe("order-17");
  });

  test("keeps every digit of a double, both ways", async () => {
    const unit = '{"id":"1","coefficient":12345678901234.5678901234,"index":1}';
    const server = fakeServer(({ method }) =>
      method === "POST"
        ? success({ ids: [], id_number_map: {} })
        : { body: `{"errcode":0,"description":"success","data":${unit}}` },
    );
    const client = clientOf(server);
    const { coefficient, index } = await client.material_unit.detail({ id: "1" });
    expect({ coefficient, index }).toEqual({ coefficient: "12345678901234.5678901234", index: 1 });
    await client.inv_disassemble.save({
      material_entity: [
        {
          material_id: "7",
          material_type: "S",
          qty: "1",
          unit_id: "3",
          stock_id: "4",
          cost_share_percent: "50.33300000",
        },
      ],
    });
    expect(server.to("inv_disassemble")[0]?.body).toContain('"cost_share_percent":50.33300000');
  });

  test("that is refused throws what the server said", async () => {
    const errors = [{ field: "material_entity[0].qty", row: 1, key: "stockShort", remedy: "减少" }];
    const server = fakeServer(() => refusal(2000003001, { errors, request_id: "r1" }));
    const failed = clientOf(server).stock.occupy(hold, { idempotencyKey: "k1" });
    const expected = { key: "stockShort", errors, requestId: "r1", idempotencyKey: "k1" };
    await expect(failed).rejects.toMatchObject(expected);
  });

  test("in strict mode is refused before it is sent, with all faults", async () => {
    const server = fakeServer(() => held);
    const failed = clientOf(server, { strict: true }).stock.occupy({
      ...hold,
      bill_id: "",
      material_entity: [{ ...hold.material_entity[0]!, qty: 2 as never }],
    });
    await expect(failed).rejects.toBeInstanceOf(ApiError);
    await expect(failed).rejects.toMatchObject({
      httpStatus: 0,
      errors: expect.arrayContaining([
        expect.objectContaining({ field: "bill_id", row: 0, key: "fieldRequired" }),
        expect.objectContaining({ field: "material_entity[0].qty", row: 1, key: "strictString" }),
      ]),
    });
    expect(server.calls).toHaveLength(0);
  });
});

describe("retries", () => {
  const lost = () => {
    throw new TypeError("fetch failed");
  };

  test.each([
    ["a lost connection", lost],
    ["502", () => refusal(502, {}, 502)],
    ["503", () => refusal(503, {}, 503)],
    ["429", () => refusal(429, {}, 429)],
  ])("a write after %s, signed afresh, same key, same body", async (_, first) => {
    const server = fakeServer((__, n) => (n < 2 ? first() : held));
    const client = clientOf(server, {
      wait: async (ms) => {
        server.clock.now += ms;
      },
    });
    await client.stock.occupy(hold);
    const calls = server.to("inv_occupy");
    expect(calls).toHaveLength(3);
    const distinct = (name: string) => new Set(calls.map(({ headers }) => headers[name])).size;
    expect(distinct("idempotency-key")).toBe(1);
    expect(distinct("x-api-signature")).toBe(3);
    expect(distinct("x-api-timestamp")).toBe(3);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
  });

  test("waits as long as Retry-After says", async () => {
    const waits: number[] = [];
    const busy = { ...refusal(503, {}, 503), headers: { "Retry-After": "7" } };
    const server = fakeServer((_, n) => (n === 0 ? busy : held));
    const wait = async (ms: number) => {
      waits.push(ms);
    };
    await clientOf(server, { wait }).stock.occupy(hold);
    expect(waits).toEqual([7000]);
  });

  test.each([
    ["a business refusal", refusal(2000003001)],
    ["a fault of the request", refusal(2000002101, {}, 400)],
    ["a conflict of keys", refusal(2000002140, {}, 409)],
    ["a missing permission", refusal(403, {}, 403)],
    ["a server fault", refusal(2000002000, {}, 500)],
    ["a gateway refusal", refusal(5001, {}, 519)],
    ["a redirect", { status: 302, headers: { location: "http://evil.test" }, body: "" }],
  ])("none after %s", async (_, reply) => {
    const server = fakeServer(() => reply);
    await expect(clientOf(server).stock.occupy(hold)).rejects.toBeInstanceOf(ApiError);
    expect(server.to("inv_occupy")).toHaveLength(1);
  });

  test("end with what happened last", async () => {
    const server = fakeServer(lost);
    const failed = clientOf(server, { retries: 2 }).stock.occupy(hold, { idempotencyKey: "k" });
    await expect(failed).rejects.toBeInstanceOf(ConnectionError);
    await expect(failed).rejects.toMatchObject({ attempts: 3, idempotencyKey: "k" });
    expect(server.to("inv_occupy")).toHaveLength(3);
    const busy = fakeServer(() => refusal(503, {}, 503));
    await expect(clientOf(busy).store.list()).rejects.toMatchObject({ key: "serverBusy" });
    expect(busy.to("store")).toHaveLength(4);
  });

  test("of writes can be turned off; reads are still retried", async () => {
    const server = fakeServer(lost);
    const client = clientOf(server, { retryWrites: false, retries: 1 });
    await expect(client.stock.occupy(hold)).rejects.toMatchObject({ attempts: 1 });
    await expect(client.store.list()).rejects.toMatchObject({ attempts: 2 });
  });

  test("stop when the caller gives up", async () => {
    const giveUp = new AbortController();
    const server = fakeServer(() => {
      giveUp.abort(new Error("enough"));
      throw new TypeError("aborted");
    });
    const failed = clientOf(server).store.list({}, { signal: giveUp.signal });
    await expect(failed).rejects.toThrow("enough");
    expect(server.to("store")).toHaveLength(1);
  });

  test("an attempt has its time", async () => {
    const server = fakeServer(() => held);
    const slow: typeof fetch = (input, init) =>
      String(input).includes("inv_occupy")
        ? new Promise((_, reject) => {
            init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
          })
        : server.fetch(input, init);
    const client = clientOf(server, { fetch: slow, timeoutMs: 20, retries: 0 });
    await expect(client.stock.occupy(hold)).rejects.toBeInstanceOf(ConnectionError);
  });
});

describe("call", () => {
  test("answers as it came and throws no refusal", async () => {
    const server = fakeServer(() => ({ ...refusal(5001, {}, 519), headers: { "X-Id": "1" } }));
    const client = clientOf(server);
    const reply = await client.call("get", "/jdy/v2/bd/nothing", { query: { page: 1, on: true } });
    expect(reply).toMatchObject({ status: 519, headers: { "x-id": "1" } });
    expect(reply.body).toContain("5001");
    expect(server.calls.at(-1)).toMatchObject({ method: "GET", rawQuery: "on=true&page=1" });
  });

  test("sends text as it is and objects by the schema of a known endpoint", async () => {
    const server = fakeServer(() => held);
    const client = clientOf(server);
    await client.call("POST", "/jdy/v2/scm/inv_occupy", { body: '{ "a": 1 }' });
    await client.call("POST", "/jdy/v2/scm/inv_disassemble", {
      body: { material_entity: [{ cost_share_percent: "0.10" }] },
    });
    expect(server.to("inv_occupy")[0]?.body).toBe('{ "a": 1 }');
    expect(server.to("inv_occupy")[0]?.headers["idempotency-key"]).toBeDefined();
    expect(server.to("inv_disassemble")[0]?.body).toBe(
      '{"material_entity":[{"cost_share_percent":0.10}]}',
    );
  });

  test("of an auth path carries no token", async () => {
    const server = fakeServer(() => held);
    await clientOf(server).call("POST", "/jdyconnector/app_management/push_app_authorize");
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]?.headers["app-token"]).toBeUndefined();
  });
});

describe("queryPairs", () => {
  test.each([
    [
      "scalars",
      { a: "x", b: 1.5, c: false },
      [
        ["a", "x"],
        ["b", "1.5"],
        ["c", "false"],
      ],
    ],
    ["a list", { ids: ["7", 8] }, [["ids", "7,8"]]],
    ["unset values", { a: undefined, b: null, c: "" }, [["c", ""]]],
  ])("%s", (_, query, expected) => {
    expect(queryPairs(query)).toEqual(expected);
  });

  test.each([
    ["an empty list", { ids: [] }, RangeError],
    ["an id that lost digits", { id: 2 ** 60 }, TypeError],
  ])("refuses %s", (_, query, kind) => {
    expect(() => queryPairs(query)).toThrow(kind);
  });
});

describe("the methods", () => {
  const client = clientOf(fakeServer(() => held)) as unknown as Record<
    string,
    Record<string, unknown>
  >;

  test("are those of the contract", () => {
    for (const { operation } of endpoints) {
      const [resource = "", action = ""] = operation.split(".");
      expect(typeof client[resource]?.[action], operation).toBe("function");
    }
  });

  // The types go by the records' keys and by what a declaration declares: both must be served.
  test("have the names that their types say", () => {
    for (const [key, { name }] of Object.entries({ ...masters, ...bills })) expect(name).toBe(key);
    for (const master of Object.values<AnyMaster>(masters)) {
      for (const action of ["list", "detail", "save"] as const) {
        const declared = (master as unknown as Record<string, unknown>)[action] !== undefined;
        expect(client[master.name]?.[action] !== undefined, `${master.name}.${action}`).toBe(
          declared,
        );
      }
    }
  });
});

test("bodyDigest", async () => {
  expect(await bodyDigest("{}")).toBe("sha-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=");
});
