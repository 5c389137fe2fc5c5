import { describe, expect, it } from "vitest";
import type { ValueMap } from "../../engine/model/value.ts";
import { errorOf, filter } from "./calling.ts";
import { holdsRows } from "./rows.ts";

describe("dict filters", () => {
  holdsRows([
    ["combine", { a: 1, b: 2 }, [{ b: 3 }, { c: 4 }], { a: 1, b: 3, c: 4 }],
    ["combine", { a: { x: 1, y: 1 } }, [{ a: { y: 2 } }], { a: { y: 2 } }],
    ["combine", { a: { x: 1, y: 1 } }, [{ a: { y: 2 } }], { a: { x: 1, y: 2 } }, { recursive: true }],
    ["combine", [{ a: 1 }, { b: 2 }], [], { a: 1, b: 2 }],
    ["combine", { a: [1, 2] }, [{ a: [2, 3] }], { a: [1, 2, 2, 3] }, { list_merge: "append" }],
    ["combine", { a: [1, 2] }, [{ a: [2, 3] }], { a: [2, 3, 1, 2] }, { list_merge: "prepend" }],
    ["combine", { a: [1, 2] }, [{ a: [2, 3] }], { a: [1, 2, 3] }, { list_merge: "append_rp" }],
    ["combine", { a: [1, 2] }, [{ a: [2, 3] }], { a: [2, 3, 1] }, { list_merge: "prepend_rp" }],
    ["combine", { a: [1, 2] }, [{ a: [2, 3] }], { a: [1, 2] }, { list_merge: "keep" }],
    ["dict2items", { a: 1 }, [], [{ key: "a", value: 1 }]],
    ["dict2items", { a: 1 }, [], [{ n: "a", v: 1 }], { key_name: "n", value_name: "v" }],
    ["items2dict", [{ key: "a", value: 1 }], [], { a: 1 }],
    ["items2dict", [{ n: "a", v: 1 }], ["n", "v"], { a: 1 }],
    [
      "dict",
      [
        ["a", 1],
        ["b", 2],
      ],
      [],
      { a: 1, b: 2 },
    ],
    [
      "dictsort",
      { b: 1, a: 2 },
      [],
      [
        ["a", 2],
        ["b", 1],
      ],
    ],
    [
      "dictsort",
      { b: 1, a: 2 },
      [],
      [
        ["b", 1],
        ["a", 2],
      ],
      { by: "value" },
    ],
    ["extract", "a", [{ a: { b: [5] } }, ["b", 0]], 5],
    ["extract", 1, [["x", "y"]], "y"],
    ["extract", "n1.example", [{ "n1.example": { ip: "10.0.0.1" } }, "ip"], "10.0.0.1"],
    [
      "groupby",
      [
        { r: "b", n: 1 },
        { r: "a", n: 2 },
        { r: "b", n: 3 },
      ],
      ["r"],
      [
        ["a", [{ r: "a", n: 2 }]],
        [
          "b",
          [
            { r: "b", n: 1 },
            { r: "b", n: 3 },
          ],
        ],
      ],
    ],
  ]);

  it("keeps keys such as constructor and __proto__ plain", () => {
    const merged = filter("combine", filter("from_json", '{"__proto__": 1, "constructor": 2}'), {
      args: [{ a: 3 }],
    });
    expect(Object.entries(merged as ValueMap)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["a", 3],
    ]);
  });

  it("merges only dicts, and names the ways to merge lists", () => {
    expect(errorOf(() => filter("combine", { a: 1 }, { args: [[1]] })).message).toBe(
      `combine merges dicts, but is given int "1"`,
    );
    expect(errorOf(() => filter("combine", {}, { named: { list_merge: "add" } })).message).toContain(
      "append_rp",
    );
  });
});
