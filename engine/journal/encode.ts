import { isLazyMap } from "../model/lazy-map.ts";
import { isList, isMap, Unknown, type Value, type ValueMap } from "../model/value.ts";

/** Why a text must not be kept; undefined where it may be. */
export type Refuse = (text: string) => string | undefined;

/** Characters of JSON that one result may have. */
const longest = 1_000_000;

/** Of a result that is not kept: what conditions ask for most, and what holds no text. */
const plainFields = ["changed", "failed", "skipped", "unreachable"] as const;

/**
 * A result as JSON. What is refused, too long or only partly known leaves a mark, `{"$lost": reason}`; a value not known
 * `{"$unknown": reason}`; a number that JSON lacks `{"$number": text}`; a map with such a key `{"$map": entries}`.
 */
export function encodeResult(result: ValueMap, hidden: boolean, refuse: Refuse): unknown {
  if (hidden) return plainResult(result, "no_log hides it");
  const encoded = encode(result, refuse);
  if (JSON.stringify(encoded).length > longest) return plainResult(result, "it is too long to be kept");
  return encoded;
}

/** Any other field is lost. */
function plainResult(result: ValueMap, reason: string): unknown {
  const plain = plainFields.flatMap((name) => {
    const value = isLazyMap(result) ? undefined : result[name];
    return typeof value === "boolean" ? [[name, value] as const] : [];
  });
  const others = isLazyMap(result)
    ? []
    : Object.keys(result).filter((name) => typeof result[name] !== "boolean");
  return {
    ...Object.fromEntries(plain),
    ...Object.fromEntries(others.map((name) => [name, { $lost: reason }])),
  };
}

function encode(value: Value, refuse: Refuse): unknown {
  if (typeof value === "string") return encodeText(value, refuse);
  if (typeof value === "number") return encodeNumber(value, refuse);
  if (value instanceof Unknown) return { $unknown: value.reason };
  if (isList(value)) return encodeList(value, refuse);
  return isMap(value) ? encodeMap(value, refuse) : value;
}

/** Lines of a text are judged together: no line of a private key is known to be one. */
function encodeList(list: readonly Value[], refuse: Refuse): unknown {
  const reason = refuse(list.filter((entry) => typeof entry === "string").join("\n"));
  return reason === undefined ? list.map((entry) => encode(entry, refuse)) : { $lost: reason };
}

function encodeText(text: string, refuse: Refuse): unknown {
  const reason = refuse(text);
  return reason === undefined ? text : { $lost: reason };
}

function encodeNumber(value: number, refuse: Refuse): unknown {
  if (refuse(String(value)) !== undefined) return { $lost: refuse(String(value)) };
  return Number.isFinite(value) ? value : { $number: String(value) };
}

function encodeMap(map: ValueMap, refuse: Refuse): unknown {
  if (isLazyMap(map)) return { $lost: "it was known only in parts" };
  const entries = Object.entries(map).map(([key, value]) => [key, encode(value, refuse)] as const);
  if (entries.some(([key]) => refuse(key) !== undefined)) return { $lost: "a name in it is secret" };
  return entries.some(([key]) => key.startsWith("$")) ? { $map: entries } : Object.fromEntries(entries);
}
