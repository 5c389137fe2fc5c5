import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { isMap, typeName } from "../model/value.ts";

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

export function missingMember(target: Value, name: string, source: Source): Undefined {
  const problem = `a ${typeName(target)} has no "${name}" here`;
  return new Undefined(source, problem, () => (isMap(target) ? didYouMean(name, keysOf(target)) : undefined));
}

// Object.keys would make the values of a map that makes them on demand.
function keysOf(map: ValueMap): string[] {
  return Reflect.ownKeys(map).filter((key) => typeof key === "string");
}
