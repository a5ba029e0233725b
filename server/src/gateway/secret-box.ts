import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const PREFIX = "xcbox1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that this key does not open: changed, cut short, or sealed by another key. */
export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
}

/**
 * Seals a secret for storage: AES-256-GCM under a 32-byte key, a fresh random nonce each time.
 * The prefix names the version and is authenticated as well; the rest is Base64url of
 * nonce, ciphertext and tag.
 * @throws SecretBoxError for a key of another length
 */
export function seal(key: Uint8Array, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", checkKey(key), nonce);
  cipher.setAAD(Buffer.from(PREFIX));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final()]);
  return PREFIX + Buffer.concat([sealed, cipher.getAuthTag()]).toString("base64url");
}

/**
 * Opens what {@link seal} made.
 * @throws SecretBoxError when the box was not sealed by this key or is not whole
 */
export function open(key: Uint8Array, boxed: string): string {
  if (!boxed.startsWith(PREFIX)) throw new SecretBoxError("Not a sealed secret of version 1");
  const bytes = Buffer.from(boxed.slice(PREFIX.length), "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SecretBoxError("A sealed secret is cut");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv("aes-256-gcm", checkKey(key), nonce, options);
  decipher.setAAD(Buffer.from(PREFIX));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    throw new SecretBoxError("A sealed secret was changed or sealed by another key");
  }
}

function checkKey(key: Uint8Array): Uint8Array {
  if (key.length !== 32) throw new SecretBoxError("The key of a secret box has 32 bytes");
  return key;
}
