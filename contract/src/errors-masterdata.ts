/** Refusals of single kinds of master data. Errcodes 20000022xx beside those of all kinds. */

import type { ErrorText } from "./errors.ts";
import { business } from "./errors-business.ts";

export const masterdataErrors = {
  bomCircle: business(
    2000002231,
    "子件 {given} 的 BOM 用到了产品 {product}",
    "part {given} is made of the product {product} itself, by its own BOM",
    "更换子件，或先修改 {given} 的 BOM",
    "Use another part, or change the BOM of {given} first",
  ),
} as const satisfies Record<string, ErrorText>;
