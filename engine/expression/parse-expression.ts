import type { Comparand, ComparisonOperator, Node } from "./node.ts";
import { parseArithmetic } from "./parse-arithmetic.ts";
import type { Passage } from "./passage.ts";
import { TokenStream } from "./token-stream.ts";

/** The whole passage as one expression. Throws EXPRESSION_SYNTAX at the token that does not fit. */
export function parseExpression(passage: Passage): Node {
  const tokens = new TokenStream(passage);
  const node = parseChoice(tokens);
  tokens.expectEnd();
  return node;
}

/** Any expression: `a if b else c` and all that binds more tightly. */
export function parseChoice(tokens: TokenStream): Node {
  return tokens.nested(() => parseChoices(tokens));
}

function parseChoices(tokens: TokenStream): Node {
  let node = parseOr(tokens);
  for (;;) {
    const word = tokens.take("if");
    if (!word) return node;
    const test = parseOr(tokens);
    const whenFalse = tokens.take("else") ? parseChoice(tokens) : undefined;
    node = { kind: "choice", source: tokens.sourceOf(word), test, whenTrue: node, whenFalse };
  }
}

/** An expression without `if`, which may come after it: `for x in list if x`. */
export function parseOr(tokens: TokenStream): Node {
  return parseLogic(tokens, "or", () => parseLogic(tokens, "and", () => parseNot(tokens)));
}

function parseLogic(tokens: TokenStream, operator: "and" | "or", operand: () => Node): Node {
  let node = operand();
  for (;;) {
    const word = tokens.take(operator);
    if (!word) return node;
    node = { kind: "logic", source: tokens.sourceOf(word), operator, left: node, right: operand() };
  }
}

function parseNot(tokens: TokenStream): Node {
  const word = tokens.take("not");
  if (!word) return parseComparison(tokens);
  return { kind: "not", source: tokens.sourceOf(word), operand: parseNot(tokens) };
}

const symbols: readonly ComparisonOperator[] = ["==", "!=", "<=", ">=", "<", ">", "in"];

function parseComparison(tokens: TokenStream): Node {
  const first = parseArithmetic(tokens, parseChoice);
  const rest: Comparand[] = [];
  for (;;) {
    const { current } = tokens;
    const operator = takeComparison(tokens);
    if (operator === undefined) break;
    const source = tokens.sourceOf(current);
    rest.push({ operator, source, right: parseArithmetic(tokens, parseChoice) });
  }
  const [compared] = rest;
  return compared ? { kind: "comparison", source: compared.source, first, rest } : first;
}

function takeComparison(tokens: TokenStream): ComparisonOperator | undefined {
  const operator = symbols.find((symbol) => tokens.take(symbol));
  if (operator !== undefined || !tokens.at("not") || tokens.peek(1).text !== "in") return operator;
  tokens.advance();
  tokens.advance();
  return "not in";
}
