/** System calls: batch operations, the current user, custom fields and settings. */
import { billPush } from "./bill-push.ts";
import { commonOperate } from "./common-operate.ts";
import { currentUserInfo } from "./current-user-info.ts";
import { customField, customFieldSave } from "./custom-field.ts";
import { countryLoad, divisionLoad } from "./regions.ts";
import { systemParam } from "./system-param.ts";
import { userList } from "./user-list.ts";

export const systemEndpoints = {
  "system.billPush": billPush,
  "system.commonOperate": commonOperate,
  "system.countryLoad": countryLoad,
  "system.currentUserInfo": currentUserInfo,
  "system.customField": customField,
  "system.customFieldSave": customFieldSave,
  "system.divisionLoad": divisionLoad,
  "system.systemParam": systemParam,
  "system.userList": userList,
};
