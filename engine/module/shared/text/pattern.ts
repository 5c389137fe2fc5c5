import { PlayError } from "../../../base/play-error.ts";

/**
 * A regular expression as playbooks write them (docs.python.org/3/library/re.html): named groups `(?P<name>…)`, flags at
 * the start `(?i)`, `\A` and `\Z`. Throws BAD_OPTION where it is malformed.
 */
export function compilePattern(pattern: string, flags = ""): RegExp {
  const [, letters = ""] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const body = letters === "" ? pattern : pattern.slice(letters.length + 3);
  try {
    return new RegExp(translate(body), [...new Set(flags + letters)].join(""));
  } catch (cause) {
    throw new PlayError("BAD_OPTION", `the regular expression ${pattern} is malformed`, {
      cause,
      hint: cause instanceof Error ? cause.message : undefined,
    });
  }
}

/** An escape, a whole character class, or the opening of a named group. */
const piece = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P(?:<|=\w+\))/g;

function translate(pattern: string): string {
  return pattern.replaceAll(piece, (text) => {
    if (text === "\\A") return "(?<![\\s\\S])";
    if (text === "\\Z") return "(?![\\s\\S])";
    if (text === "(?P<") return "(?<";
    return text.startsWith("(?P=") ? `\\k<${text.slice(4, -1)}>` : text;
  });
}

/** A replacement with `\1`, `\g<name>` and `\n` filled in from a match; a group that took no part is empty. */
export function expandTemplate(template: string, match: RegExpMatchArray): string {
  return template.replaceAll(
    /\\(?:(\d{1,2})|g<(\w+)>|([nt\\]))/g,
    (_whole, index?: string, name?: string, escaped?: string) => {
      if (escaped !== undefined) return { n: "\n", t: "\t" }[escaped] ?? escaped;
      const group = index ?? name ?? "0";
      return (/^\d+$/.test(group) ? match[Number(group)] : match.groups?.[group]) ?? "";
    },
  );
}
