import { expect, test } from "vitest";
import { pictureTypeOf } from "./picture-type.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ["\x89PNG\r\n\x1a\n and more", "image/png"],
  ["\xff\xd8\xff\xe0", "image/jpeg"],
  ["GIF89a", "image/gif"],
  ["RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"],
  ["RIFF\x10\x00\x00\x00WAVEfmt ", undefined],
  ["\x89PNG", undefined],
  ["<svg xmlns='http://www.w3.org/2000/svg'/>", undefined],
  ["", undefined],
])("%j is %s", (text, type) => {
  expect(pictureTypeOf(bytes(text))).toBe(type);
});
