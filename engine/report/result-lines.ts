import type { Value, ValueMap } from "../model/value.ts";
import { Unknown } from "../model/value.ts";

/** A value as indented JSON; what is not known yet says so. */
export function valueLines(value: Value): string[] {
  return JSON.stringify(value, showUnknown, 2).split("\n");
}

function showUnknown(_key: string, value: unknown): unknown {
  return value instanceof Unknown ? `<not known yet: ${value.reason}>` : value;
}

/** A message as lines: text as it is, anything else as JSON. */
export function messageLines(value: Value): string[] {
  if (value instanceof Unknown) return [`<not known yet: ${value.reason}>`];
  return typeof value === "string" ? value.trimEnd().split("\n") : valueLines(value);
}

/** The fields that people look for first, in this order. */
const mainFields = ["msg", "rc", "stdout", "stderr", "attempts"] as const;

/** The main fields of a result that hold something, as `name  text` with continuation lines aligned. */
export function mainFieldLines(result: ValueMap): string[] {
  return mainFields.flatMap((name) => {
    const value = result[name];
    if (value === undefined || value === null || value === "" || (name === "rc" && value === 0)) return [];
    return fieldLines(name, messageLines(value));
  });
}

/** A named text: the name, then the text's lines one below the other. */
export function fieldLines(name: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? name : "").padEnd(nameWidth)}${line}`.trimEnd());
}

const nameWidth = 10;

/** Characters of a line that are shown where a text is shortened. */
const longestLine = 1000;

/** The last lines of a text, cut where they are long; what was left out is counted. */
export function tail(text: string, most: number): string[] {
  const lines = text.trimEnd().split("\n");
  if (most === Infinity) return lines;
  const last = lines.slice(-most).map((line) => cutLine(line));
  return lines.length <= most ? last : [`… ${lines.length - most} lines before`, ...last];
}

function cutLine(line: string): string {
  if (line.length <= longestLine) return line;
  return `${line.slice(0, longestLine)} … ${line.length - longestLine} characters more`;
}
