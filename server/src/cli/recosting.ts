/** `recosting`: how far the costs are that a back-dated bill left to the background (D35). */
import { type ConnectOptions, connect } from "./connect.ts";
import { both, print } from "./terminal.ts";

export interface RecostingOptions extends ConnectOptions {
  readonly json: boolean;
}

export async function recosting(options: RecostingOptions): Promise<void> {
  const state = await (await connect(options)).xingcang.recosting();
  if (options.json) return print(JSON.stringify(state, null, 2));
  if (state.waiting_pools === 0) {
    return print(both("✓ 没有等待重算的成本", "no cost waits to be computed anew"));
  }
  const { waiting_pools: pools, from, done, total } = state;
  print(
    both(`${pools} 个成本池自 ${from} 起等待重算`, `${pools} cost pools wait, from ${from} on`),
  );
  if (state.is_running)
    print(both(`正在重算：${done}/${total} 行`, `running: ${done}/${total} rows`));
}
