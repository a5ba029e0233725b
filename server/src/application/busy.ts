/**
 * There is too much to do just now: nothing of the request was done, and the same request may pass
 * in a moment.
 */
export class Busy extends Error {
  override readonly name: string = "Busy";
}
