/** What is asked about materials beyond list, detail and save. */
import { materialLabelList, materialLabelSave } from "./material-label.ts";
import { materialPictureDelete, materialPictureUpload } from "./material-picture.ts";
import { materialPrice } from "./material-price.ts";

export const materialEndpoints = {
  "material_label.list": materialLabelList,
  "material_label.save": materialLabelSave,
  "material_price.query": materialPrice,
  "material_picture.upload": materialPictureUpload,
  "material_picture.delete": materialPictureDelete,
};
