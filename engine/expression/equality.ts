import type { Value, ValueMap } from "../model/value.ts";
import { isList, isMap, Unknown } from "../model/value.ts";
import type { Truth } from "./truth.ts";
import { every } from "./truth.ts";

/** Python's `==` (`1 == 1.0 == True`, lists and dicts by content); unknown only where the unknown part decides. */
export function equal(left: Value, right: Value): Truth {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (isList(left) && isList(right)) return equalLists(left, right);
  if (isMap(left) && isMap(right)) return equalMaps(left, right);
  return plain(left) === plain(right);
}

function plain(value: Value): Value {
  return typeof value === "boolean" ? Number(value) : value;
}

function equalLists(left: readonly Value[], right: readonly Value[]): Truth {
  if (left.length !== right.length) return false;
  return every(left, (item, index) => equal(item, right[index] ?? null));
}

function equalMaps(left: ValueMap, right: ValueMap): Truth {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return every(keys, (key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null));
}
