import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Passage } from "../expression/passage.ts";
import { TokenStream } from "../expression/token-stream.ts";

/** The inside of `{% … %}`: its first word, and the tokens after it. */
export interface Statement {
  readonly word: string;
  readonly source: Source;
  readonly tokens: TokenStream;
}

/** Throws TEMPLATE_SYNTAX where there is no word, EXPRESSION_SYNTAX where the rest is not made of tokens. */
export function openStatement(passage: Passage): Statement {
  const tokens = new TokenStream(passage);
  const token = tokens.current;
  const source = tokens.sourceOf(token);
  if (token.kind !== "name")
    throw new PlayError("TEMPLATE_SYNTAX", "a statement begins with a word: if, for, set", { source });
  tokens.advance();
  return { word: token.text, source, tokens };
}
