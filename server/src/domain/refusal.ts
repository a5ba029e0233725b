/**
 * 拒绝 as values: a rule returns all of them, in the order of the rows and, inside a row, of the
 * checks. Nobody throws them. The texts, codes and remedies are in the contract's error catalogue
 * under the same keys.
 */
export interface Refusal {
  readonly key: RefusalKey;
  /** Path of the field, for example `material_entity[1].qty`; empty for the whole request. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export type RefusalKey =
  | "fieldRequired"
  | "referenceUnknown"
  | "referenceDisabled"
  | "valueInvalid"
  | "billRowsMissing"
  | "unitNotOfMaterial"
  | "quantityNotPositive"
  | "quantityTooFine"
  | "decimalTooLarge"
  | "baseQuantityDisagrees"
  | "binRequired"
  | "binNotOfStore"
  | "batchRequired"
  | "shelfLifeRequired"
  | "batchDatesDiffer"
  | "validDateDisagrees"
  | "serialsRequired"
  | "serialCountDiffers"
  | "serialRepeated"
  | "serialNotInStock"
  | "serialInStock"
  | "serialHeld"
  | "auxPropRequired"
  | "auxPropUnknown"
  | "notStocked"
  | "stockShort"
  | "floatShort"
  | "batchExpired"
  | "floatUnitMissing"
  | "floatQuantityRequired"
  | "floatMismatch"
  | "partEqualsProduct"
  | "samePlace"
  | "holdExists"
  | "holdUnknown"
  | "holdExceeded"
  | "holdFloatLeft"
  | "holdEntryRepeated"
  | "shareTotalWrong"
  | "sharePartial"
  | "shareMissing"
  | "shareInvalid"
  | "feeAmountsDisagree"
  | "amountInvalid"
  | "negativeAtDate"
  | "serialMovedLater"
  | "recostingBlocked"
  | "costMethodUnsupported"
  | "stockUsed"
  | "sourceUnknown"
  | "sourceMismatch"
  | "sourcePlaceDiffers"
  | "sourceTypeWrong"
  | "sourcePartyDiffers"
  | "sourceClosed"
  | "sourceExceeded"
  | "amountsDisagree"
  | "discountUnclear"
  | "priceMissing"
  | "transferSourceRequired"
  | "transferPriceUnsupported"
  | "transitShort"
  | "countRepeated";

/** A value that a rule does not take, with the reason in both languages. */
export function invalidValue(
  path: string,
  { title, given, reason, reasonEn }: Record<"title" | "given" | "reason" | "reasonEn", string>,
): Refusal {
  return refusal("valueInvalid", path, { title, given, reason, reasonEn });
}

export function refusal(
  key: RefusalKey,
  path: string,
  params: Readonly<Record<string, string>>,
): Refusal {
  return { key, path, params };
}
