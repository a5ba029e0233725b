/**
 * Ids of 19 digits as the vendor's: 41 bits of milliseconds since 2016, 10 bits of server, 12 bits
 * of counter; always rising.
 */
const EPOCH_MS = 1_451_606_400_000;
const COUNTER_MAX = 4095n;

export function createIds(node: number, now: () => number): () => string {
  let lastMs = 0n;
  let counter = 0n;
  return () => {
    const ms = BigInt(now() - EPOCH_MS);
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0n;
    } else if (counter < COUNTER_MAX) {
      counter += 1n;
    } else {
      // The millisecond is full, or the clock went back: go on from the last one used.
      lastMs += 1n;
      counter = 0n;
    }
    return String((lastMs << 22n) | (BigInt(node) << 12n) | counter);
  };
}
