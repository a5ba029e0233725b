/** The built-in `fetch` over real HTTP: what is signed is what arrives. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyDigest } from "@xingcang/contract";
import { expect, test } from "vitest";
import { clientOf, fakeServer, success } from "../test-support/fake-server.ts";

test("a call over HTTP", async () => {
  const fake = fakeServer(() => success({ total_page: 1, rows: [] }));
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, headers, url } = request;
    const body = chunks.length > 0 ? Buffer.concat(chunks).toString() : undefined;
    const init = { method, headers: headers as Record<string, string>, body };
    const answer = await fake.fetch(`http://fake${url}`, init);
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = http.address() as AddressInfo;
    const client = clientOf(fake, { baseUrl: `http://127.0.0.1:${port}`, fetch: undefined });
    await client.store.list({ search: "主仓 '!~()*+%&=/?#\"<>|", groupid: ["2", "1"] });
    await client.store.save({ number: "CK001", name: "主仓 😀" });
    const [list, save] = fake.to("store");
    expect(new URLSearchParams(list?.rawQuery).get("search")).toBe("主仓 '!~()*+%&=/?#\"<>|");
    expect(save?.headers["x-xingcang-body-digest"]).toBe(await bodyDigest(save?.body ?? ""));
  } finally {
    http.closeAllConnections();
    http.close();
  }
});
