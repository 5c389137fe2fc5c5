import { PlayError } from "../../base/play-error.ts";

export interface RegexOptions {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  /** "match" holds only at the start of the text, as Python's `re.match`. */
  readonly anchor?: "search" | "match" | "fullmatch";
}

/**
 * Compiles a Python regular expression (docs.python.org/3/library/re.html), always with the flag `g`.
 * What JavaScript cannot do (verbose mode, flags inside a group) is BAD_VALUE.
 */
export function compileRegex(pattern: string, options: RegexOptions = {}): RegExp {
  const [, letters = ""] = /^\(\?([a-zA-Z]+)\)/.exec(pattern) ?? [];
  const flags = readFlags(letters, options, pattern);
  const body = translate(letters === "" ? pattern : pattern.slice(letters.length + 3), flags);
  try {
    return new RegExp(anchored(body, options.anchor ?? "search"), flags);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^.*: /, "") : String(cause);
    throw new PlayError("BAD_VALUE", `the regular expression ${pattern} is malformed: ${reason}`, { cause });
  }
}

function anchored(body: string, anchor: "search" | "match" | "fullmatch"): string {
  if (anchor === "search") return body;
  return anchor === "match" ? `${textStart}(?:${body})` : `${textStart}(?:${body})${textEnd}`;
}

function readFlags(letters: string, options: RegexOptions, pattern: string): string {
  const unsupported = Array.from(letters).find((letter) => !"imsua".includes(letter));
  if (unsupported !== undefined)
    throw new PlayError("BAD_VALUE", `the flag "${unsupported}" of ${pattern} is not supported`);
  const ignoreCase = options.ignoreCase === true || letters.includes("i");
  const multiline = options.multiline === true || letters.includes("m");
  return `g${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${letters.includes("s") ? "s" : ""}`;
}

const textStart = "(?<![\\s\\S])";
const textEnd = "(?![\\s\\S])";

/** One piece of a pattern: an escape, a character class, a group's opening, or a single character. */
const piece = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P?(?:<\w+>|=\w+\)|#[^)]*\))?|[\s\S]/g;

function translate(pattern: string, flags: string): string {
  return pattern.replaceAll(piece, (text) => translatePiece(text, flags));
}

function translatePiece(text: string, flags: string): string {
  if (text === "\\A") return textStart;
  if (text === "\\Z") return textEnd;
  // Python's dot stops only at a newline, and its dollar also stands before a last newline.
  if (text === ".") return flags.includes("s") ? "." : "[^\\n]";
  if (text === "$") return flags.includes("m") ? "(?=\\n|(?![\\s\\S]))" : `(?=\\n?${textEnd})`;
  if (text.startsWith("(?#")) return "";
  if (text.startsWith("(?P=")) return `\\k<${text.slice(4, -1)}>`;
  if (text.startsWith("(?P<")) return `(?<${text.slice(4)}`;
  // A bracket that comes first in a class is the character itself.
  return text.replace(/^\[(\^?)\](?=.)/s, "[$1\\]");
}

/** What a Python replacement (`\1`, `\g<name>`, `\g<1>`, `\n`) makes of one match. */
export function expandReplacement(replacement: string, match: RegExpMatchArray): string {
  return replacement.replaceAll(
    /\\(?:(\d{1,2})|g<(\w+)>|([\s\S]))/g,
    (whole: string, index: string | undefined, name: string | undefined, escaped: string | undefined) => {
      if (escaped !== undefined) return { n: "\n", t: "\t", r: "\r", "\\": "\\" }[escaped] ?? whole;
      return readGroup(match, index ?? name ?? "0");
    },
  );
}

/** A group of a match by number or name; text that did not take part is empty. */
export function readGroup(match: RegExpMatchArray, group: string): string {
  if (/^\d+$/.test(group) && Number(group) < match.length) return match[Number(group)] ?? "";
  if (match.groups && Object.hasOwn(match.groups, group)) return match.groups[group] ?? "";
  throw new PlayError("BAD_VALUE", `the regular expression has no group ${group}`);
}
