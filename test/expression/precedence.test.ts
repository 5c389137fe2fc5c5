import { describe, expect, test } from "vitest";
import { valueOf } from "./support.ts";

const variables = {
  a: { b: [{ c: "deep" }] },
  b: [1],
  d: "fallback",
  e: true,
  f: "other",
  x: 3,
  y: { stdout: "x marks the spot", rc: 0 },
  text: "abc",
  list: [1, 2, 3],
};

/** Each pair means the same. */
const pairs: readonly (readonly [string, string])[] = [
  ["not 5 in b", "not (5 in b)"],
  ["not 1 == 2", "not (1 == 2)"],
  ["not x is defined", "not (x is defined)"],
  ["not false and false", "(not false) and false"],
  ["true or false and false", "true or (false and false)"],
  ["1 + 2 * 3", "1 + (2 * 3)"],
  ["2 * 3 % 4", "(2 * 3) % 4"],
  ["10 - 4 - 3", "(10 - 4) - 3"],
  ["2 ** 3 ** 2", "(2 ** 3) ** 2"],
  ["-2 ** 2", "(-2) ** 2"],
  ["2 ** -1", "2 ** (-1)"],
  ["-x", "0 - x"],
  ["-1 | abs", "(-1) | abs"],
  ["1 + -1 | abs", "1 + ((-1) | abs)"],
  ["text ~ 'b' | upper", "text ~ ('b' | upper)"],
  ["'a' ~ 1 * 2", "'a' ~ (1 * 2)"],
  ["list | length > 2", "(list | length) > 2"],
  ["list | length + 1", "(list | length) + 1"],
  ["1 + list | length", "1 + (list | length)"],
  ["text | upper == 'ABC'", "(text | upper) == 'ABC'"],
  ["text | default('') | length > 0 and x > 2", "((text | default('')) | length > 0) and (x > 2)"],
  ["x == 3 if e else f", "(x == 3) if e else f"],
  ["a.b[0].c | default(d) if e else f", "(a.b[0].c | default(d)) if e else f"],
  ["1 if e else 2 if e else 3", "1 if e else (2 if e else 3)"],
  ["1 if not e else 2 or 3", "1 if (not e) else (2 or 3)"],
  ["x is defined and x > 2", "(x is defined) and (x > 2)"],
  ["x is defined or missing", "(x is defined) or missing"],
  ["x is divisibleby 3 and e", "(x is divisibleby(3)) and e"],
  ["x is defined if e else f", "(x is defined) if e else f"],
  ["x + 1 is divisibleby 1", "x + (1 is divisibleby(1))"],
  ["'x' in y.stdout and z is not defined", "('x' in y.stdout) and (z is not defined)"],
  ["'x' ~ ' marks' in y.stdout", "('x' ~ ' marks') in y.stdout"],
  ["1 in list == true", "(1 in list) and (list == true)"],
  ["1 < 2 == 2", "(1 < 2) and (2 == 2)"],
  ["3 > 2 > 1 and not 1 > 2", "((3 > 2) and (2 > 1)) and (not (1 > 2))"],
  ["y.rc != 0 or 'spot' not in y.stdout", "(y.rc != 0) or ('spot' not in y.stdout)"],
  ["y.stdout.split(' ')[0] | upper ~ '!'", "((y.stdout.split(' '))[0] | upper) ~ '!'"],
  ["{'k': x}.k + 1", "({'k': x}).k + 1"],
  ["[1, 2][-1] - 1", "([1, 2])[-1] - 1"],
  ["text[0] | upper ~ text[1:]", "(text[0] | upper) ~ (text[1:])"],
];

describe("precedence is Jinja's", () => {
  test.each(pairs)("%s is %s", (plain, spelledOut) => {
    expect(valueOf(plain, variables)).toEqual(valueOf(spelledOut, variables));
  });

  test("a power of a negative number is the number's, and powers go from left to right", () => {
    expect(valueOf("-2 ** 2")).toBe(4);
    expect(valueOf("2 ** 3 ** 2")).toBe(64);
  });
});
