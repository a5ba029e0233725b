/**
 * The scalar types of the wire. Each is a TypeBox schema, so that one declaration gives the
 * TypeScript type, the checks of `read.ts`, the emission of `write.ts` and the OpenAPI text.
 *
 * Wire facts (contract section 1): `string`, `int`, `double`/`float`, `bool`, lists, maps of
 * strings and objects. A `double` is read and kept as decimal text, so that no binary float ever
 * holds a quantity, price or amount (D2).
 */
import Type, { type Static, type TObject, type TSchema } from "typebox";

/** A decimal number as text, for example `"0.39"`; never in exponent form. */
export type DecimalText = string;

/** What a field means to the engine; the server maps wire fields to domain values by it. */
export type Role =
  | "id"
  | "billNo"
  | "billDate"
  | "material"
  | "auxProp"
  | "auxValue"
  | "store"
  | "toStore"
  | "bin"
  | "toBin"
  | "unit"
  | "baseUnit"
  | "auxUnit"
  | "quantity"
  | "baseQuantity"
  | "auxQuantity"
  | "floatQuantity"
  | "batchNo"
  | "kfDate"
  | "kfPeriod"
  | "kfType"
  | "validDate"
  | "serials"
  | "cost"
  | "unitCost"
  | "price"
  | "costShare"
  | "component"
  | "sourceType"
  | "sourceBill"
  | "sourceEntry"
  | "entryId"
  | "customFields"
  | "operationKey"
  | "ignoreWarn"
  | "recalculate"
  | "allocateRule"
  | "transType"
  | "headFee"
  | "personal"
  | "fees";

export interface FieldOptions {
  role?: Role;
  /** The kind of master data that this field points to (a key of the master index). */
  master?: string;
  /**
   * For a `…_number` that may stand in for an id: the key of that id field; for a list of numbers,
   * the key that their ids are kept under.
   */
  insteadOf?: string;
  /**
   * The key that this one is an older or other name of: its value is read under that key when that
   * key is not given.
   */
  aliasOf?: string;
  /**
   * The vendor's page marks it as required and the engine can do without: only strict mode asks for
   * it (D23).
   */
  strictRequired?: true;
  /**
   * The page lists it in the request although it follows from the rest: its form is checked and its
   * value dropped.
   */
  derived?: true;
  /** What the server takes when the field is not given, shown in the reference. */
  default?: string;
  maxLength?: number;
  /** The closed set of values; anything else is refused. */
  choices?: readonly string[];
  /**
   * Value of a reply key that is not set, where it is not the type's empty value (contract section
   * 5, "Emission").
   */
  empty?: string;
  example?: string;
}

export type WireType = "text" | "decimalText" | "date" | "int" | "double" | "flag";

export interface FieldSchema {
  title: string;
  wire: WireType | "list" | "map" | "rows" | "object";
  type?: string;
  options: FieldOptions;
}

function scalar<T>(jsonType: string, wire: WireType, title: string, options: FieldOptions) {
  const json: Record<string, unknown> = { type: jsonType, title, wire, options };
  if (wire === "double") json.format = "double";
  if (wire === "int") json.format = "int32";
  if (options.choices) json.enum = options.choices;
  if (options.default !== undefined) json.default = jsonDefault(wire, options.default);
  if (options.maxLength) json.maxLength = options.maxLength;
  if (options.example !== undefined) json.examples = [options.example];
  return Type.Unsafe<T>(json);
}

const jsonDefault = (wire: WireType, value: string) =>
  wire === "int" || wire === "double" ? Number(value) : wire === "flag" ? value === "true" : value;

/** Text. Ids are text as well: up to 20 digits (seed 库存占用释放). */
export const text = (title: string, options: FieldOptions = {}) =>
  scalar<string>("string", "text", title, options);

/** A quantity, price or amount that travels as a JSON string. */
export const decimalText = (title: string, options: FieldOptions = {}) =>
  scalar<DecimalText>("string", "decimalText", title, options);

/** A calendar date `yyyy-MM-dd` (a time behind it is accepted and dropped). */
export const date = (title: string, options: FieldOptions = {}) =>
  scalar<string>("string", "date", title, options);

export const int = (title: string, options: FieldOptions = {}) =>
  scalar<number>("integer", "int", title, options);

/** An integer beyond 32 bits in a reply: milliseconds since 1970. */
export const millis = (title: string, options: FieldOptions = {}) =>
  Type.Unsafe<number>({ type: "integer", format: "int64", title, wire: "int", options });

/** A quantity, price or amount that travels as a JSON number; decimal text inside. */
export const double = (title: string, options: FieldOptions = {}) =>
  scalar<DecimalText>("number", "double", title, options);

export const flag = (title: string, options: FieldOptions = {}) =>
  scalar<boolean>("boolean", "flag", title, options);

/** A reference by id to master data of the given kind. */
export const ref = (master: string, title: string, options: FieldOptions = {}) =>
  text(title, { ...options, master });

/** A reference by number that may stand in for the id field `insteadOf`. */
export const refNumber = (master: string, insteadOf: string, title: string) =>
  text(title, { master, insteadOf });

/** A list of strings: ids, numbers, picture addresses. */
export const list = (title: string, options: FieldOptions = {}) =>
  Type.Unsafe<string[]>({ type: "array", items: { type: "string" }, title, wire: "list", options });

/** References by number, any of them; the engine keeps their ids under `keptAs`. */
export const refNumbers = (master: string, keptAs: string, title: string) =>
  list(title, { master, insteadOf: keptAs });

/** `map<string,string>`, as custom fields are (contract section 6). */
export const map = (title: string, options: FieldOptions = {}) =>
  Type.Unsafe<Record<string, string>>({
    type: "object",
    additionalProperties: { type: "string" },
    title,
    wire: "map",
    options,
  });

type Fields = Record<string, TSchema>;

/** A reply object: every key is always emitted (D22). */
export function shape<F extends Fields>(fields: F, title = ""): TObject<F> {
  return Type.Object(fields, { title, wire: "object", options: {} }) as TObject<F>;
}

/**
 * A request object: the first keys must be given, the others may. Faults are reported in this
 * order.
 */
export function request<R extends Fields, O extends Fields>(required: R, optional: O, title = "") {
  const fields: Fields = { ...required };
  for (const [key, field] of Object.entries(optional)) fields[key] = Type.Optional(field);
  return Type.Unsafe<RequestOf<R, O>>(
    Type.Object(fields, { title, wire: "object", options: {} }) as never,
  );
}

export type RequestOf<R extends Fields, O extends Fields> = {
  [K in keyof R]: Static<R[K]>;
} & { [K in keyof O]?: Static<O[K]> };

/** A list of objects. */
export const rows = <S extends TSchema>(title: string, item: S, options: FieldOptions = {}) =>
  Type.Unsafe<Static<S>[]>({ type: "array", items: item, title, wire: "rows", options });

/** A nested object. */
export const object = <S extends TSchema>(title: string, item: S, options: FieldOptions = {}) =>
  Type.Unsafe<Static<S>>({ ...(item as object), title, wire: "object", options });

export type { Static, TSchema };
