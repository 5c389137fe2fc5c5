import { describe, expect, test } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { lazyMap } from "../../engine/model/lazy-map.ts";
import { valueOf } from "./support.ts";

describe("methods", () => {
  test.each<[string, Value]>([
    ["' a  b '.split()", ["a", "b"]],
    ["'a b c'.split(maxsplit=1)", ["a", "b c"]],
    ["'a,b,c'.split(',')", ["a", "b", "c"]],
    ["'a,b,c'.split(',', 1)", ["a", "b,c"]],
    ["'a,b,c'.rsplit(',', 1)", ["a,b", "c"]],
    ["'a b c'.rsplit(none, 1)", ["a b", "c"]],
    [String.raw`'a\nb\r\nc\n'.splitlines()`, ["a", "b", "c"]],
    ["' a '.strip()", "a"],
    ["'xxaxx'.strip('x')", "a"],
    ["'xxaxx'.lstrip('x')", "axx"],
    ["'xxaxx'.rstrip('x')", "xxa"],
    ["'v1.2'.lstrip('v')", "1.2"],
    ["'abc'.find('c')", 2],
    ["'abc'.find('z')", -1],
    ["'abc'.index('c')", 2],
    ["'banana'.count('an')", 2],
    ["'a-b-c'.replace('-', '+')", "a+b+c"],
    ["'a-b-c'.replace('-', '', 1)", "ab-c"],
    ["'abc'.startswith('ab')", true],
    ["'abc'.startswith(('x', 'a'))", true],
    ["'abc'.endswith('x')", false],
    ["'abc'.removeprefix('a')", "bc"],
    ["'abc'.removeprefix('x')", "abc"],
    ["'abc'.removesuffix('c')", "ab"],
    ["'aBc'.upper()", "ABC"],
    ["'aBc'.lower()", "abc"],
    ["'hello big world'.title()", "Hello Big World"],
    ["'hELLO'.capitalize()", "Hello"],
    ["'12'.isdigit()", true],
    ["''.isdigit()", false],
    ["'-'.join(['a', 'b'])", "a-b"],
    ["'7'.zfill(3)", "007"],
    ["'{} {}'.format('a', 1)", "a 1"],
    ["'{1}{0}{name}'.format('a', 'b', name='c')", "bac"],
    ["'{0:03d}|{0:>4}|{1:<4}|{1:^4}|{{}}'.format(7, 'x')", "007|   7|x   | x  |{}"],
    ["'{:.2f} {:x}'.format(1.239, 255)", "1.24 ff"],
    ["[1, 2, 1].count(1)", 2],
    ["['a', 'b'].index('b')", 1],
    ["{'a': 1}.keys()", ["a"]],
    ["{'a': 1}.values()", [1]],
    ["{'a': 1}.items()", [["a", 1]]],
    ["{'a': 1}.get('a')", 1],
    ["{'a': 1}.get('b')", null],
    ["{'a': 1}.get('b', 2)", 2],
    ["{'a': none}.get('a', 2)", null],
    ["{}.get('constructor', 'safe')", "safe"],
  ])("%s", (text, value) => expect(valueOf(text)).toEqual(value));
});

test("the keys of a lazy map are told without making its values", () => {
  const hostvars = lazyMap({
    names: () => ["a", "b"],
    get: (name) => {
      if (name === "b") throw new TypeError("made");
      return 1;
    },
  });
  expect(valueOf("hostvars.keys()", { hostvars })).toEqual(["a", "b"]);
  expect(valueOf("hostvars.a if hostvars else 0", { hostvars })).toBe(1);
});
