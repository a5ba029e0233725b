/**
 * The ceiling of HTTP: Fastify with the server's own signature check and the parsing of the body,
 * and no database. Started as a process by `processes.ts`; the client's secret is its argument.
 */
import Fastify from "fastify";
import { verifySignature } from "xingcang/dist/gateway/verify-signature.js";
import { parseBody } from "xingcang/dist/http/body.js";

const [secret] = process.argv.slice(2);

interface Occupation {
  readonly bill_id: string;
}

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
  done(null, parseBody(body as Buffer));
});
app.addHook("onRequest", async ({ raw }) => {
  const [rawPath = "", rawQuery = ""] = (raw.url ?? "").split("?");
  const { method = "", headers } = raw;
  const nowMs = Date.now();
  const verdict = verifySignature({ method, rawPath, rawQuery, headers, secret, nowMs });
  if (!verdict.ok) throw new Error(verdict.reason);
});
app.post("/jdy/v2/scm/inv_occupy", async ({ body }) => ({
  errcode: 0,
  data: { ids: [(body as Occupation).bill_id] },
}));
process.on("disconnect", () => process.exit());
process.send?.(await app.listen({ port: 0, host: "127.0.0.1" }));
