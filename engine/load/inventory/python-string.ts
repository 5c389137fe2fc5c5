import { decodeEscapes } from "../arguments/decode-escapes.ts";
import type { TextRange } from "../text/pick-ranges.ts";

export interface PythonString {
  readonly value: string;
  /** Between the quotes. */
  readonly inside: TextRange;
  readonly end: number;
}

/** The Python string literal that begins at `start`, if one does: single, double or triple quotes, `r` and `u` before. */
export function readPythonString(text: string, start: number): PythonString | undefined {
  const opening = /^([rRuU]?)("""|'''|"|')/.exec(text.slice(start));
  if (!opening?.[2]) return undefined;
  const quote = opening[2];
  const from = start + opening[0].length;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(quote, at)) {
      const raw = opening[1] === "r" || opening[1] === "R";
      const written = text.slice(from, at);
      const inside = { start: from, end: at };
      return { value: raw ? written : decodeEscapes(written), inside, end: at + quote.length };
    }
  }
  return undefined;
}
