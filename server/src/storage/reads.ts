/**
 * Reads under way. What one request asked for counts as read from that moment, so another that
 * needs it waits until the answer is there.
 */
export interface Reads {
  add(read: () => Promise<void>): Promise<void>;
  /** Resolves when everything that was asked for by now is there. */
  settled(): Promise<unknown>;
}

export function createReads(): Reads {
  const underWay = new Set<Promise<void>>();
  return {
    add(read) {
      const done = read().finally(() => underWay.delete(done));
      underWay.add(done);
      return done;
    },
    settled: () => (underWay.size === 0 ? Promise.resolve() : Promise.all(underWay)),
  };
}
