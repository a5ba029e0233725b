/**
 * 一个签名请求，用 @xingcang/client。A signed request with @xingcang/client.
 *
 * npx tsx call.ts GET /jdy/v2/bd/store 'page=1&page_size=10'
 * npx tsx call.ts POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}'
 * 环境变量 / environment: BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID
 */
import { createClient } from "@xingcang/client";

const { BASE = "", CLIENT_ID = "", CLIENT_SECRET = "", OUTER_INSTANCE_ID = "" } = process.env;
const [method = "GET", path = "/jdy/v2/bd/store", input = ""] = process.argv.slice(2);

// 令牌、签名与重试都由客户端做 / the client does tokens, signatures and retries
const client = createClient({
  baseUrl: BASE,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  outerInstanceId: OUTER_INSTANCE_ID,
});
const isRead = method === "GET";
const query = Object.fromEntries(new URLSearchParams(isRead ? input : ""));
const { body } = await client.call(method, path, isRead ? { query } : { body: input });
console.log(body);
