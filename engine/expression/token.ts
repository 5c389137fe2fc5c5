export type TokenKind = "name" | "number" | "string" | "symbol" | "end";

/** A word of an expression; `start` and `end` are offsets into the passage's text. */
export interface Token {
  readonly kind: TokenKind;
  /** As it is written, quotes and all. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A token for a message: what the reader sees there. */
export function describeToken(token: Token): string {
  return token.kind === "end" ? "the end" : `"${token.text}"`;
}
