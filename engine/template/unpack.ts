import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { keysOf } from "../expression/keys.ts";
import type { Value } from "../model/value.ts";
import { isList, isMap, typeName, Unknown } from "../model/value.ts";

/** What a loop goes through: a list's items, a dict's keys, a text's characters. Throws BAD_VALUE. */
export function iterate(value: Value, source: Source): readonly Value[] {
  if (isList(value)) return value;
  if (isMap(value)) return keysOf(value);
  if (typeof value === "string") return Array.from(value);
  throw new PlayError("BAD_VALUE", `a loop needs a list, not ${typeName(value)}`, { source });
}

/** The names with their values: one name takes the value, several share out a list. Throws BAD_VALUE. */
export function unpack(names: readonly string[], value: Value, source: Source): (readonly [string, Value])[] {
  const [only = ""] = names;
  if (names.length === 1) return [[only, value]];
  if (value instanceof Unknown) return names.map((name) => [name, value]);
  const parts = iterate(value, source);
  if (parts.length === names.length) return names.map((name, index) => [name, parts[index] ?? null]);
  const message = `${names.length} names (${names.join(", ")}) cannot take ${parts.length} values`;
  throw new PlayError("BAD_VALUE", message, { source });
}
