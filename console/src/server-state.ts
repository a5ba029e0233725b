/** What the server says of itself, without a signature. */

export interface ServerState {
  readonly state: "ok" | "unavailable" | "unreachable";
  readonly version: string;
  readonly schema: string;
  /** Requests that wait for their lane. */
  readonly waiting: string;
}

/** Slower than this is as good as no answer. */
const TIMEOUT_MS = 5000;

/** Never throws for a server that is down: that is one of the states. */
export async function serverState(signal: AbortSignal): Promise<ServerState> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const [ready, version] = await Promise.all([
      fetch("/health/ready", { signal: within }),
      fetch("/version", { signal: within }),
    ]);
    const health = await factsOf(ready);
    return {
      state: ready.ok ? "ok" : "unavailable",
      version: (await factsOf(version)).version ?? "",
      schema: health.schemaVersion ?? "",
      waiting: health.queueDepth ?? "",
    };
  } catch {
    return { state: "unreachable", version: "", schema: "", waiting: "" };
  }
}

/** A proxy in front may answer in HTML. */
async function factsOf(response: Response): Promise<Record<string, string>> {
  const found: unknown = await response.json().catch(() => ({}));
  return Object.fromEntries(
    Object.entries(found ?? {}).map(([key, value]) => [key, String(value)]),
  );
}
