import type { Value } from "../model/value.ts";
import { Unknown } from "../model/value.ts";
import { evaluateArguments } from "./evaluate-arguments.ts";
import type { Evaluation } from "./evaluation.ts";
import { placed } from "./evaluation.ts";
import { getMember, getSlice } from "./member.ts";
import { callMethod } from "./method/call-method.ts";
import type { Node } from "./node.ts";
import type { Result } from "./undefined.ts";
import { Undefined } from "./undefined.ts";

export function evaluateAttribute(node: Node<"attribute">, evaluation: Evaluation): Result {
  return getMember(evaluation.result(node.target), node.name, node);
}

export function evaluateItem(node: Node<"item">, evaluation: Evaluation): Result {
  const target = evaluation.result(node.target);
  if (target instanceof Undefined || target instanceof Unknown) return target;
  return getMember(target, evaluation.value(node.key), node);
}

export function evaluateSlice(node: Node<"slice">, evaluation: Evaluation): Result {
  const target = evaluation.result(node.target);
  if (target instanceof Undefined) return target;
  const bound = (bound: Node | undefined): Value => (bound ? evaluation.value(bound) : null);
  const bounds = { from: bound(node.from), to: bound(node.to), step: bound(node.step) };
  return placed(node.source, () => getSlice(target, bounds));
}

export function evaluateMethod(node: Node<"method">, evaluation: Evaluation): Result {
  const target = evaluation.result(node.target);
  if (target instanceof Undefined || target instanceof Unknown) return target;
  const call = evaluateArguments(node.args, evaluation);
  return placed(node.source, () => callMethod(target, node.name, call));
}
