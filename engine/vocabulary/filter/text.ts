import { quoteWord } from "../../base/shell-text.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { filter, textFilter } from "../define.ts";
import { formatPercent } from "../shared/percent-format.ts";

export const textFilters = {
  lower: textFilter("lower", "the text in lower case", (text) => text.toLowerCase()),
  upper: textFilter("upper", "the text in upper case", (text) => text.toUpperCase()),
  capitalize: textFilter("capitalize", "first letter upper, the rest lower case", capitalize),
  title: textFilter("title", "every word capitalized", (text) =>
    text.replaceAll(/[^\s\-({[<]+/g, capitalize),
  ),
  string: filter("string", "the value as text", (value) => toText(value)),
  trim: textFilter("trim(chars?)", "the text without blanks (or the given characters) at both ends", trim),
  replace: textFilter(
    "replace(old, new, count?)",
    "the text with one piece replaced by another",
    (text, args) => replaceText(text, args),
  ),
  split: textFilter(
    "split(separator?, maxsplit?)",
    "the pieces of a text, by default its words",
    (text, args) => splitText(text, args.text("separator"), args.integer("maxsplit", -1)),
  ),
  quote: textFilter("quote", "the text as one word of a shell command", (text) => quoteWord(text)),
  format: textFilter(
    "format(...values, **names)",
    "the text with %s, %d, %05.2f, %(name)s, … filled in",
    (text, args) => formatPercent(text, args.rest, args.call.named),
  ),
  indent: textFilter(
    "indent(width?, first?, blank?)",
    "the text with all lines but the first moved right",
    indent,
  ),
  center: textFilter("center(width?)", "the text in the middle of a field", (text, args) =>
    center(text, args.integer("width", 80)),
  ),
  truncate: textFilter(
    "truncate(length?, killwords?, end?, leeway?)",
    "the text cut to a length, at a word's end",
    truncate,
  ),
  wordcount: textFilter("wordcount", "the number of words", (text) => text.match(/\w+/g)?.length ?? 0),
  comment: textFilter(
    "comment(style?, decoration=, prefix=, postfix=, newline=, beginning=, end=)",
    "the text as a comment; styles: plain, erlang, c, cblock, xml",
    comment,
  ),
} satisfies Record<string, Filter>;

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

function trim(text: string, args: Arguments): string {
  if (!args.has("chars")) return text.trim();
  const chars = new Set(args.text("chars"));
  let [start, end] = [0, text.length];
  while (start < end && chars.has(text.charAt(start))) start++;
  while (end > start && chars.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function replaceText(text: string, args: Arguments): string {
  const [old, replacement] = [args.text("old"), args.text("new")];
  const limit = args.integer("count", -1);
  if (limit < 0) return text.replaceAll(old, () => replacement);
  const pieces = text.split(old);
  return (
    pieces.slice(0, limit + 1).join(replacement) +
    pieces
      .slice(limit + 1)
      .map((piece) => old + piece)
      .join("")
  );
}

/** Python's `str.split`: without a separator at any run of blanks; a negative limit is none. */
export function splitText(text: string, separator: string, limit = -1): string[] {
  return separator === ""
    ? splitWords(text.trim(), limit)
    : joinTail(text.split(separator), separator, limit);
}

function splitWords(text: string, limit: number): string[] {
  if (text === "") return [];
  const words = [...text.matchAll(/\S+/g)];
  const tail = limit < 0 ? undefined : words[limit];
  if (tail === undefined) return words.map(String);
  return [...words.slice(0, limit).map(String), text.slice(tail.index)];
}

function joinTail(pieces: readonly string[], separator: string, limit: number): string[] {
  if (limit < 0 || pieces.length <= limit) return [...pieces];
  return [...pieces.slice(0, limit), pieces.slice(limit).join(separator)];
}

function indent(text: string, args: Arguments): string {
  const width = args.value("width");
  const margin =
    typeof width === "string" && !/^\d+$/.test(width) ? width : " ".repeat(args.integer("width", 4));
  const lines = text.split("\n").map((line, index) => {
    if (index === 0) return args.flag("first") ? margin + line : line;
    return line === "" && !args.flag("blank") ? line : margin + line;
  });
  return lines.join("\n");
}

function center(text: string, width: number): string {
  const room = Math.max(0, width - text.length);
  const left = Math.floor(room / 2) + ((room % 2) & (width % 2));
  return " ".repeat(left) + text + " ".repeat(room - left);
}

function truncate(text: string, args: Arguments): Value {
  const [length, end] = [args.integer("length", 255), args.text("end", "...")];
  if (text.length <= length + args.integer("leeway", 5)) return text;
  const cut = text.slice(0, Math.max(0, length - end.length));
  return (args.flag("killwords") ? cut : cut.replace(/ [^ ]*$/, "")) + end;
}

interface CommentStyle {
  readonly decoration: string;
  readonly beginning?: string;
  readonly end?: string;
}

const commentStyles = {
  plain: { decoration: "# " },
  erlang: { decoration: "% " },
  c: { decoration: "// " },
  cblock: { decoration: " * ", beginning: "/*", end: " */" },
  xml: { decoration: " - ", beginning: "<!--", end: "-->" },
} as const satisfies Record<string, CommentStyle>;

function comment(text: string, args: Arguments): string {
  const style: CommentStyle = commentStyles[args.choice("style", ["plain", "erlang", "c", "cblock", "xml"])];
  const newline = args.text("newline", "\n");
  const decoration = args.text("decoration", style.decoration);
  const lines = text.split(newline).map((line) => (line === "" ? decoration.trimEnd() : decoration + line));
  const [beginning, end] = [args.text("beginning", style.beginning), args.text("end", style.end)];
  const prefix = args.text("prefix", decoration.trimEnd());
  const postfix = args.text("postfix", decoration.trimEnd());
  return [
    ...(beginning === "" ? [] : [beginning]),
    ...(prefix === "" ? [] : [prefix]),
    ...lines,
    ...(postfix === "" ? [] : [postfix]),
    ...(end === "" ? [] : [end]),
  ].join(newline);
}
