import type { Value, ValueMap } from "../model/value.ts";
import { emptyMap, isList, isMap, Unknown } from "../model/value.ts";

export type Clean = (text: string) => string;

/** A value with every text in it cleaned, keys too. A number that is itself a secret becomes a text. */
export function cleanValue(value: Value, clean: Clean): Value {
  if (typeof value === "string") return clean(value);
  if (typeof value === "number") return cleanNumber(value, clean);
  if (value instanceof Unknown) return new Unknown(clean(value.reason));
  if (isList(value)) return cleanList(value, clean);
  return isMap(value) ? cleanMap(value, clean) : value;
}

/** Lines of a text are cleaned together: a private key is recognised as a whole. */
function cleanList(list: readonly Value[], clean: Clean): readonly Value[] {
  if (list.every((entry) => typeof entry === "string") && list.some((line) => line.includes("PRIVATE KEY")))
    return clean(list.join("\n")).split("\n");
  return list.map((entry) => cleanValue(entry, clean));
}

export function cleanMap(map: ValueMap, clean: Clean): ValueMap {
  const cleaned = emptyMap();
  for (const [key, value] of Object.entries(map)) cleaned[clean(key)] = cleanValue(value, clean);
  return cleaned;
}

function cleanNumber(value: number, clean: Clean): Value {
  const text = String(value);
  const cleaned = clean(text);
  return cleaned === text ? value : cleaned;
}
