import type { YamlScalar } from "../../model/yaml-node.ts";
import { pickRanges } from "../text/pick-ranges.ts";
import type { TextRange } from "../text/pick-ranges.ts";

/** The words of a line and the quote that never closes, if there is one, with its offset. */
export interface ShellWords {
  readonly words: readonly YamlScalar[];
  readonly open?: number;
}

/**
 * Splits a host line as Python's shlex does in POSIX mode: quotes group and go away, a backslash keeps the next
 * character (inside double quotes only `"` and `\`), `#` begins a comment wherever it is not quoted.
 * https://docs.python.org/3/library/shlex.html#parsing-rules
 */
export function splitShellWords(line: YamlScalar): ShellWords {
  const text = String(line.value);
  const words: YamlScalar[] = [];
  let at = 0;
  while (at < text.length && text[at] !== "#") {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const word = readWord(text, at);
    if ("open" in word) return { words, open: word.open };
    words.push(pickRanges(line, word.ranges));
    at = word.end;
  }
  return { words };
}

type ReadWord = { readonly ranges: readonly TextRange[]; readonly end: number } | { readonly open: number };

function readWord(text: string, start: number): ReadWord {
  const ranges: TextRange[] = [];
  let at = start;
  while (at < text.length && !/[\s#]/.test(text.charAt(at))) {
    const mark = text.charAt(at);
    if (mark === '"' || mark === "'") {
      const end = closingQuote(text, at);
      if (end === -1) return { open: at };
      ranges.push(...quotedRanges(text, { start: at + 1, end }));
      at = end + 1;
    } else if (mark === "\\") {
      ranges.push({ start: at + 1, end: Math.min(at + 2, text.length) });
      at += 2;
    } else {
      ranges.push({ start: at, end: at + 1 });
      at++;
    }
  }
  return { ranges: joined(ranges, start), end: at };
}

function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** Inside double quotes, without the backslashes that keep a quote or a backslash. */
function quotedRanges(text: string, range: TextRange): readonly TextRange[] {
  if (text[range.start - 1] === "'") return [range];
  const ranges: TextRange[] = [];
  let start = range.start;
  for (const match of text.slice(range.start, range.end).matchAll(/\\["\\]/g)) {
    ranges.push({ start, end: range.start + match.index });
    start = range.start + match.index + 1;
    // The kept character is not looked at again: matchAll goes on behind it.
  }
  return [...ranges, { start, end: range.end }];
}

/** Neighbours as one range. */
function joined(ranges: readonly TextRange[], start: number): readonly TextRange[] {
  const result: TextRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last?.end === range.start) result[result.length - 1] = { start: last.start, end: range.end };
    else result.push(range);
  }
  return result.length === 0 ? [{ start, end: start }] : result;
}
