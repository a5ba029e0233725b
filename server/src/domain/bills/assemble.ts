/**
 * 组装单 (D31): the parts leave, the product enters; several products share by `cost_share_percent`.
 */
import { conversion } from "./conversion.ts";

export const assemble = conversion({ leaving: "S", sharesOfOne: false });
