/** The gateway as one thing: what `http` asks before it lets a request in. */
import type { Access, Client } from "./access.ts";
import { type Admission, admit, type GatewayRequest, identify } from "./authenticate.ts";
import { authorize, issueToken, type TokenInput } from "./authorize.ts";
import { createGuard, createMinuteQuotas } from "./guard.ts";

export interface GatewayOptions {
  readonly access: Access;
  now(): number;
  /** Failures a minute of one caller after which nothing is checked (default 20). */
  readonly failuresPerMinute?: number;
}

export interface Gateway {
  /** The client that signed the request. @throws Refused */
  identify(request: GatewayRequest): Promise<Client>;
  /** The caller of a business call, by signature and app token. @throws Refused */
  admit(request: GatewayRequest): Promise<Admission>;
  /** `push_app_authorize`. @throws Refused */
  authorize(client: Client, input: { outerInstanceId?: string }, domain: string): Promise<unknown>;
  /** `kingdee_auth_token`. @throws Refused */
  issueToken(client: Client, input: TokenInput): Promise<unknown>;
}

export function createGateway({ access, now, failuresPerMinute = 20 }: GatewayOptions): Gateway {
  const guard = createGuard(failuresPerMinute);
  const state = { access, now, guard, quotas: createMinuteQuotas() };
  return {
    identify: (request) => identify(state, request),
    admit: (request) => admit(state, request),
    authorize: (client, input, domain) => authorize(state, client, input, domain),
    issueToken: (client, input) => issueToken(state, client, input),
  };
}
