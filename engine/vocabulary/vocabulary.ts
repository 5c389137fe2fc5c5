import type { Filter, Test, Vocabulary } from "./contract.ts";
import { choiceFilters } from "./filter/choice.ts";
import { dateFilters } from "./filter/dates.ts";
import { encodingFilters } from "./filter/encoding.ts";
import { hashFilters } from "./filter/hashes.ts";
import { listFilters } from "./filter/lists.ts";
import { mapFilters } from "./filter/maps.ts";
import { networkFilters } from "./filter/network.ts";
import { numberFilters } from "./filter/numbers.ts";
import { pathFilters } from "./filter/paths.ts";
import { regexFilters } from "./filter/regex.ts";
import { selectFilters } from "./filter/select.ts";
import { setFilters } from "./filter/sets.ts";
import { textFilters } from "./filter/text.ts";
import { urlFilters } from "./filter/urls.ts";
import { functions } from "./functions.ts";
import type { Lookup } from "./lookup/contract.ts";
import { lookups } from "./lookup/lookups.ts";
import { comparisonTests } from "./test/comparisons.ts";
import { fileTests } from "./test/files.ts";
import { kindTests } from "./test/kinds.ts";
import { resultTests } from "./test/results.ts";
import { textTests } from "./test/texts.ts";

const filters: Readonly<Record<string, Filter>> = table({
  ...choiceFilters,
  ...textFilters,
  ...listFilters,
  ...selectFilters,
  ...setFilters,
  ...mapFilters,
  ...numberFilters,
  ...regexFilters,
  ...encodingFilters,
  ...hashFilters,
  ...pathFilters,
  ...urlFilters,
  ...networkFilters,
  ...dateFilters,
});

const tests: Readonly<Record<string, Test>> = table({
  ...kindTests,
  ...comparisonTests,
  ...textTests,
  ...resultTests,
  ...fileTests,
});

/** All words of the language: expressions use them as filters, tests and functions, Handlebars as helpers. */
export const vocabulary = {
  filters,
  tests,
  functions: table(functions),
  lookups: table(lookups),
} satisfies Vocabulary & {
  readonly lookups: Readonly<Record<string, Lookup>>;
};

/** Without a prototype, so that `constructor` is no word. */
function table<Word>(words: Readonly<Record<string, Word>>): Readonly<Record<string, Word>> {
  const entries: Record<string, Word> = {};
  Object.setPrototypeOf(entries, null);
  return Object.assign(entries, words);
}
