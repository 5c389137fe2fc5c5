import { describe, expect, it } from "vitest";
import { errorOf, filter } from "./calling.ts";
import { holdsRows } from "./rows.ts";
import { NoAnswer } from "../../engine/vocabulary/contract.ts";

describe("list filters", () => {
  holdsRows([
    ["length", ["a", "b"], [], 2],
    ["length", { a: 1 }, [], 1],
    ["count", "héé", [], 3],
    ["first", ["a", "b"], [], "a"],
    ["first", [null], [], null],
    ["last", "abc", [], "c"],
    ["list", { a: 1, b: 2 }, [], ["a", "b"]],
    ["reverse", [1, 2], [], [2, 1]],
    ["reverse", "ab", [], "ba"],
    ["join", ["a", 1, true], [","], "a,1,True"],
    ["join", [{ n: "a" }, { n: "b" }], [" "], "a b", { attribute: "n" }],
    ["flatten", [1, [2, [3, null]]], [], [1, 2, 3]],
    ["flatten", [1, [2, [3]]], [1], [1, 2, [3]]],
    ["flatten", [null, [1]], [], [null, 1], { skip_nulls: false }],
    ["batch", [1, 2, 3], [2], [[1, 2], [3]]],
    [
      "batch",
      [1, 2, 3],
      [2, 0],
      [
        [1, 2],
        [3, 0],
      ],
    ],
    ["slice", [1, 2, 3, 4, 5], [3], [[1, 2], [3, 4], [5]]],
    [
      "slice",
      [1, 2, 3, 4, 5],
      [3, "x"],
      [
        [1, 2],
        [3, 4],
        [5, "x"],
      ],
    ],
    [
      "product",
      ["a", "b"],
      [[1, 2]],
      [
        ["a", 1],
        ["a", 2],
        ["b", 1],
        ["b", 2],
      ],
    ],
    [
      "product",
      [0, 1],
      [],
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      { repeat: 2 },
    ],
    [
      "zip",
      [1, 2, 3],
      [["a", "b"]],
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    [
      "zip_longest",
      [1, 2],
      [["a"]],
      [
        [1, "a"],
        [2, "-"],
      ],
      { fillvalue: "-" },
    ],
    ["unique", ["b", "a", "b"], [], ["b", "a"]],
    ["unique", ["a", "A"], [], ["a"]],
    ["unique", ["a", "A"], [], ["a", "A"], { case_sensitive: true }],
    [
      "unique",
      [
        { n: 1, v: 1 },
        { n: 1, v: 2 },
      ],
      [],
      [{ n: 1, v: 1 }],
      { attribute: "n" },
    ],
    ["intersect", [3, 1, 2, 1], [[1, 3]], [3, 1]],
    ["difference", ["a", "b", "a", "c"], [["b"]], ["a", "c"]],
    ["difference", [1, "1"], [[1]], ["1"]],
    ["union", ["a", "b"], [["b", "c"]], ["a", "b", "c"]],
    ["symmetric_difference", [1, 2], [[2, 3]], [1, 3]],
    ["sort", ["b", "C", "a"], [], ["a", "b", "C"]],
    ["sort", [10, 9, 2], [true], [10, 9, 2]],
    ["sort", ["b", "C", "a"], [], ["C", "a", "b"], { case_sensitive: true }],
    ["sort", [{ n: 2 }, { n: 1 }], [], [{ n: 1 }, { n: 2 }], { attribute: "n" }],
    ["min", [3, 1, 2], [], 1],
    ["max", ["a", "C", "b"], [], "C"],
    ["max", [{ n: 1 }, { n: 5 }], [], { n: 5 }, { attribute: "n" }],
    ["sum", [1, 2.5], [], 3.5],
    ["sum", [{ n: 1 }, { n: 2 }], ["n", 10], 13],
    [
      "subelements",
      [{ n: 1, k: ["a", "b"] }],
      ["k"],
      [
        [{ n: 1, k: ["a", "b"] }, "a"],
        [{ n: 1, k: ["a", "b"] }, "b"],
      ],
    ],
    ["subelements", [{ n: 1 }], ["k", true], []],
  ]);

  it("has no first item of an empty list", () => {
    expect(() => filter("first", [])).toThrow(NoAnswer);
  });

  it("cannot order numbers and texts", () => {
    expect(errorOf(() => filter("sort", [1, "a"])).code).toBe("BAD_VALUE");
  });

  it("picks the same items for the same seed", () => {
    const picked = [1, 2, 3].map((seed) => filter("random", ["a", "b", "c", "d"], { named: { seed } }));
    expect(picked).toEqual(
      [1, 2, 3].map((seed) => filter("random", ["a", "b", "c", "d"], { named: { seed } })),
    );
    const shuffled = filter("shuffle", [1, 2, 3, 4, 5], { named: { seed: "host1" } });
    expect(shuffled).not.toEqual([1, 2, 3, 4, 5]);
    expect(filter("sort", shuffled)).toEqual([1, 2, 3, 4, 5]);
  });

  it("draws numbers within bounds", () => {
    const drawn = Array.from({ length: 200 }, (_, seed) =>
      filter("random", 10, { named: { start: 4, step: 3, seed } }),
    );
    expect(new Set(drawn)).toEqual(new Set([4, 7]));
  });
});
