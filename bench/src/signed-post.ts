/** Signed POST requests as bytes, in the way of the vendor's clients. */
import { createHmac, randomInt } from "node:crypto";
import {
  canonicalText,
  SIGNATURE_AUTH_VERSION,
  SIGNATURE_HEADER,
  SIGNATURE_SIGN_HEADERS,
} from "@xingcang/contract";

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appToken: string;
}

export type SignedPost = (path: string, body: unknown) => string;

/** Nonces count up from a random one, so that no two requests are the same. */
export function signedPosts({ clientId, clientSecret, appToken }: Credentials): SignedPost {
  let made = randomInt(2 ** 40);
  const fixed = [
    "Host: 127.0.0.1",
    "Content-Type: application/json",
    `${SIGNATURE_HEADER.clientId}: ${clientId}`,
    `${SIGNATURE_HEADER.authVersion}: ${SIGNATURE_AUTH_VERSION}`,
    `${SIGNATURE_HEADER.signHeaders}: ${SIGNATURE_SIGN_HEADERS}`,
    `${SIGNATURE_HEADER.appToken}: ${appToken}`,
  ].join("\r\n");
  return (path, body) => {
    made += 1;
    const nonce = String(made);
    const timestamp = String(Date.now());
    const text = canonicalText({ method: "POST", path, query: [], nonce, timestamp });
    const hex = createHmac("sha256", clientSecret).update(text).digest("hex");
    const json = JSON.stringify(body);
    return (
      `POST ${path} HTTP/1.1\r\n${fixed}\r\n${SIGNATURE_HEADER.nonce}: ${nonce}\r\n` +
      `${SIGNATURE_HEADER.timestamp}: ${timestamp}\r\n` +
      `${SIGNATURE_HEADER.signature}: ${Buffer.from(hex).toString("base64")}\r\n` +
      `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
    );
  };
}
