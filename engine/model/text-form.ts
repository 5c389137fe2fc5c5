import type { Value } from "./value.ts";
import { isList, Unknown } from "./value.ts";

/** What stands in a text for a value that is not known yet. */
const unknownText = "(not known yet)";

/**
 * A value as text, the way Python's `str()` and therefore Ansible writes it: strings as they are, `True`, `None`,
 * lists as `['a', 1]`, dicts as `{'k': 'v'}`. Within a mixed template text null is nothing instead; templates see to that.
 */
export function toText(value: Value): string {
  return typeof value === "string" ? value : toRepr(value);
}

/** A value as Python's `repr()` writes it: as {@link toText}, but strings are quoted. */
export function toRepr(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  if (value instanceof Unknown) return unknownText;
  if (isList(value)) return `[${value.map(toRepr).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${quoteText(key)}: ${toRepr(item)}`);
  return `{${entries.join(", ")}}`;
}

// Whole numbers are written without an exponent, as Python's int; a float that is whole cannot be told from one.
function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(/[\\\p{Cc}]/gu, escapeCharacter);
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function escapeCharacter(character: string): string {
  return escapes[character] ?? `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
}
