/**
 * Every served endpoint against the contract data: the same keys, wire types and required flags,
 * or a named deviation.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Endpoint, endpoints, type FieldSchema, vendorEndpoints } from "@xingcang/contract";
import { expect, test } from "vitest";
import { type EndpointFacts, extractFacts, type Fact, type Facts } from "./extract-facts.ts";

interface Node extends FieldSchema {
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
}

const file = join(import.meta.dirname, "facts.json");
const data = process.env.XINGCANG_CONTRACT_DATA;
const facts: EndpointFacts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

/** What each wire type is called in the data. */
const dataTypes: Record<FieldSchema["wire"], string> = {
  text: "string",
  decimalText: "string",
  date: "string",
  int: "int",
  double: "double",
  flag: "bool",
  list: "list",
  map: "map",
  rows: "rows",
  object: "object",
};

const typeOf = (fact: Fact) =>
  typeof fact === "string" ? fact : Array.isArray(fact) ? "rows" : "object";

/** Differences between the schema and the facts, each as `path: what`. */
function compare(node: Node, given: Facts, path: string): string[] {
  const found: string[] = [];
  const properties = node.properties ?? {};
  const known = new Set<string>();
  for (const [marked, fact] of Object.entries(given)) {
    const key = marked.replace(/!$/, "");
    known.add(key);
    const field = properties[key];
    if (!field) found.push(`${path}.${key}: missing`);
    else found.push(...compareField(node, field, key, marked !== key, fact, `${path}.${key}`));
  }
  for (const key of Object.keys(properties)) {
    if (!known.has(key)) found.push(`${path}.${key}: extra`);
  }
  return found;
}

function compareField(
  parent: Node,
  field: Node,
  key: string,
  required: boolean,
  fact: Fact,
  path: string,
): string[] {
  const found: string[] = [];
  const ours = dataTypes[field.wire];
  if (!typeOf(fact).split("|").includes(ours)) found.push(`${path}: ${ours} for ${typeOf(fact)}`);
  const { strictRequired, insteadOf } = field.options;
  const asked = parent.required?.includes(key) || strictRequired || insteadOf;
  if (required && !asked) found.push(`${path}: not required`);
  if (typeof fact === "string") return found;
  const inner = Array.isArray(fact) ? fact[0] : fact;
  return [...found, ...compare(field.wire === "rows" ? (field.items as Node) : field, inner, path)];
}

const nodeOf = (schema: unknown): Node => {
  const node = schema as Node;
  return node.wire === "rows" ? (node.items as Node) : node;
};

function differences(endpoint: Endpoint): string[] {
  const id = `${endpoint.method} ${endpoint.path}`;
  const fact = facts[id];
  if (!fact) return [`${id}: no facts`];
  return [
    ...compare(nodeOf(endpoint.query ?? endpoint.body), fact.request, `${id} request`),
    ...compare(nodeOf(endpoint.reply), fact.reply, `${id} reply`),
  ];
}

/** Differences on purpose. Each row must be used, so that the table stays as short as it can be. */
const deviations: { of: RegExp; because: string }[] = [
  {
    of: /request\.(page|page_size): int for string$/,
    because: "read from both forms, as every number is; the engine counts with it",
  },
  {
    of: /push_app_authorize reply\.instanceId: extra$/,
    because: "clients observed it (section 2)",
  },
  {
    of: /kingdee_auth_token reply\.expires: extra$/,
    because: "documented for another product on the same path; clients read it (section 2)",
  },
  {
    of: /bd\/material request\.mul_label_number: list for string$/,
    because: "a comma list, which list fields read",
  },
  {
    of: /(assemble|assemble_tpl|order|bound) request\.(total_fields|cost_fee_entity\.del_ids): list for string$/,
    because: "a comma list, which list fields read",
  },
  {
    of: /batch_kfperiod_inventory request\.\w+_ids: list for string$/,
    because: "comma lists, which list fields read",
  },
  {
    of: /pur_order request\.(total_(ins_)?amount|material_entity\.qty): double for int$/,
    because: "2.5 kg can be ordered, and its price is no whole number either",
  },
  {
    of: /inv_detail request\.filter_bill_type_id: list for string$/,
    because: "the page gives its form as [,]",
  },
  {
    of: /supplier_group request\.id: not required$/,
    because: "a new group has no id; the page's flag is a slip (section 11)",
  },
  {
    of: /inv_(?:dis)?assemble request\.material_entity\.src_\w+_id: extra$/,
    because: "a line that ships names the hold that it consumes (D16)",
  },
  {
    of: /fee_records\.supplier_id: not required$/,
    because: "a fee that is paid at once needs none (section 9)",
  },
  {
    of: /fee_records\.id: extra$/,
    because: "an update names the fee record it changes; the detail gives the id",
  },
  {
    of: /inv_(other|check|pick|product)\w*_detail reply\.material_entity\.sn_list: extra$/,
    because: "the seed's name of what the SDK calls sn; both are sent",
  },
  {
    of: /inv_(invpink|product)_save_v2 request\.(material_entity\.)?(id|sn_list|custom_\w+|is_sub|src_(bill_type|inter|entry)_id): extra$/,
    because: "every inventory save's page has them (section 6); the SDK is an older snapshot",
  },
  {
    of: /inv_(invpink|product)\w* request\.material_entity\.src_(bill_no|seq): extra$/,
    because: "a source link may come with them (section 6), and lists filter by the number",
  },
  {
    of: /inv_invpink_save_v2 request\.material_entity\.(aux_)?qty: double for int$/,
    because: "half a kilogram is picked too; the detail shows a double, other saves take one",
  },
  {
    of: /inv_check_gail_bill_detail reply\.dept_\w+: extra$/,
    because: "the save takes it, and the page of the twin 盘亏单 has it",
  },
  {
    of: /inv_check_bill request\.(material_entity\.)?stock_id: extra$/,
    because: "a count without a task names its store (D17)",
  },
  {
    of: /inv_check_bill request\.material_entity\.id: not required$/,
    because: "a new row has no id; the page says so beside the flag",
  },
  {
    of: /inv_release_occupy request\.is_re_calc_qty: bool for string$/,
    because: "both forms are read (section 11, no. 1)",
  },
  {
    of: /sys\/custom_field reply\.\w+\.combo_items\.\w+: (missing|extra)$/,
    because: "the SDK types the items by an unrelated payroll model of the same name",
  },
];

test("the facts are those of the contract data", { skip: data === undefined }, () => {
  const extracted = extractFacts(data as string);
  if (process.env.XINGCANG_WRITE_FACTS) {
    writeFileSync(file, `${JSON.stringify(extracted, null, 2)}\n`);
  } else {
    expect(extracted).toEqual(facts);
  }
});

test("every served endpoint of the vendor has the keys and types of the contract data", () => {
  const used = new Set<RegExp>();
  const agreeing = vendorEndpoints.filter((endpoint) => {
    const open = differences(endpoint).filter((difference) => {
      const matching = deviations.filter(({ of }) => of.test(difference));
      for (const { of } of matching) used.add(of);
      return matching.length === 0;
    });
    for (const difference of open) console.log(difference);
    return open.length === 0;
  });
  console.log(
    `${agreeing.length} of ${vendorEndpoints.length} endpoints have the documented keys and types`,
  );
  expect(deviations.filter(({ of }) => !used.has(of)).map(({ of }) => String(of))).toEqual([]);
  expect(agreeing.length).toBe(vendorEndpoints.length);
});

test("our own endpoints stand apart from the vendor's by their path", () => {
  const own = endpoints.filter((endpoint) => !vendorEndpoints.includes(endpoint));
  expect(own.length).toBeGreaterThan(0);
  const isOurs = ({ path }: Endpoint) => path.startsWith("/xingcang/v1/");
  expect(endpoints.filter(isOurs)).toEqual(own);
});

test("operations and routes are unique", () => {
  const operations = endpoints.map(({ operation }) => operation);
  const routes = endpoints.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(operations).size).toBe(operations.length);
  expect(new Set(routes).size).toBe(routes.length);
});
