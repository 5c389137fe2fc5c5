import { bare, joinAs, joinLines, splitLines } from "./lines.ts";
import type { Edited } from "./edit.ts";
import { compilePattern, expandTemplate } from "./pattern.ts";

/** What `lineinfile` is asked for. */
export interface WantLine {
  readonly line?: string | undefined;
  readonly regexp?: string | undefined;
  readonly search_string?: string | undefined;
  readonly insertafter?: string | undefined;
  readonly insertbefore?: string | undefined;
  readonly backrefs: boolean;
  readonly firstmatch: boolean;
}

/** The line is there: in place of the one that matches (the last, or the first), else inserted where it is asked for. */
export function ensureLine(text: string, want: WantLine): Edited {
  const lines = splitLines(text);
  const index = findLine(lines, want);
  if (index !== -1)
    return replaceLine(text, lines, { index, line: replacementFor(lines[index] ?? "", want) });
  if (want.backrefs) return { text, message: "" };
  const line = want.line ?? "";
  return { text: joinLines(lines.toSpliced(positionFor(lines, want), 0, line)), message: "add a line" };
}

/** No line matches any more. */
export function removeLines(text: string, want: WantLine): Edited {
  const matches = matcherOf(want);
  const lines = splitLines(text);
  const kept = lines.filter((line) => !matches(line));
  const removed = lines.length - kept.length;
  if (removed === 0) return { text, message: "" };
  return { text: joinAs(text, kept), message: removed === 1 ? "remove a line" : `remove ${removed} lines` };
}

/** The line that matches, or that is as wanted already where none does; -1: none. */
function findLine(lines: readonly string[], want: WantLine): number {
  const matches = matcherOf(want);
  const found = want.firstmatch ? lines.findIndex(matches) : lines.findLastIndex(matches);
  if (found !== -1 || want.backrefs) return found;
  return lines.findLastIndex((line) => bare(line) === want.line);
}

function matcherOf({ regexp, search_string, line }: WantLine): (line: string) => boolean {
  if (regexp !== undefined) {
    const pattern = compilePattern(regexp);
    return (there) => pattern.test(bare(there));
  }
  if (search_string !== undefined) return (there) => there.includes(search_string);
  return (there) => bare(there) === line;
}

function replacementFor(there: string, { line = "", regexp, backrefs }: WantLine): string {
  const match = backrefs && regexp !== undefined ? bare(there).match(compilePattern(regexp)) : null;
  return match === null ? line : expandTemplate(line, match);
}

function replaceLine(
  text: string,
  lines: readonly string[],
  { index, line }: { index: number; line: string },
): Edited {
  if (bare(lines[index] ?? "") === line) return { text, message: "" };
  return { text: joinAs(text, lines.with(index, line)), message: "replace a line" };
}

/** Where a new line goes; the end of the file where no line matches. */
export function positionFor(
  lines: readonly string[],
  { insertafter, insertbefore, firstmatch }: Pick<WantLine, "insertafter" | "insertbefore" | "firstmatch">,
): number {
  const wanted = insertbefore ?? insertafter ?? "EOF";
  if (wanted === "EOF") return lines.length;
  if (wanted === "BOF") return 0;
  const pattern = compilePattern(wanted);
  const matches = (line: string) => pattern.test(bare(line));
  const found = firstmatch ? lines.findIndex(matches) : lines.findLastIndex(matches);
  if (found === -1) return lines.length;
  return insertbefore === undefined ? found + 1 : found;
}
