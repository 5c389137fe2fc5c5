import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { emptyMap, findUnknown } from "../model/value.ts";
import type { Surroundings } from "./apply-filter.ts";
import { evaluateChoice, evaluateComparison, evaluateLogic, evaluateNot } from "./evaluate-logic.ts";
import { evaluateAttribute, evaluateItem, evaluateMethod, evaluateSlice } from "./evaluate-members.ts";
import { evaluateArithmetic, evaluateConcatenation, evaluateSign } from "./evaluate-operators.ts";
import { evaluateCall, evaluateFilter, evaluateTest } from "./evaluate-words.ts";
import type { Evaluation } from "./evaluation.ts";
import { placed } from "./evaluation.ts";
import type { Node, NodeKind } from "./node.ts";
import type { Result } from "./undefined.ts";
import { missingVariable, Undefined } from "./undefined.ts";

/**
 * What the expression comes to. Throws UNDEFINED_VARIABLE at the name that is missing, BAD_VALUE at the operator or
 * word that got a value it cannot work with; what depends on an Unknown is Unknown.
 */
export function evaluate(node: Node, surroundings: Surroundings): Value {
  const evaluation: Evaluation = {
    ...surroundings,
    result: (node) => evaluateNode(node, evaluation),
    value: (node) => insist(evaluateNode(node, evaluation)),
  };
  return evaluation.value(node);
}

function insist(result: Result): Value {
  if (result instanceof Undefined) throw result.toError();
  return result;
}

type Evaluators = { readonly [K in NodeKind]: (node: Node<K>, evaluation: Evaluation) => Result };

const evaluators: Evaluators = {
  literal: (node) => node.value,
  name: evaluateName,
  list: evaluateItems,
  tuple: evaluateItems,
  map: evaluateMap,
  attribute: evaluateAttribute,
  item: evaluateItem,
  slice: evaluateSlice,
  call: evaluateCall,
  method: evaluateMethod,
  filter: evaluateFilter,
  test: evaluateTest,
  not: evaluateNot,
  sign: evaluateSign,
  arithmetic: evaluateArithmetic,
  concatenation: evaluateConcatenation,
  logic: evaluateLogic,
  comparison: evaluateComparison,
  choice: evaluateChoice,
};

function evaluateNode<K extends NodeKind>(node: Node<K>, evaluation: Evaluation): Result {
  return evaluators[node.kind](node, evaluation);
}

function evaluateName(node: Node<"name">, { scope }: Evaluation): Result {
  const value = placed(node.source, () => scope.get(node.name));
  return value === undefined ? missingVariable(node.name, node.source, () => scope.names()) : value;
}

function evaluateItems(node: Node<"list" | "tuple">, evaluation: Evaluation): Value {
  return node.items.map(evaluation.value);
}

function evaluateMap(node: Node<"map">, evaluation: Evaluation): Value {
  const map = emptyMap();
  for (const entry of node.entries) {
    const key = evaluation.value(entry.key);
    const unknown = findUnknown(key);
    if (unknown) return unknown;
    map[toText(key)] = evaluation.value(entry.value);
  }
  return map;
}
