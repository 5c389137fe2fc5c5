import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";

/** Text that is the same for two values exactly if Python's `==` holds between them: `1 == 1.0 == True`, `1 != "1"`. */
export function equalityKey(value: Value): string {
  if (isList(value)) return `[${value.map(equalityKey).join(",")}]`;
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${equalityKey(inner)}`);
    return `{${pairs.sort().join(",")}}`;
  }
  return JSON.stringify(typeof value === "boolean" ? Number(value) : value);
}

export function equals(left: Value, right: Value): boolean {
  return equalityKey(left) === equalityKey(right);
}

/** The values in order, each once; `key` says what counts as the same. */
export function distinct(values: readonly Value[], key: (value: Value) => string = equalityKey): Value[] {
  const seen = new Map<string, Value>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}
