/** Reads that are remembered for a short time; reads of the same key at the same time share one. */
export interface Memory<T> {
  get(key: string): Promise<T>;
  /** The next `get` reads anew. */
  forget(key: string): void;
}

const KEYS_MAX = 10_000;

/**
 * What does not exist and a read that failed are not remembered. Past 10 000 keys the oldest goes.
 */
export function createMemory<T>(
  now: () => number,
  rememberMs: number,
  read: (key: string) => Promise<T | undefined>,
): Memory<T | undefined> {
  const known = new Map<string, { value: Promise<T | undefined>; readAtMs: number }>();

  function readAnew(key: string): Promise<T | undefined> {
    const entry = { value: read(key), readAtMs: now() };
    const drop = () => {
      if (known.get(key) === entry) known.delete(key);
    };
    entry.value.then((value) => value === undefined && drop(), drop);
    known.delete(key);
    known.set(key, entry);
    if (known.size > KEYS_MAX) known.delete(known.keys().next().value!);
    return entry.value;
  }

  return {
    get(key) {
      const entry = known.get(key);
      // A clock set back counts as old, too.
      const isFresh = entry && Math.abs(now() - entry.readAtMs) < rememberMs;
      return isFresh ? entry.value : readAnew(key);
    },
    forget: (key) => void known.delete(key),
  };
}
