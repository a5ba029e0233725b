/**
 * The client's methods as types, derived from the contract: `client.<resource>.<action>(input)`.
 */
import type {
  authEndpoints,
  billStepEndpoints,
  bills,
  Endpoint,
  InputOf,
  masters,
  materialEndpoints,
  ownEndpoints,
  ReplyOf,
  stockEndpoints,
  systemEndpoints,
} from "@xingcang/contract";

/** What a single call may set. */
export interface CallOptions {
  /** Key of a write (D14): same key and same input, done once. One is made when none is given. */
  idempotencyKey?: string;
  /** Gives the call up; an aborted write may have been done. */
  signal?: AbortSignal;
  /** Further request headers. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * Where a declaration has no required filters its type is open to any key; the client's is closed.
 */
type Closed<T> = {
  [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K];
};

type Input<E> = Closed<InputOf<E>>;

/** A method: its input may be left out when nothing in it is required. */
export type Method<E> =
  Record<never, never> extends Input<E>
    ? (input?: Input<E>, options?: CallOptions) => Promise<ReplyOf<E>>
    : (input: Input<E>, options?: CallOptions) => Promise<ReplyOf<E>>;

type Methods<Group> = { readonly [A in keyof Group]: Method<Group[A]> };

// ---- bills: all have list, detail and save ----

type BillApi = { readonly [N in keyof typeof bills]: Methods<(typeof bills)[N]["endpoints"]> };

// ---- master data: an undeclared list, detail or save has the open type and is not offered ----

type Declared<F> = string extends keyof NonNullable<F> ? false : true;

interface AnyDeclaration {
  list?: { row: unknown };
  detail?: unknown;
  save?: { optional: unknown };
}

interface Declares<M extends AnyDeclaration> {
  list: Declared<NonNullable<M["list"]>["row"]>;
  detail: Declared<M["detail"]>;
  save: Declared<NonNullable<M["save"]>["optional"]>;
}

type Offered<M extends AnyDeclaration & { endpoints: object }> = {
  [A in keyof M["endpoints"] as A extends keyof Declares<M>
    ? Declares<M>[A] extends true
      ? A
      : never
    : never]: M["endpoints"][A];
};

type MasterApi = {
  readonly [N in keyof typeof masters]: Methods<Offered<(typeof masters)[N]>>;
};

// ---- the others are keyed "resource.action" ----

type Single = typeof authEndpoints &
  typeof materialEndpoints &
  typeof billStepEndpoints &
  typeof stockEndpoints &
  typeof systemEndpoints &
  typeof ownEndpoints;
type ResourceOf<K> = K extends `${infer Resource}.${string}` ? Resource : never;
type ActionOf<K, Resource extends string> = K extends `${Resource}.${infer Action}`
  ? Action
  : never;

type SingleApi = {
  readonly [R in ResourceOf<keyof Single>]: {
    readonly [K in keyof Single as ActionOf<K, R>]: Single[K] extends Endpoint
      ? Method<Single[K]>
      : never;
  };
};

/**
 * Every endpoint of the contract as a method.
 * @example
 * type Occupy = Parameters<Api["stock"]["occupy"]>[0];
 */
export type Api = BillApi & MasterApi & SingleApi;
