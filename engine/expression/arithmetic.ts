import { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";
import { isList, typeName, Unknown } from "../model/value.ts";
import type { ArithmeticOperator } from "./node.ts";

/** Python's arithmetic: `+` also joins texts and lists, `*` repeats them. Throws BAD_VALUE without a source. */
export function calculate(left: Value, operator: ArithmeticOperator, right: Value): Value {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  const value = joined(left, operator, right) ?? repeated(left, operator, right);
  if (value !== undefined) return value;
  const [first, second] = [numeric(left), numeric(right)];
  if (first === undefined || second === undefined) throw mismatch(left, operator, right);
  const result = operations[operator](first, second);
  if (Number.isFinite(result)) return result;
  throw new PlayError("BAD_VALUE", `"${operator}" of ${first} and ${second} is not a number`);
}

const operations: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / divisor(right),
  "//": (left, right) => Math.floor(left / divisor(right)),
  "%": modulo,
  "**": (left, right) => left ** right,
};

// The result takes the sign of the divisor, as in Python; JavaScript's takes that of the dividend.
function modulo(left: number, right: number): number {
  const rest = left % divisor(right);
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
}

function divisor(value: number): number {
  if (value === 0) throw new PlayError("BAD_VALUE", "division by zero");
  return value;
}

/** The value as a number; true counts as 1, as in Python. */
export function numeric(value: Value): number | undefined {
  if (typeof value === "boolean") return Number(value);
  return typeof value === "number" ? value : undefined;
}

function joined(left: Value, operator: ArithmeticOperator, right: Value): Value | undefined {
  if (operator !== "+") return undefined;
  if (typeof left === "string" && typeof right === "string") return left + right;
  return isList(left) && isList(right) ? [...left, ...right] : undefined;
}

function repeated(left: Value, operator: ArithmeticOperator, right: Value): Value | undefined {
  if (operator !== "*") return undefined;
  if (typeof left === "number" && typeof right !== "number") return repeated(right, operator, left);
  if (typeof right !== "number" || !Number.isInteger(right)) return undefined;
  const count = Math.max(0, right);
  if (typeof left === "string") return left.repeat(count);
  return isList(left) ? Array.from({ length: count }, () => left).flat() : undefined;
}

function mismatch(left: Value, operator: ArithmeticOperator, right: Value): PlayError {
  const message = `"${operator}" cannot work with ${typeName(left)} and ${typeName(right)}`;
  const texts = typeof left === "string" || typeof right === "string";
  return new PlayError("BAD_VALUE", message, { hint: texts ? textHint(operator) : undefined });
}

function textHint(operator: ArithmeticOperator): string {
  return operator === "+"
    ? "join texts with ~, or convert with the filter int"
    : "convert the text with the filter int or float";
}
