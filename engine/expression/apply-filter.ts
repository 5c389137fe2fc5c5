import type { Scope } from "../model/scope.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { emptyMap, findUnknown, Unknown } from "../model/value.ts";
import type { Call, Filter, Vocabulary } from "../model/vocabulary.ts";
import type { Truth } from "./truth.ts";
import { findFilter, findTest } from "./word.ts";

/** Where words get the rest of the vocabulary and the variables from. */
export interface Surroundings {
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
}

/** A word's operands; `value` is undefined where the expression's value is, which only some words take. */
export interface Operands {
  readonly value: Value | undefined;
  readonly args: readonly Value[];
  readonly named: ValueMap;
}

export function applyFilter(surroundings: Surroundings, name: string, operands: Operands): Value {
  const filter: Filter = findFilter(surroundings.vocabulary, name);
  if (operands.value instanceof Unknown) return operands.value;
  const unknown = filter.takesUnknown ? undefined : unknownIn(operands);
  return unknown ?? untilUnknown(() => filter.apply(operands.value, makeCall(surroundings, operands)));
}

export function applyTest(surroundings: Surroundings, name: string, operands: Operands): Truth {
  const test = findTest(surroundings.vocabulary, name);
  const unknown = test.takesUnknown ? undefined : unknownIn(operands);
  return unknown ?? untilUnknown(() => test.holds(operands.value, makeCall(surroundings, operands)));
}

export function makeCall(surroundings: Surroundings, { args, named }: Omit<Operands, "value">): Call {
  return {
    args,
    named,
    scope: surroundings.scope,
    filter: (name, value, args, named) => applyFilter(surroundings, name, { value, args, named }),
    test: (name, value, args) => decided(applyTest(surroundings, name, { value, args, named: emptyMap() })),
  };
}

export function unknownIn({ value, args, named }: Operands): Unknown | undefined {
  return findUnknown([...(value === undefined ? [] : [value]), ...args, ...Object.values(named)]);
}

/** Carries an Unknown through a word that asked a test and can only be told true or false. */
class Undecided extends Error {
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    super(unknown.reason);
    this.unknown = unknown;
  }
}

function decided(truth: Truth): boolean {
  if (truth instanceof Unknown) throw new Undecided(truth);
  return truth;
}

function untilUnknown<T extends Value>(body: () => T): T | Unknown {
  try {
    return body();
  } catch (error) {
    if (error instanceof Undecided) return error.unknown;
    throw error;
  }
}
