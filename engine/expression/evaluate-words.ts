import type { Value } from "../model/value.ts";
import { Unknown } from "../model/value.ts";
import { NoAnswer } from "../model/vocabulary.ts";
import { applyFilter, applyTest, makeCall, unknownIn } from "./apply-filter.ts";
import type { Operands } from "./apply-filter.ts";
import { evaluateArguments } from "./evaluate-arguments.ts";
import type { Evaluation } from "./evaluation.ts";
import { placed } from "./evaluation.ts";
import type { Node } from "./node.ts";
import type { Result } from "./undefined.ts";
import { Undefined } from "./undefined.ts";
import { findFilter, findFunction, findTest } from "./word.ts";

export function evaluateFilter(node: Node<"filter">, evaluation: Evaluation): Result {
  const { takesUndefined = false } = placed(node.source, () => findFilter(evaluation.vocabulary, node.name));
  if (takesUndefined) return evaluateTolerantFilter(node, evaluation);
  const value = evaluation.value(node.value);
  const operands = { value, ...evaluateArguments(node.args, evaluation) };
  return answerOf(node, () => applyFilter(evaluation, node.name, operands));
}

function answerOf({ source }: Node<"filter">, apply: () => Value): Result {
  try {
    return placed(source, apply);
  } catch (error) {
    if (error instanceof NoAnswer) return new Undefined(source, error.message);
    throw error;
  }
}

// `a | default(b)` is fine with an undefined b as long as a is defined, so an undefined argument goes in as
// something that can be recognized, and is undefined again if it comes out.
function evaluateTolerantFilter(node: Node<"filter">, evaluation: Evaluation): Result {
  const missing = new Map<Value, Undefined>();
  const argumentOf = (argument: Node): Value => {
    const result = evaluation.result(argument);
    if (!(result instanceof Undefined)) return result;
    const standIn = new Unknown("an undefined argument");
    missing.set(standIn, result);
    return standIn;
  };
  const value = definedValue(evaluation.result(node.value));
  const operands = { value, ...evaluateArguments(node.args, evaluation, argumentOf) };
  const result = placed(node.source, () => applyFilter(evaluation, node.name, operands));
  return missing.get(result) ?? result;
}

function definedValue(result: Result): Value | undefined {
  return result instanceof Undefined ? undefined : result;
}

export function evaluateTest(node: Node<"test">, evaluation: Evaluation): Value {
  const test = placed(node.source, () => findTest(evaluation.vocabulary, node.name));
  const value = test.takesUndefined
    ? definedValue(evaluation.result(node.value))
    : evaluation.value(node.value);
  const operands: Operands = { value, ...evaluateArguments(node.args, evaluation) };
  return placed(node.source, () => applyTest(evaluation, node.name, operands));
}

export function evaluateCall(node: Node<"call">, evaluation: Evaluation): Value {
  const word = placed(node.source, () => findFunction(evaluation.vocabulary, node.name));
  const operands = { value: undefined, ...evaluateArguments(node.args, evaluation) };
  const unknown = word.takesUnknown ? undefined : unknownIn(operands);
  return unknown ?? placed(node.source, () => word.call(makeCall(evaluation, operands)));
}
