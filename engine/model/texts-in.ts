import { isLazyMap } from "./lazy-map.ts";
import { isList, isMap, type Value } from "./value.ts";

/** All texts in a value but those under the names in `except`; of what is known only in parts, none. */
export function textsIn(
  value: Value | undefined,
  except: ReadonlySet<string> = new Set(),
): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap((entry) => textsIn(entry, except));
  if (!isMap(value) || isLazyMap(value)) return [];
  return Object.entries(value).flatMap(([name, entry]) => (except.has(name) ? [] : textsIn(entry, except)));
}
