import type { Node } from "./node.ts";
import type { Parse } from "./parse-arguments.ts";
import { parseArguments } from "./parse-arguments.ts";
import { parsePrimary } from "./parse-primary.ts";
import type { TokenStream } from "./token-stream.ts";

/** What follows a value directly: `.name`, `.name(…)`, `.0`, `[key]`, `[from:to:step]`. */
export function parsePostfix(tokens: TokenStream, start: Node, expression: Parse): Node {
  let node = start;
  for (;;) {
    if (tokens.take(".")) node = parseMember(tokens, node, expression);
    else if (tokens.at("[")) node = parseSubscript(tokens, node, expression);
    else if (tokens.at("(")) tokens.fail("an operator", "only functions and methods can be called");
    else return node;
  }
}

function parseMember(tokens: TokenStream, target: Node, expression: Parse): Node {
  const token = tokens.current;
  const source = tokens.sourceOf(token);
  if (token.kind === "number") {
    const key: Node = { kind: "literal", source, value: Number(tokens.advance().text) };
    return { kind: "item", source, target, key };
  }
  const name = tokens.expectKind("name", "a name after the dot").text;
  if (!tokens.take("(")) return { kind: "attribute", source, target, name };
  return { kind: "method", source, target, name, args: parseArguments(tokens, expression) };
}

function parseSubscript(tokens: TokenStream, target: Node, expression: Parse): Node {
  const open = tokens.expect("[");
  const bounds: (Node | undefined)[] = [];
  let colons = 0;
  while (!tokens.at("]")) {
    if (!tokens.take(":")) bounds[colons] = expression(tokens);
    else if (++colons > 2) tokens.fail('"]"');
    if (!tokens.at(":") && !tokens.at("]") && bounds[colons]) tokens.fail('"]"');
  }
  const [from, to, step] = bounds;
  if (colons === 0 && !from) tokens.fail("a key or an index");
  const close = tokens.expect("]");
  const source = tokens.passage.locate(open.start, close.end);
  if (colons === 0 && from) return { kind: "item", source, target, key: from };
  return { kind: "slice", source, target, from, to, step };
}

/** What follows a value and its postfixes: `| filter(…)` and `is test …`, as often as they come. */
export function parseFilters(tokens: TokenStream, start: Node, expression: Parse): Node {
  let node = start;
  for (;;) {
    if (tokens.take("|")) node = parseFilter(tokens, node, expression);
    else if (tokens.take("is")) node = parseTest(tokens, node, expression);
    else return node;
  }
}

function parseFilter(tokens: TokenStream, value: Node, expression: Parse): Node {
  if (tokens.at("|")) tokens.fail("a filter's name", 'for alternatives, write "or"');
  const { name, source } = parseWord(tokens, "a filter's name");
  const args = tokens.take("(") ? parseArguments(tokens, expression) : [];
  return { kind: "filter", source, value, name, args };
}

function parseTest(tokens: TokenStream, value: Node, expression: Parse): Node {
  const negation = tokens.take("not");
  const { name, source } = parseWord(tokens, "a test's name");
  const args = tokens.take("(") ? parseArguments(tokens, expression) : parseBareArgument(tokens, expression);
  const test: Node = { kind: "test", source, value, name, args };
  return negation ? { kind: "not", source: tokens.sourceOf(negation), operand: test } : test;
}

/** A name that may have a collection in front: `ansible.builtin.combine`. */
function parseWord(tokens: TokenStream, wanted: string): { name: string; source: Node["source"] } {
  const first = tokens.expectKind("name", wanted);
  let name = first.text;
  let { end } = first;
  while (tokens.take(".")) {
    const part = tokens.expectKind("name", wanted);
    name += `.${part.text}`;
    end = part.end;
  }
  return { name, source: tokens.passage.locate(first.start, end) };
}

/** `is divisibleby 3`, `is version "1.2"`: one argument without parentheses. */
function parseBareArgument(tokens: TokenStream, expression: Parse): Node<"test">["args"] {
  const { kind } = tokens.current;
  const starts = kind === "number" || kind === "string" || tokens.at("[") || tokens.at("{");
  if (!starts && (kind !== "name" || tokens.atKeyword())) return [];
  const value = parsePostfix(tokens, parsePrimary(tokens, expression), expression);
  return [{ form: "positional", name: "", value }];
}
