import { toText } from "../../model/text-form.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { emptyMap, isList, isMap, Unknown } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { filter, listFilter, mapFilter, shallow } from "../define.ts";
import { findMember, getAttribute } from "../shared/attribute.ts";
import { equalityKey } from "../shared/equality.ts";
import type { ListMerge } from "../shared/merge.ts";
import { listMerges, mergeMaps } from "../shared/merge.ts";
import { compare, foldCase } from "../shared/order.ts";

export const mapFilters = {
  combine: shallow(
    filter("combine(...maps, recursive=, list_merge=)", "dicts merged, later ones first", combine),
  ),
  dict2items: shallow(
    mapFilter("dict2items(key_name?, value_name?)", "a list of {key, value} for every entry", (map, args) =>
      entryList(map, args.text("key_name", "key"), args.text("value_name", "value")),
    ),
  ),
  items2dict: listFilter(
    "items2dict(key_name?, value_name?)",
    "a dict of a list of {key, value}",
    (items, args) => {
      const map = emptyMap();
      for (const item of items) {
        const key = getAttribute(item, args.text("key_name", "key"), "items2dict");
        map[toText(key)] = getAttribute(item, args.text("value_name", "value"), "items2dict");
      }
      return map;
    },
  ),
  dict: listFilter("dict", "a dict of a list of [key, value]", (pairs, args) => mapOfPairs(pairs, args)),
  dictsort: mapFilter(
    "dictsort(case_sensitive?, by?, reverse?)",
    "a list of [key, value] in order",
    (map, args) => {
      const at = args.choice("by", ["key", "value"]) === "key" ? 0 : 1;
      const fold = args.flag("case_sensitive") ? (value: Value) => value : foldCase;
      const pairs = Object.entries(map).sort((left, right) => compare(fold(left[at]), fold(right[at])));
      return args.flag("reverse") ? pairs.toReversed() : pairs;
    },
  ),
  items: shallow(mapFilter("items", "a list of [key, value]", (map) => Object.entries(map))),
  extract: shallow(
    filter("extract(container, morekeys?)", "what the container holds under the value", (value, args) => {
      const keys = args.value("morekeys") ?? [];
      const path = [value, ...(isList(keys) ? keys : [keys])];
      return path.reduce<Value>((inner, key) => memberOf(inner, key, args), args.value("container") ?? null);
    }),
  ),
  groupby: listFilter(
    "groupby(attribute, default?)",
    "a list of [value of the attribute, items]",
    (items, args) => {
      const groups = new Map<string, [Value, Value[]]>();
      for (const item of items) {
        const value = getAttribute(item, args.text("attribute"), "groupby");
        const group = groups.get(equalityKey(value)) ?? [value, []];
        groups.set(equalityKey(value), [value, [...group[1], item]]);
      }
      return [...groups.values()].sort((left, right) => compare(foldCase(left[0]), foldCase(right[0])));
    },
  ),
} satisfies Record<string, Filter>;

function combine(value: Value, args: Arguments): Value {
  const how = { recursive: args.flag("recursive"), lists: args.choice<ListMerge>("list_merge", listMerges) };
  const maps = [value, ...args.rest].flatMap((one) => (isList(one) ? one : [one]));
  const unknown = maps.find((map) => map instanceof Unknown);
  return (
    unknown ?? maps.reduce<ValueMap>((merged, map) => mergeMaps(merged, mapOf(map, args), how), emptyMap())
  );
}

function mapOf(value: Value, args: Arguments): ValueMap {
  return isMap(value) ? value : args.fail(`merges dicts, but is given ${describe(value)}`);
}

/** By the whole key: names of hosts have dots. */
function memberOf(container: Value, key: Value, args: Arguments): Value {
  if (container instanceof Unknown) return container;
  const found = findMember(container, toText(key));
  return found ?? args.fail(`finds no "${toText(key)}" in ${describe(container)}`, "give keys that exist");
}

export function entryList(map: ValueMap, keyName = "key", valueName = "value"): Value[] {
  return Object.entries(map).map(([key, value]) => {
    const entry = emptyMap();
    entry[keyName] = key;
    entry[valueName] = value;
    return entry;
  });
}

export function mapOfPairs(pairs: readonly Value[], args: Arguments): ValueMap {
  const map = emptyMap();
  for (const pair of pairs) {
    if (!isList(pair) || pair.length !== 2) args.fail(`takes pairs of key and value, not ${describe(pair)}`);
    map[toText(pair[0] ?? null)] = pair[1] ?? null;
  }
  return map;
}
