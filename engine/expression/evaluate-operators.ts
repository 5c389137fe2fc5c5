import { PlayError } from "../base/play-error.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { emptyMap, findUnknown, isMap, typeName, Unknown } from "../model/value.ts";
import { calculate, numeric } from "./arithmetic.ts";
import { applyFilter } from "./apply-filter.ts";
import type { Evaluation } from "./evaluation.ts";
import { placed } from "./evaluation.ts";
import type { Node } from "./node.ts";

export function evaluateArithmetic(node: Node<"arithmetic">, evaluation: Evaluation): Value {
  const left = evaluation.value(node.left);
  const right = evaluation.value(node.right);
  return placed(node.source, () => {
    if (typeof left === "string" && node.operator === "%")
      return fillIn(left, node.right, { right, evaluation });
    return calculate(left, node.operator, right);
  });
}

/** `"%s" % value`: the filter `format`, with a tuple's items or a dict's entries as its arguments. */
function fillIn(text: string, node: Node, given: { right: Value; evaluation: Evaluation }): Value {
  const { right, evaluation } = given;
  if (isMap(right)) return applyFilter(evaluation, "format", { value: text, args: [], named: right });
  const args = node.kind === "tuple" && Array.isArray(right) ? right : [right];
  return applyFilter(evaluation, "format", { value: text, args, named: emptyMap() });
}

export function evaluateConcatenation(node: Node<"concatenation">, evaluation: Evaluation): Value {
  const left = evaluation.value(node.left);
  const right = evaluation.value(node.right);
  return findUnknown(left) ?? findUnknown(right) ?? toText(left) + toText(right);
}

export function evaluateSign(node: Node<"sign">, evaluation: Evaluation): Value {
  const value = evaluation.value(node.operand);
  if (value instanceof Unknown) return value;
  const number = numeric(value);
  if (number !== undefined) return node.operator === "-" ? -number : number;
  throw new PlayError("BAD_VALUE", `"${node.operator}" needs a number, not ${typeName(value)}`, {
    source: node.source,
    hint: "convert it with the filter int or float",
  });
}
