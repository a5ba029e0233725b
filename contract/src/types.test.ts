/**
 * Static types that the server and the client build on; `tsc -p tsconfig.test.json` checks them.
 */
import { expectTypeOf, test } from "vitest";
import type { bills } from "./bills/index.ts";
import type { InputOf, ReplyOf } from "./endpoint.ts";
import type { masters } from "./masterdata/index.ts";
import type { stockEndpoints } from "./stock/index.ts";

test("an endpoint keeps the types of its request and reply", () => {
  type Occupy = InputOf<(typeof stockEndpoints)["stock.occupy"]>;
  expectTypeOf<Occupy["bill_id"]>().toEqualTypeOf<string>();
  expectTypeOf<Occupy["is_re_calc_qty"]>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Occupy["material_entity"][number]["qty"]>().toEqualTypeOf<string>();

  type Inventory = (typeof stockEndpoints)["stock.inventory"];
  expectTypeOf<InputOf<Inventory>["material_ids"]>().toEqualTypeOf<string[] | undefined>();

  expectTypeOf<ReplyOf<Inventory>["rows"][number]["valid_qty"]>().toEqualTypeOf<string>();
  expectTypeOf<ReplyOf<Inventory>["count"]>().toEqualTypeOf<number>();

  type Save = InputOf<(typeof bills)["inv_disassemble"]["endpoints"]["save"]>;
  expectTypeOf<Save["material_entity"][number]["material_type"]>().toEqualTypeOf<string>();
  type Detail = ReplyOf<(typeof bills)["inv_disassemble"]["endpoints"]["detail"]>;
  expectTypeOf<Detail["material_entity"][number]["seq"]>().toEqualTypeOf<number>();

  type Material = InputOf<typeof masters.material.endpoints.save>;
  expectTypeOf<Material["name"]>().toEqualTypeOf<string>();
  expectTypeOf<Material["is_batch"]>().toEqualTypeOf<boolean | undefined>();
});
