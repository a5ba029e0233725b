/** 商品图片 over HTTP: upload, use by materials, download, delete, limits, and one account each. */
import { describe, expect, test } from "vitest";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();
const client = () => demo().client;
const PATH = "/jdy/v2/bd/material_picture";
const unit = { base_unit_id: "1004" };

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]);
const base64 = (bytes: Buffer) => bytes.toString("base64");

const upload = async (bytes = PNG, file_name = "front.png") =>
  (await client().material_picture.upload({ file_name, base_string: base64(bytes) })).url;
const idIn = (url: string) => /id=(\d+)$/.exec(url)?.[1] ?? "";
const download = (url: string) => client().xingcang.picture({ id: idIn(url) });
const save = async (more: object) => {
  const saved = await client().material.save({ name: "有图", ...unit, ...more } as never);
  return saved.ids[0] ?? "";
};
const saveNamed = (more: object) => save({ ignore_warn: true, ...more });
const remove = (url: string) => client().material_picture.delete({ url });

describe("a picture", () => {
  test("comes back as it was sent, and goes", async () => {
    const url = await upload();
    const jpeg = await upload(JPEG, "侧面.jpg");
    expect(await download(url)).toEqual({
      id: idIn(url),
      url,
      file_name: "front.png",
      content_type: "image/png",
      size: PNG.length,
      base_string: base64(PNG),
    });
    expect(await download(jpeg)).toMatchObject({
      file_name: "侧面.jpg",
      content_type: "image/jpeg",
      size: 2004,
    });
    expect(Buffer.from((await download(jpeg)).base_string, "base64").equals(JPEG)).toBe(true);
    expect(await remove(url)).toEqual({ result: "success" });
    expect(await refusalOf(download(url))).toEqual([["recordUnknown", "id"]]);
    expect(await refusalOf(remove(url))).toEqual([["recordUnknown", "url"]]);
    expect(await download(jpeg)).toMatchObject({ size: 2004 });
  });

  test("is read at its address by whoever signs as the account", async () => {
    const url = await upload();
    const reply = await client().call("GET", url.split("?")[0] ?? "", { query: { id: idIn(url) } });
    expect(JSON.parse(reply.body).data.base_string).toBe(base64(PNG));
    const bare = await fetch(`${demo().server.url}${url}`);
    expect(bare.status).toBeGreaterThanOrEqual(400);
    expect(await bare.text()).not.toContain(base64(PNG));
  });

  test("is of one account: another neither reads nor deletes nor uses it", async () => {
    const url = await upload();
    const { other } = demo();
    expect(await refusalOf(other.xingcang.picture({ id: idIn(url) }))).toEqual([
      ["recordUnknown", "id"],
    ]);
    expect(await refusalOf(other.material_picture.delete({ url }))).toEqual([
      ["recordUnknown", "url"],
    ]);
    expect(await download(url)).toMatchObject({ url });
  });

  test("may come as a data URL and in lines", async () => {
    const lines = base64(JPEG).replace(/(.{76})/g, "$1\r\n");
    const base_string = `data:image/jpeg;base64,${lines}`;
    const { url } = await client().material_picture.upload({ file_name: "a.jpg", base_string });
    expect((await download(url)).base_string).toBe(base64(JPEG));
  });

  test("of 2 MiB is taken, one byte more is not", async () => {
    const large = Buffer.concat([JPEG, Buffer.alloc(2_097_152 - JPEG.length)]);
    expect(await download(await upload(large))).toMatchObject({ size: 2_097_152 });
    const body = { file_name: "a.jpg", base_string: base64(Buffer.concat([large, PNG])) };
    const refused = await unchanged(demo(), () => refusedCall(demo(), { path: PATH, body }));
    expect(refused.faults).toEqual([["pictureTooLarge", "base_string"]]);
    expect(refused.text).toContain("2097152");
  });

  test.each([
    ["no Base64", "这不是图片", "pictureUnreadable"],
    ["half a Base64", base64(PNG).slice(0, -3), "pictureUnreadable"],
    ["a drawing in text", base64(Buffer.from("<svg/>  ")), "pictureTypeUnsupported"],
    ["a page", base64(Buffer.from("<script>")), "pictureTypeUnsupported"],
  ])("is refused when it is %s", async (_name, base_string, key) => {
    const body = { file_name: "a.png", base_string };
    const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path: PATH, body }));
    expect(faults).toEqual([[key, "base_string"]]);
  });

  test("nothing is kept of a trial", async () => {
    const body = { file_name: "a.png", base_string: base64(PNG) };
    const headers = { "X-Xingcang-Dry-Run": "1" };
    const reply = await unchanged(demo(), () => client().call("POST", PATH, { body, headers }));
    expect(JSON.parse(reply.body).data.url).toMatch(/id=\d+$/);
  });
});

describe("pictures of a material", () => {
  test("are shown in their order, and stay while it shows them", async () => {
    const [front, back] = [await upload(), await upload(JPEG)];
    const foreign = "https://img.example.com/1.png";
    // As a caller may have completed it.
    const id = await saveNamed({ images: [`${demo().server.url}${front}`, foreign, back] });
    expect((await client().material.detail({ id })).images).toEqual([
      { id: idIn(front), index: "1", aux_prop_id: "", url: front },
      { id: "", index: "2", aux_prop_id: "", url: foreign },
      { id: idIn(back), index: "3", aux_prop_id: "", url: back },
    ]);
    expect((await client().material.list({ ids: [id] })).rows).toMatchObject([{ url: front }]);
    expect(await refusalOf(remove(back))).toEqual([["recordInUse", "url"]]);
    await saveNamed({ id, images: [front] });
    expect(await remove(back)).toEqual({ result: "success" });
    expect(await refusalOf(remove(front))).toEqual([["recordInUse", "url"]]);
    await client().system.commonOperate({
      entity_number: "bd_material",
      operate_type: "delete",
      ids: [id],
    });
    expect(await remove(front)).toEqual({ result: "success" });
  });

  test("those of a combination count as well", async () => {
    const { rows } = await client().aux_attribute.list({ page_size: 1 });
    const url = await upload();
    const aux_entity = [{ aux_id1: rows[0]?.id, picture_url: `https://host${url}` }];
    const id = await saveNamed({ is_asst_attr: true, aux_entity });
    expect((await client().material.detail({ id })).aux_entity).toMatchObject([
      { picture_url: url },
    ]);
    expect(await refusalOf(remove(url))).toEqual([["recordInUse", "url"]]);
  });

  test("must be there, and are ten at most", async () => {
    const url = await upload();
    const gone = url.replace(/\d+$/, "404");
    const body = { name: "图片有误", ...unit, images: [...Array(10).fill(url), gone] };
    const path = "/jdy/v2/bd/material";
    const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path, body }));
    expect(faults).toEqual([
      ["valueInvalid", "images"],
      ["referenceUnknown", "images"],
    ]);
  });
});

test("an account that is full takes no more", async () => {
  const { pool } = demo().server.system.database;
  const { accountId } = demo().server.provisioned.grant;
  await pool.query(
    `insert into picture (account_id, id, file_name, content_type, bytes, created_at, creator_id)
     select $1, 'full' || n, '', 'image/png', '', now(), '1' from generate_series(1, 20000) n`,
    [accountId],
  );
  const body = { file_name: "a.png", base_string: base64(PNG) };
  expect((await refusedCall(demo(), { path: PATH, body })).faults).toEqual([["picturesFull", ""]]);
});
