import { expect, test } from "vitest";
import { createLog, redactUrl } from "./request-log.ts";

test.each([
  ["/a", "/a"],
  ["/a?b=1", "/a?b=1"],
  ["/a?app_key=1&app_signature=Mz%3D&uid=2", "/a?app_key=1&app_signature=***&uid=2"],
  ["/a?app_signature=x", "/a?app_signature=***"],
  ["/a?access_token=x&APP_SIGNATURE=y", "/a?access_token=***&APP_SIGNATURE=***"],
  ["/a?client_secret=x", "/a?client_secret=***"],
])("%s is logged as %s", (url, logged) => {
  expect(redactUrl(url)).toBe(logged);
});

test("secrets are blanked wherever they stand", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  log.info({ appSecret: "s1", headers: { "app-token": "s2" } });
  log.info({ client: { secret: "s3", headers: { "x-api-signature": "s4" } } });
  log.info({ password: "s5", db: { password: "s6" }, app_signature: "s7" });
  expect(lines.join("")).not.toMatch(/s\d/);
});
