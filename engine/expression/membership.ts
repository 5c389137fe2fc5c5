import { PlayError } from "../base/play-error.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { findUnknown, isList, isMap, typeName, Unknown } from "../model/value.ts";
import { equal } from "./equality.ts";
import type { Truth } from "./truth.ts";
import { some } from "./truth.ts";

/** Python's `part in whole`: an item of a list, a key of a dict, a part of a text. BAD_VALUE in anything else. */
export function contains(whole: Value, part: Value): Truth {
  if (whole instanceof Unknown) return whole;
  if (isList(whole)) return some(whole, (item) => equal(item, part));
  const unknown = findUnknown(part);
  if (unknown) return unknown;
  if (isMap(whole)) return Object.hasOwn(whole, toText(part));
  if (typeof whole === "string" && typeof part === "string") return whole.includes(part);
  if (typeof whole === "string")
    throw new PlayError("BAD_VALUE", `a text contains only texts, not ${typeName(part)}`, {
      hint: "convert it with the filter string",
    });
  throw new PlayError("BAD_VALUE", `"in" looks into a list, a dict or a text, not into ${typeName(whole)}`);
}
