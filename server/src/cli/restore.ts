/** `restore`: a backup into an empty database, followed by `verify`. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Config, readConfig, readMasterKey } from "../config.ts";
import { open, SecretBoxError } from "../gateway/secret-box.ts";
import { withClient } from "../storage/backup/dump.ts";
import { checkBackup, restoreBackup } from "../storage/backup/restore.ts";
import { openDatabase } from "../storage/database.ts";
import { CommandFailed } from "./failure.ts";
import { startProgress } from "./progress.ts";
import { both, note, print } from "./terminal.ts";
import { verifyDatabase } from "./verify.ts";
import { withConnection } from "./with-system.ts";

export async function restore(given: string): Promise<void> {
  const config = readConfig(process.env);
  const file = resolve(given);
  const { size } = statSync(file);
  const opens = openerOf(config);
  const reading = (title: string) => {
    const shown = startProgress(title, size);
    let read = 0;
    return {
      onRead(bytes: number) {
        read += bytes;
        shown.reach(read, `${(read / 1024 ** 2).toFixed(1)} MB`);
      },
      end: shown.end,
    };
  };
  const check = reading(both("正在检查备份", "checking the backup"));
  const { header } = await checkBackup(file, { opens, onRead: check.onRead });
  check.end(both(`备份完整，${header.createdAt}`, "the backup is whole"));
  await withConnection(config, async (connection) => {
    const write = reading(both("正在恢复", "restoring"));
    await withClient(connection, (client) => restoreBackup(client, file, write.onRead));
    write.end(both("已写入", "written"));
    print(both(`✓ 已恢复 ${header.createdAt} 的备份`, "restored"));
    const database = openDatabase(connection, (error) => note(error.message));
    try {
      await verifyDatabase(database, {});
    } finally {
      await database.close();
    }
  });
}

/**
 * Tells whether the key in use opens a secret. There must be one: a new key would open none.
 * @throws CommandFailed when there is none
 */
function openerOf({ dataDir }: Config): (sealed: string) => boolean {
  const file = join(dataDir, "secret.key");
  if (!process.env.XINGCANG_SECRET_KEY && !existsSync(file)) {
    throw new CommandFailed(
      both(
        `没有密钥，什么也没有写入。请先把备份时的 secret.key 放到 ${file}，或设 XINGCANG_SECRET_KEY`,
        "no key; nothing was written: put the secret.key of that server there first, " +
          "or set XINGCANG_SECRET_KEY",
      ),
    );
  }
  const key = readMasterKey(process.env, dataDir);
  return (sealed) => {
    try {
      open(key, sealed);
      return true;
    } catch (error) {
      if (error instanceof SecretBoxError) return false;
      throw error;
    }
  };
}
