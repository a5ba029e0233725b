/**
 * What the server counts of itself, as Prometheus reads it. Every name and label is here; labels
 * have few values and hold nothing of an account, a client or a request.
 */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { type LaneObserver, LaneSlow } from "./application/lane.ts";
import type { HttpMetrics } from "./http/metrics.ts";

/** What is asked for when the metrics are read. */
export interface Watched {
  /** Requests that wait for their transaction. */
  queueDepth(): number;
  /** Cost pools that wait for their re-costing (D35), over all accounts. */
  costPoolsWaiting(): Promise<number>;
  /** Accounts that take no writes because of a difference (P12). */
  accountsStopped(): Promise<number>;
}

export interface Metrics extends HttpMetrics {
  readonly lanes: LaneObserver;
  /** A transaction is tried again because of this SQLSTATE. */
  retried(sqlState: string): void;
  holdsExpired(count: number): void;
  rowsRecosted(count: number): void;
  repliesPurged(count: number): void;
  /** The background verified an account and found so many differences. */
  verified(differences: number): void;
  /** Background work failed and is tried again. */
  jobFailed(job: string): void;
  /** Once, when there is something to watch. */
  watch(watched: Watched): void;
}

/** Bounds in seconds, from a read by key to what no caller waits for. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `xingcang_${name}_total`, help, labelNames, registers });

  const requests = counter("http_requests", "Requests by route and how they ended", [
    "method",
    "route",
    "outcome",
  ]);
  const durations = new Histogram({
    name: "xingcang_http_request_duration_seconds",
    help: "Time from the head of a request to the end of its reply",
    labelNames: ["method", "route"],
    buckets: SECONDS,
    registers,
  });
  const batches = new Histogram({
    name: "xingcang_lane_batch_size",
    help: "Requests in one transaction of a lane",
    buckets: BATCH_SIZES,
    registers,
  });
  const turnedAway = counter("lane_turned_away", "Requests that no lane had time for", ["reason"]);
  const retries = counter("transaction_retries", "Transactions tried again", ["sqlstate"]);
  const expired = counter("holds_expired", "Holds expired by the background sweep");
  const recosted = counter("ledger_rows_recosted", "Ledger rows costed anew in the background");
  const purged = counter("replies_purged", "Saved replies deleted after their time");
  const verified = counter("accounts_verified", "Accounts verified in the background");
  const differences = counter("verify_findings", "Differences that this found");
  const failures = counter("background_failures", "Background work that failed", ["job"]);
  // They are there from the start, so that a rate can be taken of the first one.
  for (const reason of ["full", "slow"]) turnedAway.inc({ reason }, 0);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe({ method, route, outcome, seconds }) {
      requests.inc({ method, route, outcome });
      durations.observe({ method, route }, seconds);
    },
    lanes: {
      batch: (size) => batches.observe(size),
      turnedAway: (error) =>
        turnedAway.inc({ reason: error instanceof LaneSlow ? "slow" : "full" }),
    },
    retried: (sqlstate) => retries.inc({ sqlstate }),
    holdsExpired: (count) => expired.inc(count),
    rowsRecosted: (count) => recosted.inc(count),
    repliesPurged: (count) => purged.inc(count),
    verified(found) {
      verified.inc();
      differences.inc(found);
    },
    jobFailed: (job) => failures.inc({ job }),
    watch: (watched) => watch(registry, watched),
  };
}

function watch(registry: Registry, watched: Watched): void {
  const { queueDepth, costPoolsWaiting, accountsStopped } = watched;
  new Gauge({
    name: "xingcang_lane_queue_depth",
    help: "Requests that wait for their transaction",
    registers: [registry],
    collect() {
      this.set(queueDepth());
    },
  });
  const asked = (name: string, help: string, ask: () => Promise<number>) =>
    new Gauge({
      name: `xingcang_${name}`,
      help: `${help}; absent while the database is away`,
      registers: [registry],
      async collect() {
        try {
          this.set(await ask());
        } catch {
          // The other metrics are wanted most when the database does not answer.
          this.remove();
        }
      },
    });
  asked("cost_pools_waiting", "Cost pools that wait for their re-costing", costPoolsWaiting);
  asked("accounts_stopped", "Accounts whose writing a difference has stopped", accountsStopped);
}
