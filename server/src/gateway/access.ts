/**
 * Who may do what: clients, their grants and the accounts behind them, with their secrets opened.
 * Reads are remembered for a few seconds; whatever is changed here is seen at once in this process,
 * and within that time in others.
 */

import type { AccessStore, ClientRow, GrantName, GrantRow } from "../application/access-ports.ts";
import type { AccountSettings } from "../application/ports.ts";
import { newAppKey, newAppSecret, newClientId, newClientSecret } from "./app-secret.ts";
import { createMemory } from "./memory.ts";
import { open, seal } from "./secret-box.ts";
import {
  createTokenKeys,
  type IssuedAppToken,
  issueAppToken,
  loadTokenKeys,
  type TokenKeys,
} from "./token.ts";

/** 授权 with its secrets open. */
export interface Grant extends GrantName {
  readonly accountId: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly former: { readonly secret: string; readonly graceEndsAtMs: number } | undefined;
  readonly serviceId: string;
  readonly active: boolean;
}

/** 应用: a third-party program. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly grants: readonly Grant[];
}

/** 账套: one company's books. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly settings: AccountSettings;
}

export interface AccessOptions {
  /** 32 bytes; seals every stored secret. */
  readonly masterKey: Uint8Array;
  now(): number;
  /** A new id of 19 digits. */
  newId(): string;
  /** Fills in the settings that an account does not state. */
  settingsOf(stored: Partial<AccountSettings>): AccountSettings;
  /** How long reads are remembered, in milliseconds (default 5 000). */
  rememberMs?: number;
}

export interface NewAccount {
  readonly name: string;
  /** Default: a new one. */
  readonly id?: string;
  readonly settings?: Partial<AccountSettings>;
  /** The administrator; ids have up to 10 digits as the vendor's `uid` (default 1, admin, 管理员). */
  readonly administrator?: { readonly id: string; readonly number: string; readonly name: string };
}

/** Default for id and secret: new random ones. */
export interface NewClient {
  readonly name: string;
  readonly id?: string;
  readonly secret?: string;
}

export interface NewGrant extends GrantName {
  readonly accountId: string;
}

/** Something with this name exists already. */
export class AccessTaken extends Error {
  override readonly name = "AccessTaken";
}

export type Access = ReturnType<typeof createAccess>;

const NAME_ATTEMPTS = 20;

export function createAccess(store: AccessStore, options: AccessOptions) {
  const { now, rememberMs = 5000 } = options;
  const clients = createMemory(now, rememberMs, (id) => readClient(store, options, id));
  const accounts = createMemory(now, rememberMs, (id) => readAccount(store, options, id));
  return {
    /** Undefined when there is no such client. */
    findClient: (id: string): Promise<Client | undefined> => clients.get(id),
    /** Past what is remembered: after a refusal that another server's change may explain. */
    findClientAnew(id: string): Promise<Client | undefined> {
      clients.forget(id);
      return clients.get(id);
    },
    findAccount: (id: string): Promise<Account | undefined> => accounts.get(id),
    /** The account was changed elsewhere in this process. */
    forgetAccount: (id: string): void => accounts.forget(id),
    user: store.user,
    administrator: store.administrator,
    ...tokens(store, options),
    ...accountChanges(store, options, accounts.forget),
    ...clientChanges(store, options, clients.forget),
    /** Every client with its grants, secrets open: for the command line of the server's owner. */
    async listCredentials(): Promise<Client[]> {
      const rows = await store.clients();
      return Promise.all(rows.map((row) => openClient(store, options.masterKey, row)));
    },
  };
}

async function readClient(store: AccessStore, options: AccessOptions, id: string) {
  const row = await store.client(id);
  return row && openClient(store, options.masterKey, row);
}

async function openClient(store: AccessStore, key: Uint8Array, row: ClientRow): Promise<Client> {
  const grants = await store.grants(row.id);
  return {
    id: row.id,
    name: row.name,
    secret: open(key, row.sealedSecret),
    grants: grants.map((grant) => openGrant(key, grant)),
  };
}

function openGrant(key: Uint8Array, row: GrantRow): Grant {
  const { clientId, outerInstanceId, accountId, appKey, serviceId, active, former } = row;
  return {
    clientId,
    outerInstanceId,
    accountId,
    appKey,
    serviceId,
    active,
    appSecret: open(key, row.sealedAppSecret),
    former: former && {
      secret: open(key, former.sealedAppSecret),
      graceEndsAtMs: former.validUntilMs,
    },
  };
}

function sealGrant(key: Uint8Array, grant: Grant): GrantRow {
  const { appSecret, former, ...rest } = grant;
  return {
    ...rest,
    sealedAppSecret: seal(key, appSecret),
    former: former && {
      sealedAppSecret: seal(key, former.secret),
      validUntilMs: former.graceEndsAtMs,
    },
  };
}

async function readAccount(
  store: AccessStore,
  options: AccessOptions,
  id: string,
): Promise<Account | undefined> {
  const row = await store.account(id);
  return row && { id: row.id, name: row.name, settings: options.settingsOf(row.settings) };
}

function accountChanges(store: AccessStore, options: AccessOptions, forget: (id: string) => void) {
  return {
    /** With its administrator. @throws AccessTaken */
    async createAccount(account: NewAccount): Promise<Account> {
      const id = account.id ?? options.newId();
      const settings = account.settings ?? {};
      const administrator = {
        id: "1",
        number: "admin",
        name: "管理员",
        ...account.administrator,
        accountId: id,
        isAdmin: true,
      };
      const row = { id, name: account.name, settings };
      if (!(await store.insertAccount(row, administrator))) {
        throw new AccessTaken(`账套 ${id} 已存在 / account ${id} exists already`);
      }
      forget(id);
      return { id, name: account.name, settings: options.settingsOf(settings) };
    },
    /** Replaces what the account states itself; what is left out gets its default. */
    async saveSettings(id: string, settings: Partial<AccountSettings>): Promise<void> {
      await store.saveSettings(id, settings);
      forget(id);
    },
  };
}

function clientChanges(store: AccessStore, options: AccessOptions, forget: (id: string) => void) {
  const { masterKey } = options;

  async function named(clientId: string, outerInstanceId: string): Promise<Grant> {
    const rows = await store.grants(clientId);
    const row = rows.find((each) => each.outerInstanceId === outerInstanceId);
    if (!row) throw new Error(`no grant of client ${clientId} for ${outerInstanceId}`);
    return openGrant(masterKey, row);
  }

  async function save(grant: Grant): Promise<Grant> {
    if (!(await store.saveGrant(sealGrant(masterKey, grant)))) throw new AccessTaken(grant.appKey);
    forget(grant.clientId);
    return grant;
  }

  return {
    /** @throws AccessTaken when the given id exists */
    async createClient(client: NewClient): Promise<Client> {
      const secret = client.secret ?? newClientSecret();
      const sealedSecret = seal(masterKey, secret);
      for (let attempt = 1; attempt <= NAME_ATTEMPTS; attempt += 1) {
        const id = client.id ?? newClientId();
        const isNew = await store.insertClient({ id, name: client.name, sealedSecret });
        forget(id);
        if (isNew) return { id, name: client.name, secret, grants: [] };
        if (client.id !== undefined) break;
      }
      throw new AccessTaken(`应用 ${client.id} 已存在 / client ${client.id} exists already`);
    },
    /** Gives a client a new secret; the former one stops working. */
    async rotateClientSecret(id: string): Promise<string> {
      const secret = newClientSecret();
      await store.saveClientSecret(id, seal(masterKey, secret));
      forget(id);
      return secret;
    },
    /**
     * Lets a client act on an account. @throws AccessTaken when it has that outer instance id
     * already
     */
    async grantAccess(grant: NewGrant): Promise<Grant> {
      const rest = { ...grant, former: undefined, serviceId: options.newId(), active: true };
      for (let attempt = 1; attempt <= NAME_ATTEMPTS; attempt += 1) {
        const made: Grant = { ...rest, appKey: newAppKey(), appSecret: newAppSecret() };
        const isNew = await store.insertGrant(sealGrant(masterKey, made));
        forget(grant.clientId);
        if (isNew) return made;
      }
      throw new AccessTaken(`${grant.clientId} ${grant.outerInstanceId}`);
    },
    /** A new app secret; the one before stays valid for `graceHours` (D41). */
    async rotateAppSecret(name: GrantName, graceHours: number): Promise<Grant> {
      const grant = await named(name.clientId, name.outerInstanceId);
      const graceEndsAtMs = options.now() + graceHours * 3_600_000;
      const former = { secret: grant.appSecret, graceEndsAtMs };
      return save({ ...grant, appSecret: newAppSecret(), former });
    },
    /** Disables or enables a grant. Enabling it again changes its app key (contract section 2). */
    async setGrantActive(name: GrantName, active: boolean): Promise<Grant> {
      const grant = await named(name.clientId, name.outerInstanceId);
      if (grant.active === active) return grant;
      return save({ ...grant, active, appKey: active ? newAppKey() : grant.appKey });
    },
  };
}

/** Shortest time between two looks for keys that another server may have made, in milliseconds. */
const KEYS_RELOAD_MS = 5000;

function tokens(store: AccessStore, { masterKey, now }: AccessOptions) {
  let loading: ReturnType<typeof load> | undefined;
  let loadedAtMs = 0;

  async function load() {
    let rows = await store.tokenKeys();
    if (rows.length === 0) {
      const made = await createTokenKeys();
      const sealedPrivateKey = seal(masterKey, JSON.stringify(made.privateJwk));
      rows = await store.ensureTokenKey({
        id: made.keyId,
        sealedPrivateKey,
        publicKey: made.publicJwk as Record<string, unknown>,
      });
    }
    const keys = await loadTokenKeys(rows.map((r) => ({ keyId: r.id, publicJwk: r.publicKey })));
    const newest = rows.at(-1)!;
    const privateKey = JSON.parse(open(masterKey, newest.sealedPrivateKey));
    return { keys, keyId: newest.id, privateKey };
  }

  function keysInForce() {
    if (loading === undefined) {
      loadedAtMs = now();
      loading = load();
      loading.catch(() => {
        loading = undefined;
      });
    }
    return loading;
  }

  return {
    /** The keys that verify tokens; `again` looks for new ones, though not too often. */
    async tokenKeys(again = false): Promise<TokenKeys> {
      if (again && Math.abs(now() - loadedAtMs) >= KEYS_RELOAD_MS) loading = undefined;
      return (await keysInForce()).keys;
    },
    async issueToken(owner: {
      accountId: string;
      clientId: string;
      userId: string;
    }): Promise<IssuedAppToken> {
      const { keyId, privateKey } = await keysInForce();
      return issueAppToken({ ...owner, keyId, privateKey, nowMs: now() });
    },
  };
}
