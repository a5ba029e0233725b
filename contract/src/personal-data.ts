/**
 * Phones and addresses of people: replies carry them encrypted for the client that asks, with
 * AES-256-CBC, PKCS#7 and Base64; the key is the client secret, the vector is the same for all
 * (contract section 5). What is not set stays empty. Saves take them in the clear.
 */

/** AES-256 needs a key of so many bytes: a client secret is so many ASCII characters. */
export const CLIENT_SECRET_LENGTH = 32;

/** The vendor's vector, the same for every value. */
export const PERSONAL_DATA_VECTOR = "5e8y6w45ju8w9jq8";

/** Whether a client secret can be a key: 32 visible ASCII characters. */
export const isClientSecret = (secret: string): boolean =>
  secret.length === CLIENT_SECRET_LENGTH && /^[\x21-\x7e]+$/.test(secret);

/**
 * What stands behind an encrypted field of a reply. Needs WebCrypto: browsers, Node from 20 on.
 * @throws when the text was not encrypted for this client
 * @example
 * await openPersonalData(detail.contact_phone, clientSecret); // "13800000000"
 */
export async function openPersonalData(sealed: string, clientSecret: string): Promise<string> {
  if (sealed === "") return "";
  const encoder = new TextEncoder();
  const { subtle } = crypto;
  const key = await subtle.importKey("raw", encoder.encode(clientSecret), "AES-CBC", false, [
    "decrypt",
  ]);
  const algorithm = { name: "AES-CBC", iv: encoder.encode(PERSONAL_DATA_VECTOR) };
  const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(await subtle.decrypt(algorithm, key, bytes));
}
