/**
 * What the gateway needs of the database: accounts, clients, grants, users and token keys, with
 * secrets sealed.
 */

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  /** As stored: only what differs from the defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly sealedSecret: string;
}

/** 授权: one row of `push_app_authorize`. */
export interface GrantRow {
  readonly clientId: string;
  readonly outerInstanceId: string;
  readonly accountId: string;
  readonly appKey: string;
  readonly sealedAppSecret: string;
  /** The secret before the last rotation, or undefined. */
  readonly former: { readonly sealedAppSecret: string; readonly validUntilMs: number } | undefined;
  readonly serviceId: string;
  readonly active: boolean;
}

export interface UserRow {
  readonly accountId: string;
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

export interface TokenKeyRow {
  readonly id: string;
  readonly sealedPrivateKey: string;
  readonly publicKey: Readonly<Record<string, unknown>>;
}

/** Which grant: a client has one for each of its outer instance ids. */
export interface GrantName {
  readonly clientId: string;
  readonly outerInstanceId: string;
}

export interface AccessStore {
  /** With its lane and its administrator. False when the id is taken. */
  insertAccount(account: AccountRow, administrator: UserRow): Promise<boolean>;
  account(id: string): Promise<AccountRow | undefined>;
  accounts(): Promise<AccountRow[]>;
  saveSettings(id: string, settings: AccountRow["settings"]): Promise<void>;
  user(accountId: string, id: string): Promise<UserRow | undefined>;
  administrator(accountId: string): Promise<UserRow | undefined>;
  /** False when the id is taken. */
  insertClient(client: ClientRow): Promise<boolean>;
  saveClientSecret(id: string, sealedSecret: string): Promise<void>;
  client(id: string): Promise<ClientRow | undefined>;
  clients(): Promise<ClientRow[]>;
  /** False when the app key, or the grant itself, exists already. */
  insertGrant(grant: GrantRow): Promise<boolean>;
  /** Saves key, secrets and state. False when the app key is taken. */
  saveGrant(grant: GrantRow): Promise<boolean>;
  grants(clientId: string): Promise<GrantRow[]>;
  tokenKeys(): Promise<TokenKeyRow[]>;
  /**
   * Inserts the key unless there is one; gives the keys that are then in force. Safe between
   * servers.
   */
  ensureTokenKey(key: TokenKeyRow): Promise<TokenKeyRow[]>;
}
