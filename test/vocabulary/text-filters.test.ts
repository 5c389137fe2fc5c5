import { describe, expect, it } from "vitest";
import { errorOf, filter } from "./calling.ts";
import { holdsRows } from "./rows.ts";

describe("text filters", () => {
  holdsRows([
    ["lower", "ETCD", [], "etcd"],
    ["lower", true, [], "true"],
    ["upper", "etcd", [], "ETCD"],
    ["capitalize", "foo BAR", [], "Foo bar"],
    ["title", "hello big-world", [], "Hello Big-World"],
    ["string", [1, "a", null], [], "[1, 'a', None]"],
    ["trim", "  a \n", [], "a"],
    ["trim", "xxaxx", ["x"], "a"],
    ["replace", "a.b.c", [".", "-"], "a-b-c"],
    ["replace", "a.b.c", [".", "-", 1], "a-b.c"],
    ["replace", "a$b", ["$", "$&"], "a$&b"],
    ["split", "a  b c", [], ["a", "b", "c"]],
    ["split", "a,b,,c", [","], ["a", "b", "", "c"]],
    ["split", "a=b=c", ["=", 1], ["a", "b=c"]],
    ["split", " a b  c ", [], ["a", "b", "c"]],
    ["split", "a b  c d", [], ["a", "b  c d"], { maxsplit: 1 }],
    ["quote", "it's", [], `'it'\\''s'`],
    ["quote", "", [], "''"],
    ["format", "%s-%03d", ["a", 7], "a-007"],
    ["format", "%.2f%%", [12.345], "12.35%"],
    ["format", "%x %5s|%-4s|", [255, "ab", "c"], "ff    ab|c   |"],
    ["format", "%05d", [-42], "-0042"],
    ["format", "%(a)s", [], "1", { a: 1 }],
    ["indent", "a\nb\n\nc", [2], "a\n  b\n\n  c"],
    ["indent", "a\nb", [2, true], "  a\n  b"],
    ["center", "ab", [6], "  ab  "],
    ["truncate", "foo bar baz qux", [9], "foo..."],
    ["truncate", "foo bar baz qux", [9, true], "foo ba..."],
    ["truncate", "short", [3], "short"],
    ["wordcount", "a bb, c", [], 3],
    ["comment", "one\ntwo", [], "#\n# one\n# two\n#"],
    ["comment", "one", ["cblock"], "/*\n *\n * one\n *\n */"],
    ["comment", "one", [], "; one", { decoration: "; ", prefix: "", postfix: "" }],
  ]);

  it("says what a filter takes when it is called wrongly", () => {
    expect(errorOf(() => filter("replace", "a", { args: ["a"] }))).toEqual({
      code: "BAD_VALUE",
      message: `replace needs "new"`,
      hint: "write it as replace(old, new, count?)",
    });
    expect(errorOf(() => filter("lower", "a", { args: [1] })).message).toBe(
      "lower is given too many arguments",
    );
    expect(errorOf(() => filter("sort", [], { named: { revers: true } })).hint).toBe(
      `did you mean "reverse"?`,
    );
    expect(errorOf(() => filter("format", "%d", { args: ["x"] })).code).toBe("BAD_VALUE");
    expect(errorOf(() => filter("format", "%s", { args: [1, 2] })).message).toContain("1 more than it uses");
  });
});
