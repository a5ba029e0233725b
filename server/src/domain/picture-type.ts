/** What kind of picture some bytes are, by how they begin; a file's name may say anything. */

/** Each part is the place of its first byte and the bytes there. */
const BEGINNINGS: readonly (readonly [
  type: string,
  ...parts: (readonly [at: number, bytes: readonly number[]])[],
])[] = [
  ["image/png", [0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
  ["image/jpeg", [0, [0xff, 0xd8, 0xff]]],
  ["image/gif", [0, [0x47, 0x49, 0x46, 0x38]]],
  // RIFF, four bytes of length, WEBP.
  ["image/webp", [0, [0x52, 0x49, 0x46, 0x46]], [8, [0x57, 0x45, 0x42, 0x50]]],
];

/** Its media type, or undefined for what is none of the four. */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const begins = ([at, wanted]: readonly [number, readonly number[]]) =>
    wanted.every((byte, index) => bytes[at + index] === byte);
  return BEGINNINGS.find(([, ...parts]) => parts.every(begins))?.[0];
}
