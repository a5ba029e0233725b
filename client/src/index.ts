export { openPersonalData } from "@xingcang/contract";
export { ApiError, ConnectionError, type WireReply } from "./api-error.ts";
export type { Api, CallOptions, Method } from "./api-type.ts";
export {
  type Client,
  type ClientOptions,
  createClient,
  type QueryValue,
  type RawCall,
  type RawClient,
} from "./client.ts";
export { parseExact } from "./exact-json.ts";
export { pages } from "./paging.ts";
