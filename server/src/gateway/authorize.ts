/**
 * The two calls before every business call (contract section 2): `push_app_authorize` and
 * `kingdee_auth_token`.
 */
import { refuse } from "../application/refused.ts";
import type { Client, Grant } from "./access.ts";
import { checkAppSignature } from "./app-secret.ts";
import type { GatewayState } from "./authenticate.ts";

/** A grant never ends by itself: 2099-12-31 in Beijing, as milliseconds. */
const NEVER_ENDS_MS = "4102415999000";

/**
 * The vendor's limit of token calls a minute with the same parameters, which strict mode has (D41).
 */
const STRICT_TOKENS_PER_MINUTE = 2;

/**
 * 获取授权信息: the grants of the client, of one outer instance id or all. `domain` is this server's own
 * address.
 */
export async function authorize(
  { access }: GatewayState,
  client: Client,
  input: { outerInstanceId?: string },
  domain: string,
) {
  const wanted = input.outerInstanceId ?? "";
  const grantsOf = (known: Client | undefined) =>
    (known?.grants ?? []).filter((g) => wanted === "" || g.outerInstanceId === wanted);
  let grants = grantsOf(client);
  // The grant may be newer than what is remembered of the client.
  if (grants.length === 0) grants = grantsOf(await access.findClientAnew(client.id));
  if (wanted !== "" && grants.length === 0) refuse("instanceUnknown", "", { given: wanted });
  return Promise.all(
    grants.map(async (grant) => {
      const account = await access.findAccount(grant.accountId);
      const name = account?.name ?? "";
      return {
        serviceId: grant.serviceId,
        accountId: grant.accountId,
        accountName: name,
        domain,
        agreementCompanyName: name,
        status: grant.active ? 1 : 0,
        outerInstanceId: grant.outerInstanceId,
        instanceId: grant.serviceId,
        clientId: client.id,
        appKey: grant.appKey,
        appSecret: grant.active ? grant.appSecret : "",
        instanceExpiresTime: NEVER_ENDS_MS,
      };
    }),
  );
}

export interface TokenInput {
  app_key: string;
  app_signature: string;
  uid?: string;
}

/** 获取app-token: for the account's administrator, or for `uid`. */
export async function issueToken(state: GatewayState, client: Client, input: TokenInput) {
  const grant = await checkedGrant(state, client, input);
  const { access } = state;
  const { accountId } = grant;
  const uid = input.uid ?? "";
  const user = await (uid === "" ? access.administrator(accountId) : access.user(accountId, uid));
  if (!user) return refuse("userUnknown", "uid", { given: uid });
  const owner = { accountId, clientId: client.id, userId: user.id };
  const { token, expiresAtMs } = await access.issueToken(owner);
  return { uid: user.id, "app-token": token, expires: expiresAtMs };
}

async function checkedGrant(
  state: GatewayState,
  client: Client,
  input: TokenInput,
): Promise<Grant> {
  const { access, guard } = state;
  const nowMs = state.now();
  const guardKey = `${client.id} ${input.app_key}`;
  guard.check(guardKey, nowMs);
  let grant = client.grants.find((each) => each.appKey === input.app_key);
  let verdict = verdictOn(grant, input, nowMs);
  if (verdict === "invalid") {
    guard.failed(guardKey, nowMs);
    // Another server may have rotated the secret a moment ago.
    const fresh = await access.findClientAnew(client.id);
    grant = fresh?.grants.find((each) => each.appKey === input.app_key);
    verdict = verdictOn(grant, input, nowMs);
  }
  if (!grant) return refuse("appKeyUnknown", "app_key", { given: input.app_key });
  await takeQuota(state, grant, input, nowMs);
  // For a disabled grant as well: the remedy is to authorize again, and there its status is told.
  if (verdict !== "ok" || !grant.active) return refuse("appSecretStale", "", {});
  return grant;
}

function verdictOn(grant: Grant | undefined, input: TokenInput, nowMs: number) {
  if (!grant) return "invalid";
  const { appSecret: current, former } = grant;
  return checkAppSignature({
    appKey: input.app_key,
    signature: input.app_signature,
    current,
    former,
    nowMs,
  });
}

async function takeQuota(
  { access, quotas }: GatewayState,
  grant: Grant,
  input: TokenInput,
  nowMs: number,
): Promise<void> {
  const account = await access.findAccount(grant.accountId);
  if (!account?.settings.strict) return;
  const { app_key, app_signature, uid = "" } = input;
  const same = ["token", grant.clientId, app_key, app_signature, uid].join(" ");
  quotas.take(same, STRICT_TOKENS_PER_MINUTE, nowMs);
}
