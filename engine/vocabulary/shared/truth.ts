import type { Value } from "../../model/value.ts";
import { isList, isMap, Unknown } from "../../model/value.ts";

/** Whether Python takes the value as true: null, false, 0, empty text, an empty list and an empty dict are false. */
export function toBoolean(value: Value): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (isList(value)) return value.length > 0;
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}
