/** Why nothing was backed up or restored, and what to do. */
import type { BackupUnfit, UnfitReason } from "../storage/backup/format.ts";
import { both } from "./terminal.ts";

const texts: Readonly<Record<UnfitReason, (found: string) => string>> = {
  noBackup: () =>
    both("这不是星仓的备份文件，什么也没有写入", "not a backup of Xingcang; nothing was written"),
  damaged: (found) =>
    both(
      `备份文件不完整或已损坏（${found}），什么也没有写入。请用另一份备份，或重新传输这个文件`,
      "the backup is cut off or damaged; nothing was written: use another one, or copy it again",
    ),
  newerFormat: (found) =>
    both(
      `备份的格式（${found}）比这个版本新，什么也没有写入。请升级星仓`,
      "the backup is of a newer format; nothing was written: upgrade Xingcang",
    ),
  newerSchema: (found) =>
    both(
      `备份来自更新的版本（${found}），什么也没有写入。请升级星仓后再恢复`,
      "the backup is of a newer version; nothing was written: upgrade Xingcang, then restore",
    ),
  otherKey: () =>
    both(
      "当前的密钥打不开备份里的密钥，什么也没有写入。" +
        "请放入备份时的 secret.key，或设回当时的 XINGCANG_SECRET_KEY",
      "the key in use does not open the secrets of the backup; nothing was written: " +
        "put its secret.key there, or set its XINGCANG_SECRET_KEY",
    ),
  notEmpty: (found) =>
    both(
      `目标数据库里已有数据（${found}），什么也没有写入。` +
        "请用 XINGCANG_DATA_DIR 指定一个新的目录，或用 DATABASE_URL 指定一个空的数据库",
      "the database has data already; nothing was written: " +
        "set XINGCANG_DATA_DIR to a new folder, or DATABASE_URL to an empty database",
    ),
  otherSchema: (found) =>
    both(
      `目标数据库已有别的版本的表（${found}），什么也没有写入。请用一个没有表的数据库`,
      "the database has tables of another version; nothing was written: use one without tables",
    ),
  noSchema: () =>
    both("数据库里还没有星仓的表，没有可备份的", "no tables of Xingcang there: nothing to back up"),
};

export const unfitText = ({ reason, found }: BackupUnfit): string => texts[reason](found);
