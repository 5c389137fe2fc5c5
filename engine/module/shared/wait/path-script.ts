import { sh } from "../../../base/shell-text.ts";
import type { ShellText } from "../../../base/shell-text.ts";

/** Exits 0 if the path exists and, where asked, a line of it fits the pattern. */
export function pathPresent(path: string, pattern: string | undefined): ShellText {
  if (pattern === undefined) return sh`[ -e ${path} ]`;
  return sh`grep -Eqs -e ${extendedPattern(pattern)} -- ${path}`;
}

const classes: Readonly<Record<string, string>> = {
  d: "[0-9]",
  D: "[^0-9]",
  s: "[[:space:]]",
  S: "[^[:space:]]",
  w: "[[:alnum:]_]",
  W: "[^[:alnum:]_]",
};

/** Python's shorthands in the words of POSIX extended regular expressions. */
export function extendedPattern(pattern: string): string {
  return pattern
    .replaceAll("(?:", "(")
    .replaceAll(/\\(.)/g, (escape, letter: string) => classes[letter] ?? escape);
}
