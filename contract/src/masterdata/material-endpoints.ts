/** What is asked about materials beyond list, detail and save. */
import { materialLabelList, materialLabelSave } from "./material-label.ts";
import { materialPrice } from "./material-price.ts";

export const materialEndpoints = {
  "material_label.list": materialLabelList,
  "material_label.save": materialLabelSave,
  "material_price.query": materialPrice,
};
