/**
 * There is too much to do just now: nothing of the request was done, and the same request may pass
 * in a moment.
 */
export class Busy extends Error {
  override readonly name: string = "Busy";
}

/** `verify` found a difference in this account: nothing is written in it before that is mended. */
export class WritingStopped extends Busy {
  override readonly name = "WritingStopped";
}
