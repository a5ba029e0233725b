import type { ErrorText } from "./errors.ts";

/** A business refusal: always HTTP 200 (D24). */
export const business = (
  errcode: number,
  zh: string,
  en: string,
  remedyZh: string,
  remedyEn: string,
): ErrorText => ({ errcode, status: 200, zh, en, remedyZh, remedyEn });
