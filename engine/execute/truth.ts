import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { toText } from "../model/text-form.ts";
import { isList, isMap, Unknown, type Value } from "../model/value.ts";

const yes = new Set(["yes", "true", "on", "1", "y", "t"]);
const no = new Set(["no", "false", "off", "0", "n", "f", ""]);

/** A keyword's value as yes or no, as Ansible reads it: YAML booleans and the words for them. */
export function toFlag(value: Value, keyword: string, source?: Source): boolean {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  const flag = flagWord(toText(value));
  if (flag !== undefined) return flag;
  throw new PlayError("BAD_VALUE", `${keyword} must be yes or no, not ${toText(value)}`, { source });
}

/** What a word says in any case, if it is one of Ansible's for yes and no. */
export function flagWord(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

/** Python's truth, which conditions go by: empty is false. */
export function isTrue(value: Value): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
