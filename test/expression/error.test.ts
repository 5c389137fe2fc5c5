import { describe, expect, test } from "vitest";
import { errorOf, valueOf, wordErrorsOf } from "./support.ts";

const variables = { name: "etcd", port: 2379, list: [1], map: { address: "::1", port: 1 }, nothing: null };

describe("syntax", () => {
  test.each([
    ["", "", "expected a value, found the end"],
    ["1 +", "+", "expected a value, found the end"],
    ["a b", "b", 'expected an operator or the end, found "b"'],
    ["a = 1", "=", 'expected an operator or the end, found "="'],
    ["(1, 2", "2", 'expected "," or ")", found the end'],
    ["[1 2]", "2", 'expected "," or "]", found "2"'],
    ["{'a' 1}", "1", 'expected ":", found "1"'],
    ["a.", ".", "expected a name after the dot, found the end"],
    ["a[]", "]", 'expected a key or an index, found "]"'],
    ["a[1 2]", "2", 'expected "]", found "2"'],
    ["a | ", "|", "expected a filter's name, found the end"],
    ["a || b", "|", 'expected a filter\'s name, found "|"'],
    ["a is", "is", "expected a test's name, found the end"],
    ["a and and b", "and", 'expected a value, found "and"'],
    ["'open", "'open", "a string is not closed"],
    ["a && b", "&", '"&" means nothing in an expression'],
    ["!a", "!", '"!" means nothing in an expression'],
    ["a ? b", "?", '"?" means nothing in an expression'],
    ["a.b(1)(2)", "(", 'expected an operator, found "("'],
    ["f(1", "1", 'expected "," or ")", found the end'],
    ["a if", "if", "expected a value, found the end"],
  ])("%s", (text, at, message) => {
    expect(errorOf(() => valueOf(text, variables))).toMatchObject({ code: "EXPRESSION_SYNTAX", at, message });
  });
});

test("brackets that are nested too deeply are an error, not a crash", () => {
  const error = errorOf(() => valueOf("(".repeat(100_000)));
  expect(error).toMatchObject({ code: "EXPRESSION_SYNTAX", at: "(" });
});

describe("what is not defined", () => {
  test.each([
    ["nmae", "nmae", 'did you mean "name"?'],
    ["1 + nmae.length", "nmae", 'did you mean "name"?'],
    ["map.adress", "adress", 'did you mean "address"?'],
    ["map['adress']", "['adress']", 'did you mean "address"?'],
    ["map.a.b.c", "a", undefined],
    ["nothing.x", "x", undefined],
    ["list[3]", "[3]", undefined],
    ["missing == 1", "missing", undefined],
    ["not missing", "missing", undefined],
    ["missing | upper", "missing", undefined],
    ["[missing]", "missing", undefined],
    ["'x' in missing.stdout", "missing", undefined],
    ["missing or 1", "missing", undefined],
    ["nope | default(missing)", "missing", undefined],
    ["1 if false", "if", undefined],
    ["missing is none", "missing", undefined],
    ["range(missing)", "missing", undefined],
  ])("%s", (text, at, hint) => {
    const error = errorOf(() => valueOf(text, variables));
    expect(error).toMatchObject({ code: "UNDEFINED_VARIABLE", at, hint });
  });
});

test("a missing member is told with the path to where it is missing", () => {
  const messageOf = (text: string): string => errorOf(() => valueOf(text, variables)).message;
  expect(messageOf("map.adress")).toBe('"map" (dict) has no "adress"');
  expect(messageOf("nothing.x.y")).toBe('"nothing" (null) has no "x"');
  expect(messageOf("[map][0].x")).toBe('this dict has no "x"');
});

describe("values that do not fit", () => {
  test.each([
    ["name < port", "<"],
    ["name + port", "+"],
    ["name - 1", "-"],
    ["[1] + 'a'", "+"],
    ["1 / 0", "/"],
    ["1 // 0", "//"],
    ["1 % 0", "%"],
    ["0 ** -1", "**"],
    ["-name", "-"],
    ["1 in 5", "in"],
    ["1 not in name", "not"],
    ["port | upper", "upper"],
    ["port.upper()", "upper"],
    ["name.get('a')", "get"],
    ["name.index('z')", "index"],
    ["','.join([1])", "join"],
    ["port[1:]", "[1:]"],
    ["list['a':]", "['a':]"],
    ["list[::0]", "[::0]"],
    ["echo(*1)", "1"],
  ])("%s", (text, at) => {
    expect(errorOf(() => valueOf(text, variables))).toMatchObject({ code: "BAD_VALUE", at });
  });
});

describe("words that do not exist are found when compiling", () => {
  test.each([
    ["a | uper", "UNKNOWN_FILTER", "uper", 'did you mean "upper"?'],
    ["a | community.general.upper", "UNKNOWN_FILTER", "community.general.upper", undefined],
    ["a is defind", "UNKNOWN_TEST", "defind", 'did you mean "defined"?'],
    ["rang(3)", "UNKNOWN_FUNCTION", "rang", 'did you mean "range"?'],
    ["a.uper()", "UNKNOWN_FUNCTION", "uper", 'did you mean "upper"?'],
    ["a.append(1)", "UNKNOWN_FUNCTION", "append", "values do not change: write list + [item]"],
    ["a | map('uper')", "UNKNOWN_FILTER", "'uper'", 'did you mean "upper"?'],
    ["a | select('od')", "UNKNOWN_TEST", "'od'", 'did you mean "odd"?'],
    ["lookup('fiel', 'x')", "UNKNOWN_FUNCTION", "'fiel'", 'did you mean "file"?'],
    ["a | constructor", "UNKNOWN_FILTER", "constructor", undefined],
  ])("%s", (text, code, at, hint) => {
    expect(wordErrorsOf(text)).toMatchObject([{ code, at, hint }]);
  });

  test("all of them, wherever they stand", () => {
    const text = "(a | f1).x[b | f2 : c is t1] if {'k': [g1(-d | f3)]} else (e, 1 < h | f4 ~ i.m1(k=j | f5))";
    expect(wordErrorsOf(text).map(({ at }) => at)).toEqual(["f1", "f2", "t1", "g1", "f3", "f4", "m1", "f5"]);
  });
});
