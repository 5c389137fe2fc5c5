import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import { type Filter, NoAnswer } from "../contract.ts";
import { filter, itemsOf, listFilter, shallow } from "../define.ts";
import { findAttribute, getAttribute } from "../shared/attribute.ts";
import { randomFrom } from "../shared/random.ts";

const length = shallow(
  filter("length", "the number of items, keys or characters", (value, args) => {
    if (isMap(value)) return Object.keys(value).length;
    return isList(value) || typeof value === "string"
      ? itemsOf(value, args).length
      : args.fail(`needs a list, a dict or text, not ${describe(value)}`);
  }),
);

export const listFilters = {
  length,
  count: length,
  first: shallow(listFilter("first", "the first item", (items) => pick(items, 0))),
  last: shallow(listFilter("last", "the last item", (items) => pick(items, -1))),
  list: shallow(
    listFilter("list", "the items as a list: keys of a dict, characters of a text", (items) => items),
  ),
  reverse: shallow(
    filter("reverse", "the items or the text from last to first", (value, args) => {
      const reversed = itemsOf(value, args).toReversed();
      return typeof value === "string" ? reversed.map(toText).join("") : reversed;
    }),
  ),
  join: listFilter("join(separator?, attribute?)", "the items as one text", (items, args) =>
    items.map((item) => toText(ofAttribute(item, args))).join(args.text("separator")),
  ),
  flatten: listFilter(
    "flatten(levels?, skip_nulls?)",
    "the items of nested lists as one list",
    (items, args) => {
      const flat = flatten(items, args.has("levels") ? args.integer("levels") : Infinity);
      return args.flag("skip_nulls", true) ? flat.filter((item) => item !== null) : flat;
    },
  ),
  batch: shallow(
    listFilter("batch(size, fill?)", "the items in lists of a size", (items, args) => {
      const size = Math.max(1, args.integer("size"));
      const rows: Value[][] = [];
      for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size));
      return rows.map((row) => fillUp(row, size, args.value("fill")));
    }),
  ),
  slice: shallow(
    listFilter("slice(count, fill?)", "the items in a number of lists of about equal length", sliceEvenly),
  ),
  product: listFilter(
    "product(...lists, repeat=)",
    "all combinations of one item of each list",
    (items, args) => {
      const lists = [items, ...args.rest.map((list) => itemsOf(list, args))];
      return product(Array.from({ length: args.integer("repeat", 1) }, () => lists).flat());
    },
  ),
  zip: shallow(
    listFilter(
      "zip(...lists)",
      "lists of the first items, the second items, … up to the shortest",
      (items, args) => zip([items, ...args.rest.map((list) => itemsOf(list, args))]),
    ),
  ),
  zip_longest: shallow(
    listFilter(
      "zip_longest(...lists, fillvalue=)",
      "as zip, up to the longest; gaps are filled",
      (items, args) =>
        zipLongest([items, ...args.rest.map((list) => itemsOf(list, args))], args.value("fillvalue") ?? null),
    ),
  ),
  random: listFilter(
    "random(end?, start?, step?, seed=)",
    "an item of the list by chance; the same one always for the same seed",
    (items, args) => items[Math.floor(randomFrom(args.value("seed"))() * items.length)] ?? null,
  ),
  shuffle: listFilter(
    "shuffle(seed=)",
    "the items in an order made by chance, or by a seed",
    (items, args) => {
      const random = randomFrom(args.value("seed"));
      return items
        .map((item) => ({ item, key: random() }))
        .sort((left, right) => left.key - right.key)
        .map(({ item }) => item);
    },
  ),
  subelements: listFilter(
    "subelements(path, skip_missing?)",
    "every item paired with every element of the list at its path",
    (items, args) => subelements(items, args.text("path"), args.flag("skip_missing")),
  ),
} satisfies Record<string, Filter>;

/** As in Python an item that is not there is undefined, not a wrong value. */
function pick(items: readonly Value[], index: number): Value {
  const item = items.at(index);
  if (item !== undefined) return item;
  throw new NoAnswer("the list is empty: it has no first and no last item");
}

function ofAttribute(item: Value, args: Arguments): Value {
  return args.has("attribute") ? getAttribute(item, args.text("attribute"), "join") : item;
}

export function flatten(items: readonly Value[], levels = Infinity): Value[] {
  return items.flatMap((item) => (isList(item) && levels > 0 ? flatten(item, levels - 1) : [item]));
}

function fillUp(row: readonly Value[], size: number, fill: Value | undefined): Value[] {
  const missing = fill === undefined ? 0 : size - row.length;
  return [...row, ...Array.from({ length: missing }, () => fill ?? null)];
}

function sliceEvenly(items: readonly Value[], args: Arguments): Value {
  const count = Math.max(1, args.integer("count"));
  const [short, longer] = [Math.floor(items.length / count), items.length % count];
  return Array.from({ length: count }, (_, index) => {
    const start = index * short + Math.min(index, longer);
    const row = items.slice(start, start + short + (index < longer ? 1 : 0));
    return longer > 0 && index >= longer ? fillUp(row, short + 1, args.value("fill")) : row;
  });
}

export function product(lists: readonly (readonly Value[])[]): Value[][] {
  return lists.reduce<Value[][]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

function zip(lists: readonly (readonly Value[])[]): Value[][] {
  const shortest = Math.min(...lists.map((list) => list.length));
  return zipLongest(lists, null).slice(0, shortest);
}

export function zipLongest(lists: readonly (readonly Value[])[], fill: Value): Value[][] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.map((list) => list[index] ?? fill));
}

export function subelements(items: readonly Value[], path: string, skipMissing: boolean): Value[][] {
  return items.flatMap((item) => {
    if (skipMissing && findAttribute(item, path) === undefined) return [];
    const elements = getAttribute(item, path, "subelements");
    return isList(elements) ? elements.map((element) => [item, element]) : [];
  });
}
