import { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";
import { Unknown } from "../model/value.ts";
import { compareValues } from "./comparison.ts";
import type { Evaluation } from "./evaluation.ts";
import { placed } from "./evaluation.ts";
import type { Node } from "./node.ts";
import { negate, truthOf } from "./truth.ts";
import type { Truth } from "./truth.ts";
import type { Result } from "./undefined.ts";
import { Undefined } from "./undefined.ts";

/** `and` and `or` give one of their operands, as in Python; an unknown left side leaves it to the right to decide. */
export function evaluateLogic(node: Node<"logic">, evaluation: Evaluation): Value {
  const left = evaluation.value(node.left);
  const decisive = node.operator === "or";
  const truth = truthOf(left);
  if (truth === decisive) return left;
  if (!(truth instanceof Unknown)) return evaluation.value(node.right);
  const right = valueIfAny(node.right, evaluation);
  return right !== undefined && truthOf(right) === decisive ? right : truth;
}

// The unknown side may be what keeps the other from being evaluated at all, so an error there is no error yet.
function valueIfAny(node: Node, evaluation: Evaluation): Value | undefined {
  try {
    return evaluation.value(node);
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

export function evaluateNot(node: Node<"not">, evaluation: Evaluation): Value {
  return negate(truthOf(evaluation.value(node.operand)));
}

export function evaluateChoice(node: Node<"choice">, evaluation: Evaluation): Result {
  const truth = truthOf(evaluation.value(node.test));
  if (truth instanceof Unknown) return truth;
  if (truth) return evaluation.result(node.whenTrue);
  if (node.whenFalse) return evaluation.result(node.whenFalse);
  return new Undefined(node.source, 'the condition is false, and the "if" has no "else"');
}

export function evaluateComparison(node: Node<"comparison">, evaluation: Evaluation): Value {
  let left = evaluation.value(node.first);
  let truth: Truth = true;
  for (const { operator, source, right } of node.rest) {
    const next = evaluation.value(right);
    const before = left;
    const holds = placed(source, () => compareValues(before, operator, next));
    if (holds === false) return false;
    if (holds instanceof Unknown) truth = holds;
    left = next;
  }
  return truth;
}
