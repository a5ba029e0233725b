/** Phones and addresses leave the server encrypted for the client that asks. Contract section 5. */
import { openPersonalData } from "@xingcang/contract";
import { expect, test } from "vitest";
import { readConfig } from "../../server/src/config.ts";
import { personalDataSeal } from "../../server/src/gateway/personal-data.ts";
import { useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

const SECRET = "0123456789abcdef0123456789abcdef";
const PHONE = "13800000000";
/** As `openssl enc -aes-256-cbc -base64` writes it with the vendor's vector. */
const SEALED = "Dko5eWh6JYu73Piy11eWFg==";

test("as other implementations encrypt", async () => {
  expect(personalDataSeal(SECRET)(PHONE)).toBe(SEALED);
  expect(await openPersonalData(SEALED, SECRET)).toBe(PHONE);
  await expect(openPersonalData(SEALED, SECRET.replace("0", "1"))).rejects.toThrow();
});

test("what is saved in the clear is read encrypted, each client with its own key", async () => {
  const { client, clientWith, server } = demo();
  const address = "广东省深圳市南山区科技园 1 号 🏭";
  const receiver = { contact_phone: PHONE, contact_address: address, contact_linkman: "张三" };
  const row = { material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" };
  const { ids } = await client.inv_other_out.save({
    bill_date: "2026-08-31",
    trans_type_id: "13",
    ...receiver,
    material_entity: [row],
  } as never);
  const [id = ""] = ids;
  const seen = await client.inv_other_out.detail({ id });
  expect(seen).toMatchObject({ contact_linkman: "张三", contact_phone: SEALED });
  expect(await openPersonalData(seen.contact_address, SECRET)).toBe(address);

  const { access } = server.system;
  const other = await access.createClient({ name: "另一个应用" });
  const { accountId } = server.provisioned.grant;
  await access.grantAccess({ clientId: other.id, outerInstanceId: "XC-OTHER", accountId });
  const theirs = clientWith({
    clientId: other.id,
    clientSecret: other.secret,
    outerInstanceId: "XC-OTHER",
  });
  const { contact_phone: sealed } = await theirs.inv_other_out.detail({ id });
  expect(sealed).not.toBe(SEALED);
  expect(await openPersonalData(sealed, other.secret)).toBe(PHONE);
});

test("what is not set stays empty", async () => {
  const { client } = demo();
  const row = { material_id: "4006", unit_id: "1005", stock_id: "2002", qty: "1" };
  const bill = { bill_date: "2026-08-31", trans_type_id: "13", material_entity: [row] };
  const { ids } = await client.inv_other_out.save(bill as never);
  const seen = await client.inv_other_out.detail({ id: ids[0] ?? "" });
  expect([seen.contact_phone, seen.contact_address]).toEqual(["", ""]);
  expect(await openPersonalData(seen.contact_phone, SECRET)).toBe("");
});

test.each(["", "short", `${SECRET}0`, SECRET.replace("0", "é")])(
  "a given client secret that is no key is refused: %s",
  (secret) => {
    const environment = {
      XINGCANG_CLIENT_ID: "205022",
      XINGCANG_CLIENT_SECRET: secret,
      XINGCANG_OUTER_INSTANCE_ID: "X",
    };
    expect(() => readConfig(environment)).toThrow("XINGCANG_CLIENT_SECRET");
  },
);
