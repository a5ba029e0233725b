/** Something that is fetched: while it is fetched anew, what was there stays to look at. */
import { useCallback, useEffect, useState } from "react";

export interface Loaded<T> {
  readonly isLoading: boolean;
  readonly data: T | undefined;
  /** Why the last attempt failed. */
  readonly error: unknown;
  reload(): void;
}

/** Fetches when `load` is another function (make it with `useCallback`) and on `reload`. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "reload">>({
    isLoading: true,
    data: undefined,
    error: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState(({ data }) => ({ isLoading: true, data, error: undefined }));
    load(stop.signal).then(
      (data) => {
        if (!stop.signal.aborted) setState({ isLoading: false, data, error: undefined });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ isLoading: false, data: undefined, error });
      },
    );
    return () => stop.abort();
  }, [load, attempt]);
  const reload = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...state, reload };
}
