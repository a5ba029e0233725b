/** 基础资料 over HTTP, for every kind with a save: create, edit, find, disable, refer to, delete. */
import { type AnyMaster, type MasterName, masters } from "@xingcang/contract";
import { describe, expect, test } from "vitest";
import type { SchemaNode } from "../support/bad-values.ts";
import { refusedCall, unchanged } from "../support/refused-call.ts";
import { refusalOf, useDemoServer } from "../support/running-server.ts";

const demo = useDemoServer();

type Saved = { ids: string[]; id_number_map: Record<string, string>; id?: string };
type Row = Record<string, unknown> & { id: string };
interface KindClient {
  save(input: object): Promise<Saved>;
  list(input: object): Promise<{ rows: Row[]; count: number | string }>;
  detail(input: object): Promise<Row>;
}

/** A BOM has no name and asks for rows: `bom.test.ts`. */
const kinds = (Object.values(masters) as AnyMaster[]).filter(
  ({ name, paths }) => paths.save && name !== "bom",
);
const names = kinds.map(({ name }) => [name] as const);
const kindOf = (name: string) => masters[name as MasterName] as AnyMaster;
const clientOf = (name: string) =>
  (demo().client as unknown as Record<string, KindClient>)[name] as KindClient;
const fieldsOf = (name: string) =>
  (kindOf(name).endpoints.save.body as unknown as SchemaNode).properties ?? {};

/** Records of the demo data that others may point to. */
const SAMPLES: Record<string, string> = {
  measure_unit: "1004",
  store: "2002",
  aux_type: "5001",
  aux_info_type: "1",
};

let made = 0;
/** What a save needs, with a name and a number of its own. */
function inputOf(name: string, more: object = {}): Record<string, unknown> {
  made += 1;
  const fields = fieldsOf(name);
  const schema = kindOf(name).endpoints.save.body as unknown as SchemaNode;
  const input: Record<string, unknown> = {};
  for (const key of schema.required ?? []) {
    const { master, choices } = fields[key]?.options ?? {};
    input[key] = master ? SAMPLES[master] : (choices?.[0] ?? "2");
  }
  if (fields.number) input.number = `T${made}`;
  return { ...input, name: `资料${made}`, ...more };
}

async function create(name: string, more: object = {}): Promise<string> {
  const saved = await clientOf(name).save(inputOf(name, more));
  return saved.ids?.[0] ?? saved.id ?? "";
}

async function find(name: string, id: string, filters: object = {}): Promise<Row | undefined> {
  const { rows } = await clientOf(name).list({ page_size: 100, ...filters });
  return rows.find((row) => row.id === id);
}

const remove = (name: string, ids: string[]) =>
  demo().client.system.commonOperate({
    entity_number: kindOf(name).entity,
    operate_type: "delete",
    ids,
  });

const has = (name: string, field: string) => fieldsOf(name)[field] !== undefined;
const filters = (name: string) =>
  (kindOf(name).endpoints.list.query as unknown as SchemaNode).properties ?? {};

const detailFields = (name: string) =>
  (kindOf(name).endpoints.detail.query as unknown as SchemaNode).properties ?? {};
/** Some rows have no number: 盘点任务, 结算方式, 结算期限. */
const showsNumber = (name: string) => {
  const page = kindOf(name).endpoints.list.reply as unknown as SchemaNode;
  return page.properties?.rows?.items?.properties?.number !== undefined;
};

describe("every kind", () => {
  test.each(names)("%s: create, find, edit, delete", async (name) => {
    const input = inputOf(name);
    const saved = await clientOf(name).save(input);
    const id = saved.ids?.[0] ?? saved.id ?? "";
    const number = has(name, "number") ? input.number : input.name;
    const shown = showsNumber(name) ? { number } : {};
    expect(await find(name, id)).toMatchObject({ id, name: input.name, ...shown });
    if (filters(name).search) {
      const search = String(input.name).slice(1);
      expect(await find(name, id, { search })).toBeDefined();
      expect(await find(name, id, { search: "没有这样的资料" })).toBeUndefined();
    }
    if (filters(name).number) expect(await find(name, id, { number })).toBeDefined();
    if (kindOf(name).paths.detail) {
      const byId = await clientOf(name).detail({ id });
      expect(byId).toMatchObject({ id, name: input.name });
      expect(await clientOf(name).detail({ id, number: "?" })).toEqual(byId);
      const takesNumber = detailFields(name).number !== undefined;
      if (takesNumber) expect(await clientOf(name).detail({ number })).toEqual(byId);
    }
    await clientOf(name).save({ ...input, id, name: `${input.name}改` });
    expect(await find(name, id)).toMatchObject({ name: `${input.name}改`, ...shown });
    expect(await remove(name, [id])).toMatchObject({ ids: [id] });
    expect(await find(name, id)).toBeUndefined();
    expect(await refusalOf(remove(name, [id]))).toEqual([["recordUnknown", "ids[0]"]]);
  });

  test.each(names)("%s: fields that an edit leaves out stay", async (name) => {
    const texts = Object.entries(fieldsOf(name)).filter(
      ([key, { wire, options }]) =>
        wire === "text" &&
        !options.master &&
        !options.choices &&
        !["id", "name", "number", "precision"].includes(key),
    );
    const rest = Object.fromEntries(texts.map(([key]) => [key, "7"]));
    const input = inputOf(name, rest);
    const id = await create(name, input);
    const show = async () => {
      const shown = kindOf(name).paths.detail && (await clientOf(name).detail({ id }));
      return { ...(await find(name, id)), ...(shown || {}) } as Record<string, unknown>;
    };
    const before = await show();
    const required = inputOf(name, { name: input.name, number: input.number });
    await clientOf(name).save({ ...required, id });
    const { modify_time: _, ...after } = await show();
    expect(before).toMatchObject(after);
  });

  test.each(names)("%s: a repeated number or name", async (name) => {
    const kind = kindOf(name);
    const first = inputOf(name);
    const id = await create(name, first);
    const again = inputOf(
      name,
      has(name, "number") ? { number: first.number } : { name: first.name },
    );
    const path = kind.paths.save ?? "";
    const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path, body: again }));
    expect(faults).toContainEqual(["numberTaken", has(name, "number") ? "number" : "name"]);
    const sameName = inputOf(name, { name: first.name });
    if (kind.unique.includes("name") || kind.uniqueWarning?.includes("name")) {
      expect(await refusalOf(clientOf(name).save(sameName))).toContainEqual([
        "numberTaken",
        "name",
      ]);
    }
    if (kind.uniqueWarning?.includes("name")) {
      const other = await create(name, { ...sameName, ignore_warn: true });
      expect(other).not.toBe(id);
    }
    // Saving itself again is no repetition.
    await clientOf(name).save({ ...first, id });
  });

  test.each(names.filter(([name]) => has(name, "number") && !kindOf(name).prefix))(
    "%s: without a number the name is taken, and is refused when it is another's number",
    async (name) => {
      const number = `N${made}`;
      await create(name, { number });
      const path = kindOf(name).paths.save ?? "";
      const body = inputOf(name, { name: number, number: "" });
      const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path, body }));
      const required = (kindOf(name).endpoints.save.body as unknown as SchemaNode).required ?? [];
      const key = required.includes("number") ? "fieldRequired" : "numberTaken";
      expect(faults).toEqual([[key, "number"]]);
    },
  );

  test.each(names.filter(([name]) => kindOf(name).prefix))(
    "%s: numbers are made from the prefix and skip those in use",
    async (name) => {
      const numberOf = async (more: object) => {
        const saved = await clientOf(name).save(inputOf(name, more));
        return Object.values(saved.id_number_map)[0] ?? "";
      };
      const first = await numberOf({ number: "" });
      const next = first.replace(/\d+$/, (digits) =>
        String(Number(digits) + 1).padStart(digits.length, "0"),
      );
      await numberOf({ number: next });
      expect(await numberOf({ number: "" })).not.toBe(next);
    },
  );

  test.each(names.filter(([name]) => has(name, "enable")))(
    "%s: disabled is hidden from the list, and comes back",
    async (name) => {
      const input = inputOf(name);
      const id = await create(name, input);
      await clientOf(name).save({ ...input, id, enable: "0" });
      expect(await find(name, id)).toBeUndefined();
      if (filters(name).enable) {
        expect(await find(name, id, { enable: "0" })).toBeDefined();
        expect(await find(name, id, { enable: "-1" })).toBeDefined();
      }
      await clientOf(name).save({ ...input, id });
      expect(await find(name, id)).toBeUndefined();
      await clientOf(name).save({ ...input, id, enable: "1" });
      expect(await find(name, id)).toBeDefined();
    },
  );
});

describe("references", () => {
  const pointing = kinds.flatMap(({ name }) =>
    Object.entries(fieldsOf(name))
      .filter(([key, { options }]) => options.master && !options.aliasOf && key !== "id")
      .map(([key, { options }]) => [name, key, String(options.master), options.insteadOf] as const),
  );

  test.each(pointing)(
    "%s.%s → %s: found, unknown, disabled",
    async (name, key, kind, insteadOf) => {
      const path = kindOf(name).paths.save ?? "";
      const other = inputOf(kind);
      const id = await create(kind, other);
      const value = insteadOf ? (has(kind, "number") ? other.number : other.name) : id;
      const without = insteadOf ? { [insteadOf]: "" } : {};
      const taken = await create(name, { ...without, ...units(key, value), [key]: value });
      expect(taken).not.toBe("");
      const unknown = inputOf(name, { ...without, [key]: "404" });
      expect((await refusedCall(demo(), { path, body: unknown })).faults).toContainEqual([
        "referenceUnknown",
        key,
      ]);
      const used = await refusedCall(demo(), {
        path: "/jdy/v2/sys/common_operate",
        body: { entity_number: kindOf(kind).entity, operate_type: "delete", ids: [id] },
      });
      expect(used.faults).toEqual([["recordInUse", "ids[0]"]]);
      if (!has(kind, "enable")) return;
      await clientOf(kind).save({ ...other, id, enable: "0" });
      const body = inputOf(name, { ...without, ...units(key, value), [key]: value });
      expect((await refusedCall(demo(), { path, body })).faults[0]?.[0]).toBe("referenceDisabled");
    },
  );

  /** A further unit of a material needs its ratio. */
  function units(key: string, value: unknown): object {
    const slot = /^fix_unit_id(\d)$/.exec(key)?.[1];
    if (slot) return { is_multi_unit: true, [`coefficient${slot}`]: "2", [key]: value };
    return {};
  }

  test("who uses it is told by name; an id that only looks the same is no use", async () => {
    const department = await create("department", { name: "使用中的部门" });
    await create("emp", { name: "使用者", department_id: department });
    const { text } = await refusedCall(demo(), {
      path: "/jdy/v2/sys/common_operate",
      body: { entity_number: "bd_department", operate_type: "delete", ids: [department] },
    });
    expect(text).toContain("使用者");
    // The demo's bills are full of quantities of 1; no one names the supplier 1 but a fee.
    const group = await create("customer_group", { name: "1", number: "11" });
    await create("supplier", { remark: group, addr: group });
    expect(await remove("customer_group", [group])).toMatchObject({ ids: [group] });
  });
});

describe("trees", () => {
  const trees = ["material_group", "store_group", "supplier_group", "customer_group", "department"];

  test.each(trees.map((name) => [name]))("%s: level, leaf and names", async (name) => {
    const field = name === "department" ? "parent_org_id" : "parent_id";
    const top = await create(name, { number: `A${made}`, name: "顶" });
    const middle = await create(name, { number: `B${made}`, name: "中", [field]: top });
    const low = await create(name, { number: `C${made}`, name: "底", [field]: middle });
    expect(await find(name, top)).toMatchObject({ level: "1", is_leaf: false });
    expect(await find(name, middle)).toMatchObject({ level: "2", is_leaf: false });
    expect(await find(name, low)).toMatchObject({ level: "3", is_leaf: true });
    if (name === "department") {
      expect(await find(name, low)).toMatchObject({ full_name: "顶/中/底", parent_name: "中" });
    }
    const path = kindOf(name).paths.save ?? "";
    for (const parent of [top, low]) {
      const body = inputOf(name, { id: top, [field]: parent });
      const { faults } = await unchanged(demo(), () => refusedCall(demo(), { path, body }));
      expect(faults).toEqual([["valueInvalid", field]]);
    }
  });

  test("a page of a tree costs as many reads as it has levels, not as it has rows", async () => {
    const { pool } = demo().server.system.database;
    let reads = 0;
    const counted = pool.query.bind(pool);
    const count = async (size: number) => {
      reads = 0;
      pool.query = ((...given: Parameters<typeof counted>) => {
        reads += 1;
        return counted(...given);
      }) as typeof pool.query;
      await demo().client.material.list({ page_size: size });
      pool.query = counted as typeof pool.query;
      return reads;
    };
    const few = await count(5);
    // The newest rows refer to fewer kinds: brands and labels are among those read once for all.
    expect(await count(100)).toBeLessThanOrEqual(few + 4);
  });
});
