/** The two calls that precede every business call. */
import { authorize } from "./authorize.ts";
import { token } from "./token.ts";

export const authEndpoints = { "auth.authorize": authorize, "auth.token": token };
