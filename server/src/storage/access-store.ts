/**
 * Accounts, clients, grants, users and token keys as they are stored. Secrets come and go sealed;
 * `gateway/access.ts` opens them. These tables are read by every account's calls, so they are
 * reference tables where the schema is spread (HOUSE, Storage).
 */
import type { QueryResultRow } from "pg";
import type {
  AccessStore,
  AccountRow,
  ClientRow,
  GrantRow,
  TokenKeyRow,
  UserRow,
} from "../application/access-ports.ts";
import type { Connection, Database } from "./database.ts";
import { sqlStateOf } from "./database.ts";

export function createAccessStore(database: Database): AccessStore {
  return { ...accountStore(database), ...clientStore(database), ...tokenKeyStore(database) };
}

type Row = QueryResultRow;

/** Runs a statement under a name, so that the server plans it once for each connection. */
async function select<T>(
  database: Database,
  name: string,
  text: string,
  values: unknown[],
  read: (row: Row) => T,
): Promise<T[]> {
  const { rows } = await database.pool.query({ name, text, values });
  return rows.map(read);
}

const UNIQUE_VIOLATION = "23505";

async function unlessTaken(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

const ACCOUNT = "select id, name, settings from account";
const USER = "select account_id, id, number, name, is_admin from app_user";

const accountOf = (row: Row): AccountRow => ({
  id: row.id,
  name: row.name,
  settings: row.settings,
});

const userOf = (row: Row): UserRow => ({
  accountId: row.account_id,
  id: row.id,
  number: row.number,
  name: row.name,
  isAdmin: row.is_admin,
});

function accountStore(database: Database) {
  return {
    insertAccount: (account: AccountRow, administrator: UserRow) =>
      unlessTaken(
        database.transaction((connection) => insertAccount(connection, account, administrator)),
      ),
    async account(id: string) {
      const text = `${ACCOUNT} where id = $1`;
      return (await select(database, "account", text, [id], accountOf))[0];
    },
    accounts: () => select(database, "accounts", `${ACCOUNT} order by id`, [], accountOf),
    async saveSettings(id: string, settings: AccountRow["settings"]) {
      const text = "update account set settings = $2 where id = $1";
      await database.pool.query(text, [id, JSON.stringify(settings)]);
    },
    async user(accountId: string, id: string) {
      const text = `${USER} where account_id = $1 and id = $2`;
      return (await select(database, "user", text, [accountId, id], userOf))[0];
    },
    async administrator(accountId: string) {
      const text = `${USER} where account_id = $1 and is_admin order by created_at, id limit 1`;
      return (await select(database, "administrator", text, [accountId], userOf))[0];
    },
  };
}

async function insertAccount(
  connection: Connection,
  account: AccountRow,
  administrator: UserRow,
): Promise<void> {
  await connection.query("insert into account (id, name, settings) values ($1, $2, $3)", [
    account.id,
    account.name,
    JSON.stringify(account.settings),
  ]);
  await connection.query("insert into lane (account_id) values ($1)", [account.id]);
  const { accountId, id, number, name, isAdmin } = administrator;
  await connection.query(
    "insert into app_user (account_id, id, number, name, is_admin) values ($1, $2, $3, $4, $5)",
    [accountId, id, number, name, isAdmin],
  );
}

const CLIENT = "select id, name, secret from client";
const GRANT = `select client_id, outer_instance_id, account_id, app_key, app_secret,
  former_app_secret, extract(epoch from former_valid_until) * 1000 as former_valid_until_ms,
  service_id, active from authorization_grant`;

const clientOf = (row: Row): ClientRow => ({
  id: row.id,
  name: row.name,
  sealedSecret: row.secret,
});

const grantOf = (row: Row): GrantRow => ({
  clientId: row.client_id,
  outerInstanceId: row.outer_instance_id,
  accountId: row.account_id,
  appKey: row.app_key,
  sealedAppSecret: row.app_secret,
  former:
    row.former_app_secret === null
      ? undefined
      : {
          sealedAppSecret: row.former_app_secret,
          validUntilMs: Math.floor(Number(row.former_valid_until_ms)),
        },
  serviceId: row.service_id,
  active: row.active,
});

const grantValues = (grant: GrantRow) => [
  grant.clientId,
  grant.outerInstanceId,
  grant.accountId,
  grant.appKey,
  grant.sealedAppSecret,
  grant.former?.sealedAppSecret ?? null,
  grant.former?.validUntilMs ?? null,
  grant.serviceId,
  grant.active,
];

function clientStore(database: Database) {
  const { pool } = database;
  return {
    insertClient: ({ id, name, sealedSecret }: ClientRow) =>
      unlessTaken(
        pool.query("insert into client (id, name, secret) values ($1, $2, $3)", [
          id,
          name,
          sealedSecret,
        ]),
      ),
    async saveClientSecret(id: string, sealedSecret: string) {
      await pool.query("update client set secret = $2 where id = $1", [id, sealedSecret]);
    },
    async client(id: string) {
      return (await select(database, "client", `${CLIENT} where id = $1`, [id], clientOf))[0];
    },
    clients: () => select(database, "clients", `${CLIENT} order by id`, [], clientOf),
    insertGrant: (grant: GrantRow) =>
      unlessTaken(
        pool.query(
          `insert into authorization_grant (client_id, outer_instance_id, account_id, app_key,
             app_secret, former_app_secret, former_valid_until, service_id, active)
           values ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000), $8, $9)`,
          grantValues(grant),
        ),
      ),
    saveGrant: (grant: GrantRow) =>
      unlessTaken(
        pool.query(
          `update authorization_grant set account_id = $3, app_key = $4, app_secret = $5,
             former_app_secret = $6, former_valid_until = to_timestamp($7::float8 / 1000),
             service_id = $8, active = $9
           where client_id = $1 and outer_instance_id = $2`,
          grantValues(grant),
        ),
      ),
    grants(clientId: string) {
      const text = `${GRANT} where client_id = $1 order by created_at, outer_instance_id`;
      return select(database, "grants", text, [clientId], grantOf);
    },
  };
}

const tokenKeyOf = (row: Row): TokenKeyRow => ({
  id: row.id,
  sealedPrivateKey: row.private_key,
  publicKey: row.public_key,
});

const TOKEN_KEYS = "select id, private_key, public_key from token_key order by created_at, id";

function tokenKeyStore(database: Database) {
  return {
    tokenKeys: () => select(database, "token-keys", TOKEN_KEYS, [], tokenKeyOf),
    ensureTokenKey: (key: TokenKeyRow) =>
      database.transaction(async (connection) => {
        // The second server to come waits here, and then finds the first one's key.
        await connection.query("lock table token_key in share row exclusive mode");
        await connection.query(
          `insert into token_key (id, private_key, public_key)
           select $1, $2, $3 where not exists (select from token_key)`,
          [key.id, key.sealedPrivateKey, JSON.stringify(key.publicKey)],
        );
        return (await connection.query(TOKEN_KEYS)).rows.map(tokenKeyOf);
      }),
  };
}
