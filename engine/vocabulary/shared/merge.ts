import type { Value, ValueMap } from "../../model/value.ts";
import { emptyMap, isList, isMap } from "../../model/value.ts";
import { equals } from "./equality.ts";

/** What becomes of a list that stands under the same key in both maps; `_rp`: drop what the later one repeats. */
export const listMerges = ["replace", "keep", "append", "prepend", "append_rp", "prepend_rp"] as const;
export type ListMerge = (typeof listMerges)[number];

export interface MergeOptions {
  readonly recursive: boolean;
  readonly lists: ListMerge;
}

/** The entries of both maps; where both have a key, the later one's value, or the two merged. */
export function mergeMaps(earlier: ValueMap, later: ValueMap, how: MergeOptions): ValueMap {
  const merged = emptyMap();
  for (const [key, value] of Object.entries(earlier)) merged[key] = value;
  for (const [key, value] of Object.entries(later)) {
    const before = Object.hasOwn(earlier, key) ? earlier[key] : undefined;
    merged[key] = before === undefined ? value : mergeValues(before, value, how);
  }
  return merged;
}

function mergeValues(earlier: Value, later: Value, how: MergeOptions): Value {
  if (how.recursive && isMap(earlier) && isMap(later)) return mergeMaps(earlier, later, how);
  if (isList(earlier) && isList(later)) return listMergers[how.lists](earlier, later);
  return later;
}

type ListMerger = (earlier: readonly Value[], later: readonly Value[]) => readonly Value[];

const listMergers: Readonly<Record<ListMerge, ListMerger>> = {
  replace: (_, later) => later,
  keep: (earlier) => earlier,
  append: (earlier, later) => [...earlier, ...later],
  prepend: (earlier, later) => [...later, ...earlier],
  append_rp: (earlier, later) => [...without(earlier, later), ...later],
  prepend_rp: (earlier, later) => [...later, ...without(earlier, later)],
};

function without(items: readonly Value[], others: readonly Value[]): Value[] {
  return items.filter((item) => !others.some((other) => equals(item, other)));
}
