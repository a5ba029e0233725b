/** System calls: batch operations, the current user, custom fields and settings. */
import { billPush } from "./bill-push.ts";
import { commonOperate } from "./common-operate.ts";
import { currentUserInfo } from "./current-user-info.ts";
import { customField, customFieldSave } from "./custom-field.ts";
import { systemParam } from "./system-param.ts";

export const systemEndpoints = {
  "system.billPush": billPush,
  "system.commonOperate": commonOperate,
  "system.currentUserInfo": currentUserInfo,
  "system.customField": customField,
  "system.customFieldSave": customFieldSave,
  "system.systemParam": systemParam,
};
