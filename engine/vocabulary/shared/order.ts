import { PlayError } from "../../base/play-error.ts";
import type { Value } from "../../model/value.ts";
import { isList, typeName } from "../../model/value.ts";

/** Negative, zero or positive, as in Python: numbers and truth values, texts by code point, lists item by item. */
export function compare(left: Value, right: Value): number {
  if (isNumeric(left) && isNumeric(right)) return Number(left) - Number(right);
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (isList(left) && isList(right)) return compareLists(left, right);
  throw new PlayError("BAD_VALUE", `${typeName(left)} and ${typeName(right)} cannot be put in order`, {
    hint: "convert one of them, for example with the filter int or string",
  });
}

/** The value with text in lower case, for an order in which `b` comes between `A` and `C`. */
export function foldCase(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}

function isNumeric(value: Value): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareLists(left: readonly Value[], right: readonly Value[]): number {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compare(item, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
