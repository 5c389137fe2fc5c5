import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { readTokens } from "./lexer.ts";
import type { Passage } from "./passage.ts";
import type { Token, TokenKind } from "./token.ts";
import { describeToken } from "./token.ts";

/** Deeper than any person writes, and shallow enough for the stack. */
const deepest = 100;

const keywords: ReadonlySet<string> = new Set(["and", "or", "not", "in", "is", "if", "else"]);

/** A passage's tokens, read from left to right. */
export class TokenStream {
  readonly passage: Passage;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(passage: Passage) {
    this.passage = passage;
    this.#tokens = readTokens(passage);
  }

  get current(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (!token) throw new TypeError("a token stream has no end token");
    return token;
  }

  advance(): Token {
    const token = this.current;
    this.#next++;
    return token;
  }

  /** The current token is this symbol or word. */
  at(text: string): boolean {
    return this.current.text === text && (this.current.kind === "symbol" || this.current.kind === "name");
  }

  atKeyword(): boolean {
    return this.current.kind === "name" && keywords.has(this.current.text);
  }

  /** Takes the symbol or word if it comes next. */
  take(text: string): Token | undefined {
    return this.at(text) ? this.advance() : undefined;
  }

  expect(text: string): Token {
    return this.take(text) ?? this.fail(`"${text}"`);
  }

  expectKind(kind: TokenKind, wanted: string): Token {
    return this.current.kind === kind ? this.advance() : this.fail(wanted);
  }

  expectEnd(): void {
    if (this.current.kind !== "end") this.fail("an operator or the end");
  }

  /** Reads an expression inside of another; throws EXPRESSION_SYNTAX where that goes too deep. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > deepest) this.fail(`at most ${deepest} levels of brackets`);
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  sourceOf(token: Token): Source {
    return this.passage.locate(token.start, token.end);
  }

  /** Throws EXPRESSION_SYNTAX at the current token. */
  fail(wanted: string, hint?: string): never {
    const source = this.sourceOf(this.current);
    const message = `expected ${wanted}, found ${describeToken(this.current)}`;
    throw new PlayError("EXPRESSION_SYNTAX", message, { source, hint: hint ?? hintFor(this) });
  }
}

function hintFor(tokens: TokenStream): string | undefined {
  if (tokens.at("=")) return 'to compare, write "=="';
  if (tokens.at("{") && tokens.peek(1).text === "{") return "an expression is not put in braces again";
  return undefined;
}
