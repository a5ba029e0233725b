/** 系统: who calls, and the system's parameters. */
import { timeText } from "./china-time.ts";
import { textOf } from "./material-facts.ts";
import type { AccountSettings, Caller, Data, Reader } from "./ports.ts";
import { refuse } from "./refused.ts";

export async function currentUserInfo(reader: Reader, caller: Caller): Promise<Data> {
  const user = (await reader.users([caller.userId])).get(caller.userId);
  return {
    id: caller.userId,
    number: user?.number,
    name: user?.name,
    enable: "1",
    status: "C",
    uid: caller.userId,
    eid: caller.accountId,
    is_admin: user?.isAdmin === true,
    create_time: timeText(user?.createdAt ?? 0),
  };
}

/**
 * 系统参数 as this server works: on hand moves on audit, stock is never negative, cost is a moving
 * average pooled over stores unless the material says otherwise. What is counted into "available"
 * beyond holds is the account's setting.
 */
export function systemParam(input: { type?: string }, settings: AccountSettings): Data {
  const counted = Object.fromEntries(settings.availableCounts.map((name) => [name, true]));
  const groups: Record<string, Data> = {
    public: { open_custom_field: true },
    arap: {},
    basedata: {
      is_enable_daux: true,
      is_enable_dserial: true,
      is_enabled_batch_manage: true,
      is_enabled_quality_period: true,
    },
    pur: { update_inv_when_audit: true, ...counted },
    gl: {},
    fp: {},
    chhs: { radio_field3: true },
    fa: {},
  };
  const type = textOf(input, "type") || "pur";
  if (type === "A") return groups;
  const group = groups[type];
  const params = {
    title: "参数类型",
    given: type,
    choices: `${Object.keys(groups).join(" / ")} / A`,
  };
  return group === undefined ? refuse("choiceUnknown", "type", params) : { [type]: group };
}
