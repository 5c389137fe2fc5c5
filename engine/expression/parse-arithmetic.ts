import type { ArithmeticOperator, Node } from "./node.ts";
import type { Parse } from "./parse-arguments.ts";
import { parseFilters, parsePostfix } from "./parse-postfix.ts";
import { parsePrimary } from "./parse-primary.ts";
import type { TokenStream } from "./token-stream.ts";

/** Operators by how tightly they bind, loosest first (jinja.palletsprojects.com, and Jinja's parser). All go left to right. */
const levels: readonly (readonly (ArithmeticOperator | "~")[])[] = [
  ["+", "-"],
  ["~"],
  ["*", "/", "//", "%"],
  ["**"],
];

/** A sum and all that binds more tightly. */
export function parseArithmetic(tokens: TokenStream, expression: Parse): Node {
  return parseLevel(tokens, expression, 0);
}

function parseLevel(tokens: TokenStream, expression: Parse, level: number): Node {
  const operators = levels[level];
  if (!operators) return parseUnary(tokens, expression);
  let node = parseLevel(tokens, expression, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => tokens.at(candidate));
    if (operator === undefined) return node;
    const source = tokens.sourceOf(tokens.advance());
    const right = parseLevel(tokens, expression, level + 1);
    if (operator === "~") node = { kind: "concatenation", source, left: node, right };
    else node = { kind: "arithmetic", source, operator, left: node, right };
  }
}

// A sign binds more tightly than a filter and than a power: -1 | abs is 1, -2 ** 2 is 4.
function parseUnary(tokens: TokenStream, expression: Parse): Node {
  return parseFilters(tokens, parseSigned(tokens, expression), expression);
}

function parseSigned(tokens: TokenStream, expression: Parse): Node {
  const operator = tokens.at("-") ? "-" : "+";
  const sign = tokens.take(operator);
  if (!sign) return parsePostfix(tokens, parsePrimary(tokens, expression), expression);
  return { kind: "sign", source: tokens.sourceOf(sign), operator, operand: parseSigned(tokens, expression) };
}
