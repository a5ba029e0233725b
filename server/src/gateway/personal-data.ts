/** Personal data on their way out (contract section 5). */
import { createCipheriv } from "node:crypto";
import { PERSONAL_DATA_VECTOR } from "@xingcang/contract";

/** Encrypts a field of a reply for one client. */
export type SealPersonalData = (text: string) => string;

/** @param clientSecret 32 ASCII characters */
export const personalDataSeal =
  (clientSecret: string): SealPersonalData =>
  (text) => {
    const cipher = createCipheriv("aes-256-cbc", clientSecret, PERSONAL_DATA_VECTOR);
    return cipher.update(text, "utf8", "base64") + cipher.final("base64");
  };
