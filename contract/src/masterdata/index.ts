/**
 * Every kind of master data, by its name in code. `FieldOptions.master` is a key of this record.
 */
import { auxAttribute } from "./aux-attribute.ts";
import { auxInfo } from "./aux-info.ts";
import { auxInfoType } from "./aux-info-type.ts";
import { auxType } from "./aux-type.ts";
import { bom } from "./bom.ts";
import { checkTask } from "./check-task.ts";
import { currency } from "./currency.ts";
import { customer } from "./customer.ts";
import { customerGroup } from "./customer-group.ts";
import { department } from "./department.ts";
import { emp } from "./emp.ts";
import { incomeType } from "./income-type.ts";
import { label } from "./label.ts";
import { labelGroup } from "./label-group.ts";
import { logisticsCompany } from "./logistics-company.ts";
import { material } from "./material.ts";
import { materialBrand } from "./material-brand.ts";
import { materialGroup } from "./material-group.ts";
import { materialUnit } from "./material-unit.ts";
import { measureUnit } from "./measure-unit.ts";
import { pacctType } from "./pacct-type.ts";
import { settlementAccount } from "./settlement-account.ts";
import { settlementType } from "./settlement-type.ts";
import { settlingTerm } from "./settling-term.ts";
import { space } from "./space.ts";
import { store } from "./store.ts";
import { storeGroup } from "./store-group.ts";
import { supplier } from "./supplier.ts";
import { supplierGroup } from "./supplier-group.ts";

export const masters = {
  measure_unit: measureUnit,
  material_unit: materialUnit,
  store,
  store_group: storeGroup,
  space,
  material,
  material_group: materialGroup,
  material_brand: materialBrand,
  bom,
  label,
  label_group: labelGroup,
  aux_type: auxType,
  aux_attribute: auxAttribute,
  aux_info: auxInfo,
  aux_info_type: auxInfoType,
  supplier,
  supplier_group: supplierGroup,
  customer,
  customer_group: customerGroup,
  department,
  emp,
  currency,
  pacct_type: pacctType,
  settlement_account: settlementAccount,
  settlement_type: settlementType,
  settling_term: settlingTerm,
  income_type: incomeType,
  logistics_company: logisticsCompany,
  inv_check_task: checkTask,
};

export type MasterName = keyof typeof masters;
