import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Value } from "../../model/value.ts";
import { findUnknown, isList, isMap, typeName } from "../../model/value.ts";
import type { EvaluatedArguments } from "../evaluate-arguments.ts";
import { listMethods } from "./list-methods.ts";
import { mapMethods } from "./map-methods.ts";
import type { Methods } from "./method.ts";
import { textMethods } from "./text-methods.ts";

/** Calls a Python method of a text, list or dict. Throws BAD_VALUE without a source. */
export function callMethod(target: Value, name: string, call: EvaluatedArguments): Value {
  // A dict's methods ask for keys and hand values on; what is unknown among them does not matter.
  const unknown = findUnknown([
    ...(isMap(target) ? [] : [target]),
    ...call.args,
    ...Object.values(call.named),
  ]);
  if (unknown) return unknown;
  if (typeof target === "string") return find(textMethods, name, target)(target, call);
  if (isList(target)) return find(listMethods, name, target)(target, call);
  if (isMap(target)) return find(mapMethods, name, target)(target, call);
  throw noMethod(name, target, []);
}

function find<T extends Value>(
  methods: Methods<T>,
  name: string,
  target: Value,
): NonNullable<Methods<T>[string]> {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method) return method;
  throw noMethod(name, target, Object.keys(methods));
}

function noMethod(name: string, target: Value, names: readonly string[]): PlayError {
  const message = `a ${typeName(target)} has no method "${name}"`;
  return new PlayError("BAD_VALUE", message, { hint: didYouMean(name, names) });
}

const methodNames: ReadonlySet<string> = new Set([textMethods, listMethods, mapMethods].flatMap(Object.keys));

/** Throws UNKNOWN_FUNCTION, without a source, for a name that is no method of any type. */
export function checkMethodName(name: string): void {
  if (methodNames.has(name)) return;
  throw new PlayError("UNKNOWN_FUNCTION", `there is no method "${name}"`, { hint: hintFor(name) });
}

function hintFor(name: string): string | undefined {
  if (name === "append" || name === "extend") return "values do not change: write list + [item]";
  if (name === "update") return "values do not change: use the filter combine";
  return didYouMean(name, methodNames);
}
