/**
 * 商品图片: uploaded, read and deleted by an address of this server; a material names it in `images`
 * or in the `picture_url` of a combination, and keeps it from being deleted.
 */
import { type InputOf, type materialEndpoints, PICTURE_BYTES_MAX } from "@xingcang/contract";
import { pictureTypeOf } from "../domain/picture-type.ts";
import { invalid } from "./master-rule.ts";
import { rowsOf, textOf } from "./material-facts.ts";
import type { Caller, Data, Reader, UnitOfWork } from "./ports.ts";
import { type Reason, refuse, refuseAll } from "./refused.ts";

type Upload = InputOf<(typeof materialEndpoints)["material_picture.upload"]>;
type Delete = InputOf<(typeof materialEndpoints)["material_picture.delete"]>;

/** Of an account, and of a material. */
const PICTURES_MAX = 20_000;
const IMAGES_MAX = 10;

const ADDRESS = "/xingcang/v1/material_picture?id=";

const addressOf = (id: string) => `${ADDRESS}${id}`;

/** A caller may have put the server's name before it; any other address is somebody else's. */
function idIn(address: string): string | undefined {
  const at = address.indexOf(ADDRESS);
  const id = at < 0 ? "" : address.slice(at + ADDRESS.length);
  return /^\d{1,20}$/.test(id) ? id : undefined;
}

// ---- upload, read, delete ----

export async function uploadPicture(unit: UnitOfWork, caller: Caller, input: Upload) {
  const { bytes, contentType, reasons } = readPicture(input.base_string);
  const count = await unit.countPictures();
  if (count >= PICTURES_MAX) {
    reasons.push({ key: "picturesFull", path: "", params: { max: String(PICTURES_MAX) } });
  }
  refuseAll(reasons);
  const id = unit.newId();
  const { file_name: fileName } = input;
  const made = { createdAt: unit.now, creatorId: caller.userId };
  await unit.savePicture({ id, fileName, contentType, bytes, ...made });
  return { url: addressOf(id) };
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Base64, also with the beginning of a data URL and in lines. */
function readPicture(given: string) {
  const text = given.replace(/^data:[^,]*;base64,/, "").replace(/\s+/g, "");
  const path = "base_string";
  const bytes = Buffer.from(text, "base64");
  const contentType = pictureTypeOf(bytes) ?? "";
  const reasons: Reason[] = [];
  if (text.length % 4 !== 0 || !BASE64.test(text)) {
    reasons.push({ key: "pictureUnreadable", path, params: {} });
  } else if (contentType === "") {
    reasons.push({ key: "pictureTypeUnsupported", path, params: {} });
  } else if (bytes.length > PICTURE_BYTES_MAX) {
    const params = { given: String(bytes.length), max: String(PICTURE_BYTES_MAX) };
    reasons.push({ key: "pictureTooLarge", path, params });
  }
  return { bytes, contentType, reasons };
}

export async function pictureView(reader: Reader, input: { id: string }): Promise<Data> {
  const picture = await reader.picture(input.id);
  if (picture === undefined) {
    return refuse("recordUnknown", "id", { given: `商品图片 ${input.id}` });
  }
  const { id, fileName, contentType, bytes } = picture;
  return {
    id,
    url: addressOf(id),
    file_name: fileName,
    content_type: contentType,
    size: bytes.length,
    base_string: Buffer.from(bytes).toString("base64"),
  };
}

/** Wire names of the fields of a material that hold addresses. */
const FIELDS = new Map([["material", ["images", "picture_url"]]]);

export async function deletePicture(unit: UnitOfWork, _caller: Caller, { url }: Delete) {
  const id = idIn(url) ?? "";
  if (!(await unit.knownPictures([id])).has(id)) {
    refuse("recordUnknown", "url", { given: `商品图片 ${url}` });
  }
  const fields = { masters: FIELDS, bills: new Map<string, readonly string[]>() };
  const by = await unit.findReference("picture", addressOf(id), fields);
  if (by !== undefined) refuse("recordInUse", "url", { given: "商品图片", by, action: "删除" });
  await unit.deletePicture(id);
  return { result: "success" };
}

// ---- pictures of a material ----

/** The material with each of our addresses as the upload gave it, and what is wrong with them. */
export async function checkPictures(
  unit: UnitOfWork,
  data: Data,
): Promise<{ data: Data; reasons: Reason[] }> {
  const images = imagesOf(data);
  const combinations = rowsOf(data, "aux_entity");
  const places = [
    ...images.map((url) => ({ path: "images", url })),
    ...combinations.map((row, index) => ({
      path: `aux_entity[${index}].picture_url`,
      url: textOf(row, "picture_url"),
    })),
  ];
  const known = await unit.knownPictures(places.flatMap(({ url }) => idIn(url) ?? []));
  const reasons = places
    .filter(({ url }) => !known.has(idIn(url) ?? "") && idIn(url) !== undefined)
    .map(({ path, url }): Reason => {
      const params = { title: "图片地址", given: url };
      return { key: "referenceUnknown", path, params };
    });
  if (images.length > IMAGES_MAX) {
    const why = [`最多 ${IMAGES_MAX} 张`, `at most ${IMAGES_MAX} pictures`] as const;
    reasons.unshift(invalid("images", "图片地址", String(images.length), why));
  }
  const kept = (url: string) => {
    const id = idIn(url);
    return id === undefined ? url : addressOf(id);
  };
  const rows = combinations.map((row) =>
    row.picture_url === undefined ? row : { ...row, picture_url: kept(textOf(row, "picture_url")) },
  );
  const changed = data.images === undefined ? {} : { images: images.map(kept) };
  return { data: { ...data, ...changed, aux_entity: rows }, reasons };
}

const imagesOf = (data: Data): readonly string[] =>
  Array.isArray(data.images) ? (data.images as string[]) : [];

/** 图片 as the detail shows them, and the address that a list shows. */
export function picturesView(data: Data): Data {
  const images = imagesOf(data);
  return {
    url: images[0],
    images: images.map((url, index) => ({ id: idIn(url), index: String(index + 1), url })),
  };
}
