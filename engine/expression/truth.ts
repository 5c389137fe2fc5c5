import type { Value } from "../model/value.ts";
import { isList, isMap, Unknown } from "../model/value.ts";
import { keysOf } from "./keys.ts";

/** True, false, or not known yet. */
export type Truth = boolean | Unknown;

/** Python's truth: empty text, lists and dicts, zero, false and null are false. */
export function truthOf(value: Value): Truth {
  if (value instanceof Unknown) return value;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return keysOf(value).length > 0;
  return Boolean(value);
}

export function negate(truth: Truth): Truth {
  return truth instanceof Unknown ? truth : !truth;
}

/** False if one is false, else unknown if one is unknown, else true; later ones are not asked after a false. */
export function every<T>(items: readonly T[], holds: (item: T, index: number) => Truth): Truth {
  let truth: Truth = true;
  for (const [index, item] of items.entries()) {
    const answer = holds(item, index);
    if (answer === false) return false;
    if (answer instanceof Unknown) truth = answer;
  }
  return truth;
}

export function some<T>(items: readonly T[], holds: (item: T, index: number) => Truth): Truth {
  return negate(every(items, (item, index) => negate(holds(item, index))));
}
