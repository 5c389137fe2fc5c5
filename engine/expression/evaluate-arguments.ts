import { PlayError } from "../base/play-error.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { emptyMap, isList, isMap, typeName, Unknown } from "../model/value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Argument, Node } from "./node.ts";

export interface EvaluatedArguments {
  readonly args: readonly Value[];
  readonly named: ValueMap;
}

/** The arguments of a call as values; `valueOf` says what becomes of one that is undefined. */
export function evaluateArguments(
  nodes: readonly Argument[],
  evaluation: Evaluation,
  valueOf: (node: Node) => Value = evaluation.value,
): EvaluatedArguments {
  const args: Value[] = [];
  const named = emptyMap();
  for (const { form, name, value } of nodes) {
    if (form === "positional") args.push(valueOf(value));
    else if (form === "named") named[name] = valueOf(value);
    else if (form === "spread") args.push(...spread(value, evaluation));
    else Object.assign(named, spreadNamed(value, evaluation));
  }
  return { args, named };
}

function spread(node: Node, evaluation: Evaluation): readonly Value[] {
  const value = evaluation.value(node);
  if (value instanceof Unknown) return [value];
  if (isList(value)) return value;
  throw new PlayError("BAD_VALUE", `"*" takes a list, not ${typeName(value)}`, { source: node.source });
}

function spreadNamed(node: Node, evaluation: Evaluation): ValueMap {
  const value = evaluation.value(node);
  if (value instanceof Unknown) return { unknown: value };
  if (isMap(value)) return value;
  throw new PlayError("BAD_VALUE", `"**" takes a dict, not ${typeName(value)}`, { source: node.source });
}
