/**
 * Where the reader is. It stands behind the `#`, so that the server serves one page and a link can
 * be sent on.
 */
import { useSyncExternalStore } from "react";

export type Route =
  | { page: "start" }
  | { page: "stock"; at: number; search: string }
  | { page: "disassemblies"; at: number; search: string }
  | { page: "disassembly"; id: string };

/**
 * The route of a location hash; an unknown one is the start.
 * @example routeOf("#/stock?page=2&search=SP") // { page: "stock", at: 2, search: "SP" }
 */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [head = "", id = ""] = path.split("/");
  const filters = new URLSearchParams(query);
  const asked = filters.get("page") ?? "";
  const list = { at: /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1 };
  const search = filters.get("search") ?? "";
  if (head === "stock") return { page: "stock", ...list, search };
  if (head === "disassembly" && /^\d+$/.test(id)) return { page: "disassembly", id };
  if (head === "disassembly") return { page: "disassemblies", ...list, search };
  return { page: "start" };
}

const PATHS = {
  start: "#/",
  stock: "#/stock",
  disassemblies: "#/disassembly",
  disassembly: "#/disassembly",
} as const;

/**
 * The link to a route.
 * @example linkTo({ page: "disassembly", id: "1" }) // "#/disassembly/1"
 */
export function linkTo(route: Route): string {
  const path = PATHS[route.page];
  if (route.page === "start") return path;
  if (route.page === "disassembly") return `${path}/${route.id}`;
  const filters = new URLSearchParams();
  if (route.search !== "") filters.set("search", route.search);
  if (route.at > 1) filters.set("page", String(route.at));
  return filters.size === 0 ? path : `${path}?${filters}`;
}

export const goTo = (route: Route): void => {
  window.location.hash = linkTo(route);
};

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);
