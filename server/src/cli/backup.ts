/** `backup`: everything in the database as one file, while servers go on writing. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { dumpToFile, withClient } from "../storage/backup/dump.ts";
import { VERSION } from "../version.ts";
import { startProgress } from "./progress.ts";
import { both, note, print } from "./terminal.ts";
import { hasDatabase, noDatabase, withConnection } from "./with-system.ts";

export async function backup(given: string): Promise<void> {
  const config = readConfig(process.env);
  if (!hasDatabase(config)) throw noDatabase(config.dataDir);
  const file = resolve(given);
  await withConnection(config, (connection) =>
    withClient(connection, async (client) => {
      let shown: ReturnType<typeof startProgress> | undefined;
      const { header, rows } = await dumpToFile(client, file, {
        version: VERSION,
        onProgress({ done, total, table }) {
          shown ??= startProgress(both("正在备份", "backing up"), total);
          shown.reach(done, table);
        },
      });
      const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
      const megabytes = (statSync(file).size / 1024 ** 2).toFixed(1);
      shown?.end(both("备份已写完", "written"));
      print(
        both(
          `✓ ${file}：${header.tables.length} 张表，${all} 行，${megabytes} MB`,
          `${header.tables.length} tables, ${all} rows, as of ${header.createdAt}`,
        ),
      );
      note(KEY_APART);
    }),
  );
}

const KEY_APART = both(
  "备份里没有 secret.key（或 XINGCANG_SECRET_KEY）：恢复时需要它，请与备份分开保管",
  "the backup does not hold secret.key, which a restore needs: keep it, and keep it apart",
);
