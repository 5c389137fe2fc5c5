import { PlayError } from "../base/play-error.ts";
import type { Passage } from "./passage.ts";
import type { Token, TokenKind } from "./token.ts";

const blank = /\s+/y;
const digits = /\d+/y;

/** In the order in which they are tried. */
const forms: readonly (readonly [TokenKind, RegExp])[] = [
  ["number", /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y],
  ["name", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["string", /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y],
  ["symbol", /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=|.,:()[\]{}]/y],
];

/** The tokens of a passage, the last of kind "end". Throws EXPRESSION_SYNTAX at what is no token. */
export function readTokens(passage: Passage): Token[] {
  const text = passage.text.slice(0, passage.end);
  const tokens: Token[] = [];
  let at = skipBlank(text, passage.start);
  while (at < text.length) {
    const token = readToken(text, at, tokens.at(-1)) ?? failAt(passage, at);
    tokens.push(token);
    at = skipBlank(text, token.end);
  }
  tokens.push(endToken(passage, tokens.at(-1)));
  return tokens;
}

function skipBlank(text: string, at: number): number {
  return at + (matchAt(blank, text, at)?.length ?? 0);
}

function readToken(text: string, at: number, last: Token | undefined): Token | undefined {
  // In `list.0.1` the digits are two keys, not a fraction.
  const key = last?.text === "." ? matchAt(digits, text, at) : undefined;
  if (key !== undefined) return makeToken("number", key, at);
  for (const [kind, form] of forms) {
    const found = matchAt(form, text, at);
    if (found !== undefined) return makeToken(kind, found, at);
  }
  return undefined;
}

function matchAt(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}

function makeToken(kind: TokenKind, text: string, start: number): Token {
  return { kind, text, start, end: start + text.length };
}

// An error about the end is shown at the last token, which is surely inside the file's text.
function endToken(passage: Passage, last: Token | undefined): Token {
  return { kind: "end", text: "", start: last?.start ?? passage.start, end: last?.end ?? passage.end };
}

const slips: Readonly<Record<string, string>> = {
  "&": 'write "and"',
  "!": 'write "not"',
  "?": 'write "a if condition else b"',
};

function failAt(passage: Passage, at: number): never {
  const character = String.fromCodePoint(passage.text.codePointAt(at) ?? 0);
  if (character === "'" || character === '"') {
    const source = passage.locate(at, passage.end);
    throw new PlayError("EXPRESSION_SYNTAX", "a string is not closed", {
      source,
      hint: `close it with ${character}`,
    });
  }
  const source = passage.locate(at, at + character.length);
  const hint = slips[character];
  throw new PlayError("EXPRESSION_SYNTAX", `"${character}" means nothing in an expression`, { source, hint });
}
