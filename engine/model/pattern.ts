import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";

/** One part of a host pattern, such as `!web[0]`. */
export interface PatternTerm {
  /** `&` keeps only what it matches, `!` takes away. */
  readonly sign: "" | "&" | "!";
  /** Without sign and subscript. */
  readonly name: string;
  readonly matcher: Matcher;
  readonly subscript?: Subscript;
  readonly source: Source | undefined;
}

export type Matcher =
  | { readonly kind: "name" }
  /** A glob or a `~regex`. */
  | { readonly kind: "regex"; readonly regex: RegExp };

/** `[0]`, `[-1]`, `[1:]`, `[0:2]`: both ends belong to it; without `last`, up to the end. */
export interface Subscript {
  readonly first: number;
  readonly last?: number;
}

export type Pattern = readonly PatternTerm[];

/**
 * Parses a host pattern as Ansible writes it: `a:b`, `a,b`, `a:&b`, `a:!b`, `g[0]`, globs, `~regex`; or a list of such.
 * https://docs.ansible.com/ansible/latest/inventory_guide/intro_patterns.html
 * Throws BAD_PATTERN.
 */
export function parsePattern(text: string | readonly string[], source?: Source): Pattern {
  const parts = typeof text === "string" ? [text] : text;
  return parts.flatMap(splitPattern).map((part) => parseTerm(part, narrow(source, part)));
}

/** Commas separate; without any, colons do, but not those of IPv6 addresses and of subscripts. */
function splitPattern(text: string): readonly string[] {
  const parts = text.includes(",") ? text.split(",") : isIpv6(text.trim()) ? [text] : splitAtColons(text);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function isIpv6(text: string): boolean {
  return /^[0-9A-Fa-f:]+(?:%\w+)?$/.test(text) && text.split(":").length > 2;
}

function splitAtColons(text: string): readonly string[] {
  return text.match(/(?:\[[^\]]*\]|[^:])+/g) ?? [];
}

function parseTerm(part: string, source: Source | undefined): PatternTerm {
  const sign = part.startsWith("&") ? "&" : part.startsWith("!") ? "!" : "";
  const { name, subscript } = splitSubscript(part.slice(sign.length));
  if (name === "") {
    throw new PlayError("BAD_PATTERN", `"${part}" names no host or group`, { source });
  }
  const term = { sign, name, matcher: matcherOf(name, source), source } as const;
  return subscript ? { ...term, subscript } : term;
}

function splitSubscript(text: string): { name: string; subscript?: Subscript } {
  if (text.startsWith("~")) return { name: text };
  const found = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(text);
  if (!found) return { name: text };
  const [, name = "", single, first, last] = found;
  if (single !== undefined) return { name, subscript: { first: Number(single), last: Number(single) } };
  return { name, subscript: last ? { first: Number(first), last: Number(last) } : { first: Number(first) } };
}

function matcherOf(name: string, source: Source | undefined): Matcher {
  if (!name.startsWith("~"))
    return /[*?[]/.test(name) ? { kind: "regex", regex: globToRegex(name) } : { kind: "name" };
  try {
    return { kind: "regex", regex: new RegExp(`^(?:${name.slice(1)})`) };
  } catch (cause) {
    const message = `"${name.slice(1)}" is not a regular expression`;
    throw new PlayError("BAD_PATTERN", message, { source, cause, hint: "check its brackets and its stars" });
  }
}

/** `*`, `?`, `[abc]`, `[!abc]`, as fnmatch reads them. */
function globToRegex(glob: string): RegExp {
  const body = glob.replaceAll(/\[([!]?)([^\]]+)\]|[\s\S]/g, (mark, not?: string, set?: string) => {
    if (set !== undefined) return `[${not === "!" ? "^" : ""}${set.replaceAll(/[\\^[]/g, String.raw`\$&`)}]`;
    if (mark === "*") return "[\\s\\S]*";
    if (mark === "?") return "[\\s\\S]";
    return mark.replace(/[\\^$.|+()[\]{}]/, String.raw`\$&`);
  });
  return new RegExp(`^${body}$`);
}

/** The place of a part inside of the whole pattern's. */
function narrow(source: Source | undefined, part: string): Source | undefined {
  if (!source) return undefined;
  const at = source.file.text.slice(source.start, source.end).indexOf(part);
  if (at === -1) return source;
  return { file: source.file, start: source.start + at, end: source.start + at + part.length };
}
