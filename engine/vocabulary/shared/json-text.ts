import { PlayError } from "../../base/play-error.ts";
import type { Value } from "../../model/value.ts";
import { emptyMap, isList, isMap } from "../../model/value.ts";

export interface JsonStyle {
  /** Blanks per level; 0 for one line. */
  readonly indent: number;
  readonly sortKeys: boolean;
  /** Write all but ASCII as \uXXXX. */
  readonly ascii: boolean;
}

/** JSON as Python's `json.dumps` lays it out: `{"a": 1, "b": [1, 2]}`. */
export function writeJson(value: Value, style: JsonStyle, margin = ""): string {
  if (isList(value)) {
    const items = value.map((item) => writeJson(item, style, margin + " ".repeat(style.indent)));
    return enclose(["[", "]"], items, style, margin);
  }
  if (isMap(value)) {
    const names = style.sortKeys ? Object.keys(value).sort() : Object.keys(value);
    const pairs = names.map((name) => {
      const inner = writeJson(value[name] ?? null, style, margin + " ".repeat(style.indent));
      return `${writeText(name, style)}: ${inner}`;
    });
    return enclose(["{", "}"], pairs, style, margin);
  }
  return typeof value === "string" ? writeText(value, style) : JSON.stringify(value);
}

function enclose(
  [open, close]: [string, string],
  parts: readonly string[],
  style: JsonStyle,
  margin: string,
): string {
  if (parts.length === 0) return open + close;
  if (style.indent === 0) return open + parts.join(", ") + close;
  const inner = margin + " ".repeat(style.indent);
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}

function writeText(text: string, style: JsonStyle): string {
  const json = JSON.stringify(text);
  if (!style.ascii) return json;
  return json.replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function readJson(text: string): Value {
  try {
    return fromPlain(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlayError("BAD_VALUE", `from_json is given text that is not JSON: ${reason}`, { cause });
  }
}

/** What a parser of JSON or YAML made, as a value of ours: its mappings have no prototype. */
export function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return null;
  if (typeof plain === "string" || typeof plain === "number" || typeof plain === "boolean") return plain;
  if (typeof plain === "bigint") return Number(plain);
  if (Array.isArray(plain)) return plain.map(fromPlain);
  const map = emptyMap();
  if (typeof plain === "object")
    for (const [key, inner] of Object.entries(plain)) map[key] = fromPlain(inner);
  return map;
}
