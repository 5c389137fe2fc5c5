import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Value } from "../model/value.ts";
import { isMap, typeName } from "../model/value.ts";
import { keysOf } from "./keys.ts";

/** What is missing, and where it was asked for. An error only once something needs the value. */
export class Undefined {
  readonly source: Source;
  readonly #problem: string;
  readonly #hint: () => string | undefined;

  constructor(source: Source, problem: string, hint: () => string | undefined = () => undefined) {
    this.source = source;
    this.#problem = problem;
    this.#hint = hint;
  }

  /** The error UNDEFINED_VARIABLE that it is if nothing copes with it. */
  toError(): PlayError {
    return new PlayError("UNDEFINED_VARIABLE", this.#problem, { source: this.source, hint: this.#hint() });
  }
}

/** What an expression comes to before anyone insists on a value. */
export type Result = Value | Undefined;

export function missingVariable(name: string, source: Source, names: () => Iterable<string>): Undefined {
  return new Undefined(source, `the variable "${name}" is not defined`, () => didYouMean(name, names()));
}

/** `path` is how the expression names the target, if it is a plain path such as `a.b`. */
export function missingMember(
  target: Value,
  name: string,
  { source, path }: { readonly source: Source; readonly path: string | undefined },
): Undefined {
  const owner = path === undefined ? `this ${typeName(target)}` : `"${path}" (${typeName(target)})`;
  const hint = (): string | undefined => (isMap(target) ? didYouMean(name, keysOf(target)) : undefined);
  return new Undefined(source, `${owner} has no "${name}"`, hint);
}
