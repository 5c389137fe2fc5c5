import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap, typeName } from "../../model/value.ts";
import { flatten, product, subelements, zipLongest } from "../filter/lists.ts";
import { entryList } from "../filter/maps.ts";
import { toBoolean } from "../shared/truth.ts";
import { randomFrom } from "../shared/random.ts";
import type { Lookup } from "./contract.ts";

const nested: Lookup = {
  summary: "all combinations of one item of each list",
  find: (terms) => product(terms.map((term) => flatten(listOf(term), 1))),
};

/** Lookups that only rearrange what they are given: the classic loops. */
export const listLookups = {
  items: { summary: "the items; a list among them counts as its items", find: (terms) => flatten(terms, 1) },
  list: { summary: "the items as they are", find: (terms) => terms },
  flattened: { summary: "the items of all lists, however deep", find: (terms) => flatten(terms) },
  indexed_items: {
    summary: "every item as [index, item]",
    find: (terms) => flatten(terms, 1).map((item, index) => [index, item]),
  },
  dict: {
    summary: "every entry of a dict as {key, value}",
    find: (terms) =>
      flatten(terms, 1).flatMap((term) => (isMap(term) ? entryList(term) : wrongTerm("dict", "dicts", term))),
  },
  nested,
  cartesian: nested,
  together: {
    summary: "lists of the first items, the second items, …",
    find: (terms) => zipLongest(terms.map(listOf), null),
  },
  subelements: {
    summary: "every item paired with every element of the list at its path",
    find: ([items = [], path = "", options]) => {
      const skip = isMap(options) && toBoolean(options["skip_missing"] ?? false) === true;
      const list = isMap(items) ? Object.values(items) : listOf(items);
      return subelements(list, toText(path), skip);
    },
  },
  random_choice: {
    summary: "one of the items, by chance",
    find: (terms) => {
      const chosen = terms[Math.floor(randomFrom(null)() * terms.length)];
      return chosen === undefined ? [] : [chosen];
    },
  },
} satisfies Record<string, Lookup>;

function listOf(term: Value): readonly Value[] {
  return isList(term) ? term : [term];
}

function wrongTerm(lookup: string, wanted: string, term: Value): never {
  throw new PlayError("BAD_VALUE", `the lookup ${lookup} takes ${wanted}, not a ${typeName(term)}`);
}
