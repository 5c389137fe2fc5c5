import { describe, expect, test } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { valueOf } from "./support.ts";
import { unknown } from "./tiny-vocabulary.ts";

const variables: Readonly<Record<string, Value>> = {
  u: unknown,
  t: true,
  f: false,
  list: [unknown, 1, 2],
  map: { known: "k", later: unknown },
  text: "abc",
};

describe("unknown if it decides", () => {
  test.each([
    "u",
    "u and t",
    "t and u",
    "u or f",
    "f or u",
    "u and u",
    "not u",
    "u and missing",
    "u and 1 / 0",
    "u or missing.x",
    "u == 1",
    "u != 1",
    "u < 1",
    "1 < u < 3",
    "u.stdout.x[0]",
    "u['a']",
    "u[1:]",
    "text[u]",
    "u.split(',')",
    "text.split(u)",
    "u | upper",
    "u | int + 1",
    "u | default('x')",
    "text ~ u",
    "u + 1",
    "-u",
    "'%s' % u",
    "1 if u else 2",
    "u in [1]",
    "3 in list",
    "'a' in u",
    "list == [0, 1, 2]",
    "map == {'known': 'k', 'later': 1}",
    "list < [1]",
    "u is odd",
    "list | join(',')",
    "range(u)",
    "list[0]",
    "map.later",
    "{u: 1}",
    "[3, 1] | select('divisibleby', u)",
    "list | select('odd')",
    "echo(*u)",
    "echo(**u)",
  ])("%s", (text) => expect(valueOf(text, variables)).toBeInstanceOf(Unknown));
});

describe("known whatever it is", () => {
  test.each<[string, Value]>([
    ["f and u", false],
    ["u and f", false],
    ["t or u", true],
    ["u or t", true],
    ["u and u and f", false],
    ["not (u and f)", true],
    ["1 < 2 < 1 < u", false],
    ["u < 1 > 2", false],
    ["list[1]", 1],
    ["list[1:]", [1, 2]],
    ["list.0 is defined", true],
    ["map.known", "k"],
    ["map.get('known')", "k"],
    ["map.keys()", ["known", "later"]],
    ["2 in list", true],
    ["'later' in map", true],
    ["list == [0, 1, 3]", false],
    ["list == []", false],
    ["map == {'known': 'other', 'later': 1}", false],
    ["u is defined", true],
    ["text if t else u", "abc"],
    ["text | default(u)", "abc"],
    ["not list", false],
  ])("%s", (text, value) => expect(valueOf(text, variables)).toEqual(value));
});

test("a list keeps its unknown items", () => {
  expect(valueOf("[1] + [u]", variables)).toEqual([1, unknown]);
});
