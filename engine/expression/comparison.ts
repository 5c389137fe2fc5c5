import { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";
import { findUnknown, isList, typeName } from "../model/value.ts";
import type { ComparisonOperator } from "./node.ts";
import { equal } from "./equality.ts";
import { contains } from "./membership.ts";
import type { Truth } from "./truth.ts";
import { negate } from "./truth.ts";

const comparisons: Readonly<Record<ComparisonOperator, (left: Value, right: Value) => Truth>> = {
  "==": equal,
  "!=": (left, right) => negate(equal(left, right)),
  "<": (left, right) => holds(left, right, (order) => order < 0),
  ">": (left, right) => holds(left, right, (order) => order > 0),
  "<=": (left, right) => holds(left, right, (order) => order <= 0),
  ">=": (left, right) => holds(left, right, (order) => order >= 0),
  in: (left, right) => contains(right, left),
  "not in": (left, right) => negate(contains(right, left)),
};

/** Python's comparison of two values. Throws BAD_VALUE without a source where they cannot be compared. */
export function compareValues(left: Value, operator: ComparisonOperator, right: Value): Truth {
  return comparisons[operator](left, right);
}

function holds(left: Value, right: Value, test: (order: number) => boolean): Truth {
  return findUnknown(left) ?? findUnknown(right) ?? test(orderOf(left, right));
}

/** Negative, zero or positive. */
function orderOf(left: Value, right: Value): number {
  if (isNumeric(left) && isNumeric(right)) return Number(left) - Number(right);
  if (typeof left === "string" && typeof right === "string") return orderOfTexts(left, right);
  if (isList(left) && isList(right)) return orderOfLists(left, right);
  throw new PlayError("BAD_VALUE", `${typeName(left)} and ${typeName(right)} have no order`, {
    hint: "convert one of them, for example with the filter int",
  });
}

function isNumeric(value: Value): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function orderOfTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function orderOfLists(left: readonly Value[], right: readonly Value[]): number {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (equal(item, other) === true) continue;
    return orderOf(item, other);
  }
  return left.length - right.length;
}
