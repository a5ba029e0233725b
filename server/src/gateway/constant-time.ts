import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Compares without telling by its time where two texts differ. Their lengths are not secret: every
 * signature here has 88 characters.
 */
export function equalInConstantTime(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The vendor's signature: Base64 of the lower-case hex of HMAC-SHA256 (contract section 3). */
export function signText(text: string, secret: string): string {
  const hex = createHmac("sha256", secret).update(text).digest("hex");
  return Buffer.from(hex, "latin1").toString("base64");
}
