/**
 * The digest of the body (D43), which closes what the vendor's signature leaves open: whoever can
 * change bytes on the way could put another body under it.
 */
import { createHash } from "node:crypto";
import { SIGNATURE_HEADER } from "@xingcang/contract";
import { refuse } from "../application/refused.ts";
import { equalInConstantTime } from "./constant-time.ts";
import { headerValue, type RequestHeaders, signedBodyDigest } from "./verify-signature.ts";

/** A request that was let in, with its body. */
export interface ReceivedBody {
  readonly headers: RequestHeaders;
  readonly bytes: Buffer;
  /** Whether the account lets no body in whose digest is not signed. */
  readonly required: boolean;
}

const SHOWN_MAX = 60;

/**
 * A digest that was sent must be the one of the bytes, signed or not, empty body or not: one that
 * is only sent shows accidents, one that is signed shows changes on purpose.
 * @throws Refused bodyDigestMismatch, bodyDigestRequired
 */
export function checkBodyDigest({ headers, bytes, required }: ReceivedBody): void {
  const signed = signedBodyDigest({ headers });
  const given = signed ?? headerValue(headers, SIGNATURE_HEADER.bodyDigest);
  if (signed !== undefined || given !== "") {
    const right = Buffer.from(`sha-256=${createHash("sha256").update(bytes).digest("base64")}`);
    if (!equalInConstantTime(Buffer.from(given), right)) {
      refuse("bodyDigestMismatch", "", { given: given.slice(0, SHOWN_MAX) });
    }
  }
  if (required && bytes.length > 0 && signed === undefined) refuse("bodyDigestRequired", "", {});
}
