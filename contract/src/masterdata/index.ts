import { department } from "./department.ts";

export const masters = { department };
export type MasterName = keyof typeof masters;
