/**
 * First start: the account, its client with credentials, and its data; later starts find them and
 * change nothing.
 */
import type { Caller, UnitOfWork } from "./application/ports.ts";
import type { System } from "./compose.ts";
import type { FixedCredentials } from "./config.ts";
import type { Account, Client, Grant } from "./gateway/access.ts";
import { seedBuiltin, seedBuiltinUnits } from "./seed/builtin.ts";
import { DEMO_USER, seedDemo } from "./seed/demo.ts";

export interface Provisioned {
  readonly client: Client;
  readonly grant: Grant;
  /** Whether the credentials were made in this run and should be shown. */
  readonly isNew: boolean;
}

export interface ProvisionOptions {
  readonly demo: boolean;
  readonly credentials: FixedCredentials | undefined;
  readonly secondCredentials: FixedCredentials | undefined;
}

export async function provision(system: System, options: ProvisionOptions): Promise<Provisioned> {
  const first = await ensureAccount(system, {
    name: options.demo ? "星仓演示账套" : "星仓账套",
    credentials: options.credentials,
    demo: options.demo,
  });
  if (options.secondCredentials !== undefined) {
    await ensureAccount(system, {
      name: "星仓账套二",
      credentials: options.secondCredentials,
      demo: false,
    });
  }
  return first;
}

interface Wanted {
  readonly name: string;
  readonly credentials: FixedCredentials | undefined;
  readonly demo: boolean;
}

async function ensureAccount(system: System, wanted: Wanted): Promise<Provisioned> {
  const found = await findProvisioned(system, wanted.credentials);
  const { client, grant, isNew } = found ?? (await createAccount(system, wanted));
  await fillAccount(system, grant.accountId, client.id, wanted.demo);
  return { client, grant, isNew };
}

async function findProvisioned(
  system: System,
  wanted: FixedCredentials | undefined,
): Promise<Provisioned | undefined> {
  const clients = await system.access.listCredentials();
  for (const client of clients) {
    if (wanted !== undefined && client.id !== wanted.clientId) continue;
    const grant = client.grants.find(
      (item) => wanted === undefined || item.outerInstanceId === wanted.outerInstanceId,
    );
    if (grant !== undefined) return { client, grant, isNew: false };
  }
  return undefined;
}

async function createAccount(
  system: System,
  { name, credentials, demo }: Wanted,
): Promise<Provisioned> {
  const account = await newAccount(system, { name, demo });
  const client = await ensureClient(system, credentials);
  const outerInstanceId = credentials?.outerInstanceId;
  const grant = await grantTo(system, client, account.id, outerInstanceId);
  return { client, grant, isNew: true };
}

/** An account without data. */
export function newAccount(
  { access }: System,
  { name, demo }: Pick<Wanted, "name" | "demo">,
): Promise<Account> {
  return access.createAccount({ name, ...(demo && { administrator: DEMO_USER }) });
}

/** A new client; the one of the given credentials may be there from a start that was cut short. */
export async function ensureClient(
  { access }: System,
  credentials: FixedCredentials | undefined,
): Promise<Client> {
  const found = credentials && (await access.findClient(credentials.clientId));
  if (found !== undefined) return found;
  return access.createClient({
    name: "星仓集成应用",
    ...(credentials && { id: credentials.clientId, secret: credentials.clientSecret }),
  });
}

/** Lets the client act on the account, under the given outer instance id or a new one. */
export function grantTo(
  system: System,
  client: Client,
  accountId: string,
  outerInstanceId = `XC${system.newId().slice(0, 16)}`,
): Promise<Grant> {
  return system.access.grantAccess({ clientId: client.id, outerInstanceId, accountId });
}

/**
 * All of an account's first data in one transaction: after a crash it is there whole or is made
 * again.
 */
export async function fillAccount(
  system: System,
  accountId: string,
  clientId: string,
  demo: boolean,
): Promise<void> {
  const caller: Caller = { accountId, clientId, userId: "1" };
  await system.workStore.inAccount(accountId, async (unit) => {
    if (await isFilled(unit)) return;
    if (demo) {
      await seedDemo(unit, caller);
    } else {
      await seedBuiltin({ unit, caller });
      await seedBuiltinUnits({ unit, caller });
    }
  });
}

/** Every account has a currency from the start, the built-in one or those of where it came from. */
const isFilled = async (unit: UnitOfWork) => (await unit.mastersOfKind("currency")).length > 0;
