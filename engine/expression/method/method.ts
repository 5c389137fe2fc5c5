import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { typeName } from "../../model/value.ts";
import type { EvaluatedArguments } from "../evaluate-arguments.ts";

/** The methods of one type by name; each throws BAD_VALUE without a source. */
export type Methods<T extends Value> = Readonly<
  Record<string, (target: T, call: EvaluatedArguments) => Value>
>;

/** The argument at `index`, or the one called `name`. */
export function argument(call: EvaluatedArguments, index: number, name = ""): Value | undefined {
  if (index < call.args.length) return call.args[index];
  return Object.hasOwn(call.named, name) ? call.named[name] : undefined;
}

export function textArgument(call: EvaluatedArguments, index: number, name = ""): string {
  const value = requiredArgument(call, index, name);
  if (typeof value === "string") return value;
  throw new PlayError("BAD_VALUE", `argument ${index + 1} must be a string, not ${typeName(value)}`);
}

export function requiredArgument(call: EvaluatedArguments, index: number, name = ""): Value {
  const value = argument(call, index, name);
  if (value === undefined) throw new PlayError("BAD_VALUE", `argument ${index + 1} is missing`);
  return value;
}

/** An integer that may be left out. */
export function countArgument(call: EvaluatedArguments, index: number, name: string): number | undefined {
  const value = argument(call, index, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new PlayError("BAD_VALUE", `argument ${index + 1} must be an integer, not ${toText(value)}`);
}
