import { PlayError } from "../../base/play-error.ts";

/** Python's `str.split`: without a separator at runs of blanks, at most `limit` times. */
export function split(text: string, separator: string | undefined, limit = -1): string[] {
  if (separator === undefined) return splitBlanks(text, limit);
  const pieces = splitAll(text, separator);
  if (limit < 0 || pieces.length <= limit + 1) return pieces;
  return [...pieces.slice(0, limit), pieces.slice(limit).join(separator)];
}

/** Python's `str.rsplit`: as {@link split}, but a limit counts from the right. */
export function splitFromRight(text: string, separator: string | undefined, limit = -1): string[] {
  if (separator === undefined) return splitBlanks(reversed(text), limit).map(reversed).toReversed();
  const pieces = splitAll(text, separator);
  if (limit < 0 || pieces.length <= limit + 1) return pieces;
  const cut = pieces.length - limit;
  return [pieces.slice(0, cut).join(separator), ...pieces.slice(cut)];
}

/** Python's `str.splitlines`: a line break at the end makes no empty last line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r]/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function splitAll(text: string, separator: string): string[] {
  if (separator === "") throw new PlayError("BAD_VALUE", "the separator is empty");
  return text.split(separator);
}

function splitBlanks(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const word = limit >= 0 && pieces.length >= limit ? rest : (/^\S+/.exec(rest)?.[0] ?? "");
    pieces.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  return pieces;
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join("");
}
