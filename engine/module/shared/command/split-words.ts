import { PlayError } from "../../../base/play-error.ts";

export interface FirstWord {
  readonly word: string;
  /** What follows it, as written. */
  readonly rest: string;
}

// one piece of a word: plain characters, 'kept as they are', "kept but for \\ before \ and "", or \ and a character
const piece = /([^\s'"\\]+)|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/y;

/** Splits a command line into words as a POSIX shell does, without any expansion. Throws BAD_OPTION. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  for (let next = takeWord(line); next !== undefined; next = takeWord(next.rest)) words.push(next.word);
  return words;
}

/** The first word of a command line; undefined where there is none. Throws BAD_OPTION. */
export function takeWord(line: string): FirstWord | undefined {
  const text = line.trimStart();
  if (text === "") return undefined;
  let word = "";
  let end = 0;
  while (end < text.length && !/\s/.test(text.charAt(end))) {
    piece.lastIndex = end;
    const match = piece.exec(text);
    if (!match) throw openQuote(text.slice(end));
    word += pieceText(match);
    end = piece.lastIndex;
  }
  return { word, rest: text.slice(end) };
}

function pieceText(match: RegExpExecArray): string {
  const [, plain, single, double, escaped] = match;
  if (double !== undefined) return double.replaceAll(/\\(["\\])/g, "$1");
  if (escaped === "\n") return "";
  return plain ?? single ?? escaped ?? "";
}

function openQuote(rest: string): PlayError {
  const start = rest.split("\n", 1)[0]?.slice(0, 40) ?? "";
  return new PlayError("BAD_OPTION", `the command has no closing quotation mark: ${start}`, {
    hint: "close the quote, or put a \\ before it",
  });
}
