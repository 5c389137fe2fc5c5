import type { Value } from "../model/value.ts";
import type { Node } from "./node.ts";
import type { Parse } from "./parse-arguments.ts";
import { parseArguments, parseItems } from "./parse-arguments.ts";
import { readStringLiteral } from "./string-literal.ts";
import type { TokenStream } from "./token-stream.ts";

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** A literal, a name, a function call, or something in brackets. */
export function parsePrimary(tokens: TokenStream, expression: Parse): Node {
  const token = tokens.current;
  const source = tokens.sourceOf(token);
  if (token.kind === "number") return { kind: "literal", source, value: readNumber(tokens.advance().text) };
  if (token.kind === "string") return { kind: "literal", source, value: parseStrings(tokens) };
  if (token.kind === "name" && !tokens.atKeyword()) return parseName(tokens, expression);
  if (tokens.take("(")) return parseParentheses(tokens, expression);
  if (tokens.take("["))
    return { kind: "list", source, items: parseItems(tokens, "]", () => expression(tokens)) };
  if (tokens.take("{"))
    return { kind: "map", source, entries: parseItems(tokens, "}", () => parseEntry(tokens, expression)) };
  return tokens.fail("a value");
}

// Literals side by side are one, as in Python.
function parseStrings(tokens: TokenStream): string {
  let text = "";
  while (tokens.current.kind === "string") text += readStringLiteral(tokens.advance().text);
  return text;
}

function readNumber(text: string): number {
  return Number(text.replaceAll("_", ""));
}

function parseName(tokens: TokenStream, expression: Parse): Node {
  const token = tokens.advance();
  const source = tokens.sourceOf(token);
  const constant = constants.get(token.text);
  if (constant !== undefined) return { kind: "literal", source, value: constant };
  if (!tokens.take("(")) return { kind: "name", source, name: token.text };
  return { kind: "call", source, name: token.text, args: parseArguments(tokens, expression) };
}

function parseParentheses(tokens: TokenStream, expression: Parse): Node {
  const source = tokens.sourceOf(tokens.current);
  if (tokens.take(")")) return { kind: "tuple", source, items: [] };
  const first = expression(tokens);
  if (tokens.take(")")) return first;
  if (!tokens.take(",")) tokens.fail('")"');
  return { kind: "tuple", source, items: [first, ...parseItems(tokens, ")", () => expression(tokens))] };
}

function parseEntry(tokens: TokenStream, expression: Parse): { key: Node; value: Node } {
  const key = expression(tokens);
  tokens.expect(":");
  return { key, value: expression(tokens) };
}
