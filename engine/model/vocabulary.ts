import type { Scope } from "./scope.ts";
import type { Value, ValueMap } from "./value.ts";

/** What a filter, test or function is called with besides the value on its left. */
export interface Call {
  readonly args: readonly Value[];
  readonly named: ValueMap;
  readonly scope: Scope;
  /** Other words of the vocabulary, for `map("upper")` and `select("match", …)`. Throw UNKNOWN_FILTER, UNKNOWN_TEST. */
  readonly filter: (name: string, value: Value | undefined, args: readonly Value[], named: ValueMap) => Value;
  readonly test: (name: string, value: Value | undefined, args: readonly Value[]) => boolean;
}

interface Word {
  /** One line, for `play doc`. */
  readonly summary: string;
  /** Called also with an undefined value (`default`, `is defined`); others never see one. */
  readonly takesUndefined?: boolean;
  /** Called also with Unknown inside its values; otherwise the answer is Unknown without a call. */
  readonly takesUnknown?: boolean;
}

/** Throws PlayError BAD_VALUE without a source; the evaluator adds where. */
export interface Filter extends Word {
  readonly apply: (value: Value | undefined, call: Call) => Value;
}

export interface Test extends Word {
  readonly holds: (value: Value | undefined, call: Call) => boolean;
}

export interface VocabularyFunction extends Word {
  readonly call: (call: Call) => Value;
}

/** Thrown by a word that has no answer, as Python's `first` of nothing: the expression is undefined, `default` copes. */
export class NoAnswer extends Error {}

/** All words that expressions may use, by name. */
export interface Vocabulary {
  readonly filters: Readonly<Record<string, Filter>>;
  readonly tests: Readonly<Record<string, Test>>;
  readonly functions: Readonly<Record<string, VocabularyFunction>>;
  /** What the functions lookup and query find things with, by name; without it those names are checked when called. */
  readonly lookups?: Readonly<Record<string, unknown>>;
  /** Opens what `!vault` marks in YAML. Throws VAULT. */
  readonly openVault?: (text: string) => string;
  /** Is told every text that `!secret` marks in YAML, so that it is never shown. */
  readonly keepSecret?: (text: string) => void;
}
