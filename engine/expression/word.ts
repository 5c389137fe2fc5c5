import type { ErrorCode } from "../base/error-code.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Filter, Test, Vocabulary, VocabularyFunction } from "../model/vocabulary.ts";

/** Each throws UNKNOWN_FILTER, UNKNOWN_TEST or UNKNOWN_FUNCTION, without a source and with a "did you mean". */
export function findFilter(vocabulary: Vocabulary, name: string): Filter {
  return findWord(vocabulary.filters, name, { code: "UNKNOWN_FILTER", what: "filter" });
}

export function findTest(vocabulary: Vocabulary, name: string): Test {
  return findWord(vocabulary.tests, name, { code: "UNKNOWN_TEST", what: "test" });
}

export function findFunction(vocabulary: Vocabulary, name: string): VocabularyFunction {
  return findWord(vocabulary.functions, name, { code: "UNKNOWN_FUNCTION", what: "function" });
}

export function findLookup(vocabulary: Vocabulary, name: string): unknown {
  const { lookups } = vocabulary;
  return lookups && findWord(lookups, name, { code: "UNKNOWN_FUNCTION", what: "lookup" });
}

interface Kind {
  readonly code: ErrorCode;
  readonly what: string;
}

function findWord<T>(words: Readonly<Record<string, T>>, name: string, { code, what }: Kind): T {
  const short = shortName(name);
  const word = Object.hasOwn(words, short) ? words[short] : undefined;
  if (word !== undefined) return word;
  throw new PlayError(code, `there is no ${what} "${name}"`, { hint: didYouMean(short, Object.keys(words)) });
}

/** The name without Ansible's own collections in front; other collections stay. */
export function shortName(name: string): string {
  return name.replace(/^ansible\.(?:builtin|legacy)\./, "");
}
