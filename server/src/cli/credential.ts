/** With which credentials a command calls: those of the environment, or those of the database. */
import type { Access, Grant } from "../gateway/access.ts";

/** A token of the account's administrator, valid for 24 hours. */
export async function newAppToken(access: Access, { accountId, clientId }: Grant): Promise<string> {
  const administrator = await access.administrator(accountId);
  const userId = administrator?.id ?? "1";
  return (await access.issueToken({ accountId, clientId, userId })).token;
}
