/**
 * How an endpoint of the contract is answered. `http/contract-routes.ts` finds the handler by the
 * endpoint's operation.
 */
import type { Caller, UnitOfWork } from "./ports.ts";

/** Answers from committed state; the result is written by the endpoint's reply schema. */
export interface ReadHandler {
  readonly kind: "read";
  run(caller: Caller, input: never): Promise<unknown>;
}

/** Runs in the account's lane; throws `Refused` before it has written anything. */
export interface WriteHandler {
  readonly kind: "write";
  /**
   * Reads what `run` will need, so that the requests of a batch read together and not one after
   * another. Changes nothing; what it leaves out, `run` reads itself.
   */
  prepare?(unit: UnitOfWork, caller: Caller, input: never): Promise<unknown>;
  run(unit: UnitOfWork, caller: Caller, input: never): Promise<unknown>;
}

/**
 * By operation, for example `inv_disassemble.save`. Complete for every endpoint but those of kind
 * `auth`.
 */
export type Handlers = Readonly<Record<string, ReadHandler | WriteHandler>>;
