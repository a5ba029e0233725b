/**
 * `xingcang`: the command line. Exit status 0 is success, 1 a failure or a finding, 2 a wrong call.
 */
import { CommanderError } from "commander";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  // Not only the status: a progress bar that was cut short would keep the process alive.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const { tellFailure } = await import("./failure.ts");
  process.exit(tellFailure(error));
}
