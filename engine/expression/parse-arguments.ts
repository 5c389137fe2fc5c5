import type { Argument, Node } from "./node.ts";
import type { TokenStream } from "./token-stream.ts";

/** Reads one expression; given to the parsers of parts, which may hold expressions themselves. */
export type Parse = (tokens: TokenStream) => Node;

/** The arguments of a call, from after its "(" up to and including its ")". */
export function parseArguments(tokens: TokenStream, expression: Parse): Argument[] {
  return parseItems(tokens, ")", () => parseArgument(tokens, expression));
}

/** Comma-separated items up to and including `close`; a comma may follow the last. */
export function parseItems<T>(tokens: TokenStream, close: string, item: () => T): T[] {
  const items: T[] = [];
  while (!tokens.take(close)) {
    items.push(item());
    if (!tokens.take(",") && !tokens.at(close)) tokens.fail(`"," or "${close}"`);
  }
  return items;
}

function parseArgument(tokens: TokenStream, expression: Parse): Argument {
  if (tokens.take("**")) return { form: "spread-named", name: "", value: expression(tokens) };
  if (tokens.take("*")) return { form: "spread", name: "", value: expression(tokens) };
  if (tokens.current.kind !== "name" || tokens.peek(1).text !== "=")
    return { form: "positional", name: "", value: expression(tokens) };
  const name = tokens.advance().text;
  tokens.expect("=");
  return { form: "named", name, value: expression(tokens) };
}
