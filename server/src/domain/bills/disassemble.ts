/** 拆卸单 (D31–D34): the products leave, the parts enter. */
import { conversion } from "./conversion.ts";

export const disassemble = conversion({ leaving: "M", sharesOfOne: true });
