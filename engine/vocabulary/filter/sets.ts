import type { Value } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { itemsOf, listFilter } from "../define.ts";
import { getAttribute } from "../shared/attribute.ts";
import { distinct, equalityKey } from "../shared/equality.ts";
import { compare, foldCase } from "../shared/order.ts";

export const setFilters = {
  unique: listFilter("unique(case_sensitive?, attribute=)", "the items, each once, in order", (items, args) =>
    distinct(items, (item) => equalityKey(keyOf(item, args, false))),
  ),
  intersect: listFilter("intersect(other)", "the items that both lists have", (items, args) => {
    const others = keysOf(args.value("other"), args);
    return distinct(items).filter((item) => others.has(equalityKey(item)));
  }),
  difference: listFilter("difference(other)", "the items that the other list has not", (items, args) => {
    const others = keysOf(args.value("other"), args);
    return distinct(items).filter((item) => !others.has(equalityKey(item)));
  }),
  union: listFilter("union(other)", "the items of both lists, each once", (items, args) =>
    distinct([...items, ...itemsOf(args.value("other") ?? null, args)]),
  ),
  symmetric_difference: listFilter(
    "symmetric_difference(other)",
    "the items that only one has",
    (items, args) => {
      const other = itemsOf(args.value("other") ?? null, args);
      const [mine, others] = [keysOf(items, args), keysOf(other, args)];
      return distinct([...items, ...other]).filter(
        (item) => mine.has(equalityKey(item)) !== others.has(equalityKey(item)),
      );
    },
  ),
  sort: listFilter("sort(reverse?, case_sensitive?, attribute?)", "the items in order", (items, args) => {
    const rows = items.map((item) => ({ item, keys: sortKeys(item, args) }));
    const sign = args.flag("reverse") ? -1 : 1;
    return rows.sort((left, right) => sign * compare(left.keys, right.keys)).map(({ item }) => item);
  }),
  min: listFilter("min(case_sensitive?, attribute?)", "the smallest item", (items, args) =>
    extreme(items, args, (order) => order < 0),
  ),
  max: listFilter("max(case_sensitive?, attribute?)", "the largest item", (items, args) =>
    extreme(items, args, (order) => order > 0),
  ),
} satisfies Record<string, Filter>;

/** What an item is judged by: itself or its attribute, by default without regard to case. */
function keyOf(item: Value, args: Arguments, caseSensitive: boolean): Value {
  const value = args.has("attribute") ? getAttribute(item, args.text("attribute"), "the filter") : item;
  return args.flag("case_sensitive", caseSensitive) ? value : foldCase(value);
}

/** `sort(attribute="a,b")` orders by several attributes. */
function sortKeys(item: Value, args: Arguments): Value[] {
  if (!args.has("attribute")) return [keyOf(item, args, false)];
  const values = args
    .text("attribute")
    .split(",")
    .map((path) => getAttribute(item, path, "sort"));
  return args.flag("case_sensitive") ? values : values.map(foldCase);
}

function keysOf(list: Value | undefined, args: Arguments): Set<string> {
  return new Set(itemsOf(list ?? null, args).map(equalityKey));
}

function extreme(items: readonly Value[], args: Arguments, better: (order: number) => boolean): Value {
  const [first, ...others] = items;
  if (first === undefined) return args.fail("needs a list with items");
  return others.reduce<Value>(
    (best, item) => (better(compare(keyOf(item, args, false), keyOf(best, args, false))) ? item : best),
    first,
  );
}
