import { describe, expect, it } from "vitest";
import type { Value, ValueMap } from "../../engine/model/value.ts";
import { errorOf, filter, test } from "./calling.ts";

type Row = [name: string, text: string, args: readonly Value[], expected: Value, named?: ValueMap];

describe("regex filters", () => {
  it.each<Row>([
    ["regex_replace", "v1.28.3", ["^v(\\d+)\\.(\\d+).*$", "\\1-\\2"], "1-28"],
    ["regex_replace", "a=1", ["(?P<key>\\w)=", "\\g<key>: "], "a: 1"],
    ["regex_replace", "abc", ["b"], "ac"],
    ["regex_replace", "aaa", ["a", "b"], "bba", { count: 2 }],
    ["regex_replace", "Foo", ["foo", "$1 $&"], "$1 $&", { ignorecase: true }],
    ["regex_replace", "a\nb", ["^", "# "], "# a\n# b", { multiline: true }],
    ["regex_replace", "a,b", [",", "\\n"], "a\nb"],
    ["regex_search", "etcd Version: 3.5.9\n", ["[\\d.]+$"], "3.5.9"],
    ["regex_search", "abc", ["x"], null],
    ["regex_search", "host=a port=1", ["host=(\\w+) port=(?P<port>\\d+)", "\\1", "\\g<port>"], ["a", "1"]],
    ["regex_search", "a\r\nb", ["a.\nb"], "a\r\nb"],
    ["regex_search", "a\nb", ["(?s)a.b"], "a\nb"],
    ["regex_search", "ABC", ["(?i)b"], "B"],
    ["regex_search", "x]y", ["[]]y"], "]y"],
    ["regex_search", "a.b", ["[^]a]b"], ".b"],
    ["regex_search", "abab", ["(?P<x>ab)(?P=x)"], "abab"],
    ["regex_search", "line1\nline2", ["\\Aline\\d"], "line1"],
    ["regex_search", "one\ntwo", ["\\w+\\Z"], "two"],
    ["regex_search", "a$b", ["a[$]b"], "a$b"],
    ["regex_findall", "a1b22", ["\\d+"], ["1", "22"]],
    ["regex_findall", "a1b22", ["\\w(\\d)"], ["1", "2"]],
    [
      "regex_findall",
      "k=v,l=w",
      ["(\\w)=(\\w)"],
      [
        ["k", "v"],
        ["l", "w"],
      ],
    ],
    ["regex_escape", "a.b*c-d", [], "a\\.b\\*c\\-d"],
  ])("%s of %j with %j is %j", (...[name, text, args, expected, named = {}]) => {
    expect(filter(name, text, { args, named })).toEqual(expected);
  });

  it("does not search past a final newline with \\Z, but does with $", () => {
    expect(filter("regex_search", "a\n", { args: ["a\\Z"] })).toBeNull();
    expect(filter("regex_search", "a\n", { args: ["a$"] })).toBe("a");
    expect(filter("regex_search", "a\nb", { args: ["a$"] })).toBeNull();
  });

  it.each([["("], ["(?x)a b"], ["(?i:a)b"], ["a{2,1}"]])(
    "rejects the pattern %j with the reason",
    (pattern) => {
      const error = errorOf(() => filter("regex_search", "a", { args: [pattern] }));
      expect(error.code).toBe("BAD_VALUE");
      expect(error.message).toContain(pattern);
    },
  );

  it("rejects a group that the pattern has not", () => {
    expect(errorOf(() => filter("regex_replace", "a", { args: ["a", "\\2"] })).message).toContain("group 2");
    expect(errorOf(() => filter("regex_search", "a", { args: ["a", "1"] })).code).toBe("BAD_VALUE");
  });
});

describe("regex tests", () => {
  it.each<[string, string, string, boolean]>([
    ["match", "etcd-1", "etcd", true],
    ["match", "my-etcd", "etcd", false],
    ["match", "a\nb", "b", false],
    ["search", "my-etcd", "etcd$", true],
    ["search", "ETCD", "etcd", false],
    ["regex", "my-etcd", "etcd", true],
  ])("%s of %j with %j is %j", (name, text, pattern, expected) => {
    expect(test(name, text, { args: [pattern] })).toBe(expected);
  });

  it("takes options", () => {
    expect(test("search", "ETCD", { args: ["etcd"], named: { ignorecase: true } })).toBe(true);
    expect(test("match", "a\nb", { args: ["b"], named: { multiline: true } })).toBe(false);
    expect(test("regex", "ab", { args: ["a"], named: { match_type: "fullmatch" } })).toBe(false);
    expect(errorOf(() => test("match", ["a"], { args: ["a"] })).message).toBe("match tests text, not a list");
  });
});
