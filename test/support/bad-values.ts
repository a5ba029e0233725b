/**
 * Bad requests made from the contract itself: each field of a schema once with each value that its
 * wire type does not take.
 */
import type { FieldSchema, TSchema } from "@xingcang/contract";

export interface SchemaNode extends FieldSchema {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
}

export interface BadRequest {
  readonly name: string;
  /** JSON text. */
  readonly body: string;
  /** Of the one fault that must be told. */
  readonly key: string;
  readonly field: string;
}

type Body = Record<string, unknown>;

/** Values that are sent as JSON text, and the key of the fault. */
const WRONG: Readonly<Record<FieldSchema["wire"], readonly (readonly [string, string])[]>> = {
  text: [
    ["{}", "textExpected"],
    ["[]", "textExpected"],
    ['{"toString":"x","isLosslessNumber":true}', "textExpected"],
    ['"a\\u0000b"', "textExpected"],
    ['"a\\ud800b"', "textExpected"],
    [`"${"长".repeat(2001)}"`, "textTooLong"],
  ],
  decimalText: decimals(),
  double: decimals(),
  date: [
    ['"2026-02-30"', "dateInvalid"],
    ['"2026-13-01"', "dateInvalid"],
    ['"20260101"', "dateInvalid"],
    ["20260101", "dateInvalid"],
    ['"2026-1-1"', "dateInvalid"],
    ['"0000-00-00"', "dateInvalid"],
    ['"2026-01-01T25:61"', "dateInvalid"],
    ["{}", "dateInvalid"],
  ],
  int: [
    ['"x"', "integerInvalid"],
    ["1.5", "integerInvalid"],
    ["true", "integerInvalid"],
    ["9999999999", "integerInvalid"],
    ["12345678901234567890", "integerInvalid"],
    ["[]", "integerInvalid"],
  ],
  flag: [
    ['"maybe"', "flagInvalid"],
    ["2", "flagInvalid"],
    ["[true]", "flagInvalid"],
    ['{"toString":"x"}', "flagInvalid"],
  ],
  list: [
    ["{}", "listExpected"],
    ["[{}]", "listExpected"],
    ["[[1]]", "listExpected"],
    ['["a\\u0000b"]', "textExpected"],
    ['["\\udc00"]', "textExpected"],
  ],
  map: [
    ["[]", "objectExpected"],
    ['"x"', "objectExpected"],
  ],
  rows: [
    ["{}", "rowsExpected"],
    ['"x"', "rowsExpected"],
    ["1", "rowsExpected"],
  ],
  object: [
    ["[]", "objectExpected"],
    ['"x"', "objectExpected"],
  ],
};

function decimals(): (readonly [string, string])[] {
  const invalid = ["{}", "[]", "true", "1e999", '"NaN"', '"１２"', '"0x10"', '".5"', '"1,000"'];
  return [
    ...invalid.map((text): [string, string] => [text, "decimalInvalid"]),
    ['"Infinity"', "decimalInvalid"],
    ['"1 2"', "decimalInvalid"],
    ['"--5"', "decimalInvalid"],
    ['"1\\u0000"', "decimalInvalid"],
    ["1e30", "decimalTooLarge"],
    ["1234567890123456", "decimalTooLarge"],
    ['"1e15"', "decimalTooLarge"],
    ["0.12345678901", "decimalTooFine"],
    ['"1e-11"', "decimalTooFine"],
  ];
}

/** A place in a body: the object that holds the field, its path, and how to put text there. */
interface Place {
  readonly node: SchemaNode;
  readonly path: string;
  readonly keys: readonly (string | number)[];
}

/** Every object of the schema that the body has, with its path. */
function placesOf(node: SchemaNode, body: unknown, path = "", keys: Place["keys"] = []): Place[] {
  if (typeof body !== "object" || body === null) return [];
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, field]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const value = (body as Body)[key];
    if (field.wire === "object") return placesOf(field, value, at, [...keys, key]);
    if (field.wire !== "rows" || !Array.isArray(value) || !field.items) return [];
    return placesOf(field.items, value[0], `${at}[0]`, [...keys, key, 0]);
  });
  return [{ node, path, keys }, ...inner];
}

const MARK = "@@here@@";

/** The body as JSON with `text` as the value of a field; undefined leaves the field out. */
function withText(body: Body, keys: Place["keys"], key: string, text: string | undefined): string {
  const copy = structuredClone(body);
  const holder = keys.reduce<unknown>((value, part) => (value as Body)[part], copy) as Body;
  if (text === undefined) delete holder[key];
  else holder[key] = MARK;
  return JSON.stringify(copy).replace(`"${MARK}"`, () => text ?? "");
}

const inside = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);

/** Each field of the body's objects with each value that its type refuses. */
export function wrongTypes(schema: TSchema, body: Body): BadRequest[] {
  return placesOf(schema as unknown as SchemaNode, body).flatMap(({ node, path, keys }) =>
    Object.entries(node.properties ?? {}).flatMap(([key, field]) =>
      wrongValues(field).map(([text, fault]) => ({
        name: `${inside(path, key)} = ${text.slice(0, 40)}`,
        body: withText(body, keys, key, text),
        key: fault,
        field: inside(path, key),
      })),
    ),
  );
}

function wrongValues(field: SchemaNode): (readonly [string, string])[] {
  const isLong = (field.options.maxLength ?? 0) > 2000;
  const values = WRONG[field.wire].filter(([, fault]) => !isLong || fault !== "textTooLong");
  if (field.options.choices === undefined) return [...values];
  return [...values, ['"no such choice"', "choiceUnknown"]];
}

/** Each required field of the body's objects left out, null, empty and blank. */
export function missingFields(schema: TSchema, body: Body): BadRequest[] {
  return placesOf(schema as unknown as SchemaNode, body).flatMap(({ node, path, keys }) =>
    (node.required ?? [])
      .filter((key) => isSent(body, keys, key))
      .flatMap((key) =>
        [undefined, "null", '""', '"  "', ...(node.properties?.[key]?.items ? ["[]"] : [])].map(
          (text) => ({
            name: `${inside(path, key)} ${text ?? "left out"}`,
            body: withText(body, keys, key, text),
            key: "fieldRequired",
            field: inside(path, key),
          }),
        ),
      ),
  );
}

function isSent(body: Body, keys: Place["keys"], key: string): boolean {
  const holder = keys.reduce<unknown>((value, part) => (value as Body)[part], body) as Body;
  return holder[key] !== undefined;
}
