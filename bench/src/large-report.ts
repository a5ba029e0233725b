/** The result of `--large` as Markdown. */
import { type LargeSizes, type LargeTimes, largeGoals } from "./large.ts";
import { percentile } from "./statistics.ts";
import { type Facts, table } from "./tables.ts";

export function largeReport(facts: Facts, sizes: LargeSizes, times: LargeTimes): string {
  const { cpu, cores, node, postgres, date, loadBefore } = facts;
  const { small, large, requests } = sizes;
  const sizeOf = ({ materials, rows }: LargeSizes["small"]) =>
    `${(materials * 10).toLocaleString("en")} keys, ${rows.toLocaleString("en")} ledger rows`;
  const head = [
    `${date} · ${cores} × ${cpu}, Node ${node}, PostgreSQL ${postgres}`,
    `${requests} × · 负载 / load before: ${loadBefore.toFixed(1)}`,
    `${sizeOf(large)} ÷ ${sizeOf(small)}`,
    `seed ${times.seconds.seed.toFixed(0)} s, verify ${times.seconds.verify.toFixed(0)} s`,
  ].join(" · ");
  const { page, pastDay } = largeGoals(times);
  const goals = table(
    ["目标 / goal", "测得 / measured", "", ""],
    [
      [
        "库存列表一页 100 行：大 ÷ 小 / a page of 100 rows of the stock list: large ÷ small",
        page.toFixed(2),
        "≤ 1.5",
        page <= 1.5 ? "✓" : "✗",
      ],
      [
        "一个商品某天的库存，p99 / stock of one material on a past day, p99",
        `${pastDay.toFixed(1)} ms`,
        "≤ 50 ms",
        pastDay <= 50 ? "✓" : "✗",
      ],
    ],
  );
  const rowOf = (title: string, took: readonly number[]) => [
    title,
    percentile(took, 50).toFixed(2),
    percentile(took, 99).toFixed(2),
  ];
  const measured = table(
    ["测量 / measured", "p50 ms", "p99 ms"],
    [
      rowOf("库存列表，小账套 / stock list, small account", times.smallPage),
      rowOf("库存列表，大账套 / stock list, large account", times.largePage),
      rowOf("库存列表，大账套，首次计数 / stock list, large, counted for the first time", [
        times.firstPage,
      ]),
      rowOf("某天的库存 / stock on a past day", times.pastDay),
    ],
  );
  return [head, goals, measured].join("\n\n");
}
