/** Endpoints of our own, beside the vendor's: same signing, same envelope. */
import { explain } from "./explain.ts";
import { holds, releaseHolds } from "./holds.ts";
import { picture } from "./picture.ts";
import { recosting } from "./recosting.ts";
import { saveSettings, settings } from "./settings.ts";

export const ownEndpoints = {
  "xingcang.explain": explain,
  "xingcang.holds": holds,
  "xingcang.releaseHolds": releaseHolds,
  "xingcang.picture": picture,
  "xingcang.recosting": recosting,
  "xingcang.settings": settings,
  "xingcang.saveSettings": saveSettings,
};
