/** `xingcang`: the command line. Exit status 0 is success, 1 a failure or a finding, 2 a wrong call. */
import { CommanderError } from "commander";
import { tellFailure } from "./failure.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = tellFailure(error);
}
