import type { Value } from "../../model/value.ts";
import { isList, isMap, Unknown } from "../../model/value.ts";

/** Whether a value counts as true, as Python has it; what is not known stays so. */
export function truthOf(value: Value | undefined): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (value === undefined || value === null) return false;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
