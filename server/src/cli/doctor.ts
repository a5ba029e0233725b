/**
 * `doctor`: looks at everything the server needs and says how to mend what is wrong. It changes
 * nothing.
 */

import { type Config, readConfig } from "../config.ts";
import { type Check, good } from "./check.ts";
import { databaseChecks } from "./doctor-database.ts";
import { hostChecks } from "./doctor-host.ts";
import { failureText } from "./failure.ts";
import { findServer } from "./server-file.ts";
import { both, print } from "./terminal.ts";

export async function doctor(): Promise<void> {
  const checks: Check[] = [];
  const config = tryConfig(checks);
  if (config !== undefined) {
    const server = findServer(config.dataDir);
    checks.push(...(await hostChecks(config, server)));
    checks.push(...(await databaseChecks(config)));
  }
  for (const { title, found, remedy } of checks) {
    print(`${remedy === "" ? "✓" : "✗"} ${title}: ${found}`);
    if (remedy !== "") print(`    → ${remedy}`);
  }
  const wrong = checks.filter(({ remedy }) => remedy !== "").length;
  print();
  if (wrong === 0) print(both("一切正常", "all is well"));
  else print(both(`${wrong} 处需要处理`, `${wrong} to be mended`));
  if (wrong > 0) process.exitCode = 1;
}

function tryConfig(checks: Check[]): Config | undefined {
  const title = both("配置", "configuration");
  try {
    const config = readConfig(process.env);
    checks.push(good(title, both("环境变量有效", "the environment is valid")));
    return config;
  } catch (error) {
    const remedy = both("改正这个环境变量", "correct this variable of the environment");
    checks.push({ title, found: failureText(error), remedy });
    return undefined;
  }
}
