import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap, typeName, Unknown } from "../../model/value.ts";

/** What `a.b.0` leads to from the value; undefined where there is no such key, Unknown behind an Unknown. */
export function findAttribute(value: Value, path: string): Value | undefined {
  let current: Value | undefined = value;
  for (const key of path.split(".")) {
    if (current === undefined || current instanceof Unknown) return current;
    current = findMember(current, key);
  }
  return current;
}

export function findMember(value: Value, key: string): Value | undefined {
  if (isMap(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
  if (isList(value) && /^-?\d+$/.test(key)) return value.at(Number(key));
  return undefined;
}

/** Like {@link findAttribute}; what is missing is an error that names the word which asked. */
export function getAttribute(value: Value, path: string, word: string): Value {
  const found = findAttribute(value, path);
  if (found !== undefined) return found;
  throw new PlayError("BAD_VALUE", `${word} finds no "${path}" in a ${typeName(value)}`, {
    hint: isMap(value) ? didYouMean(path, Object.keys(value)) : undefined,
  });
}
