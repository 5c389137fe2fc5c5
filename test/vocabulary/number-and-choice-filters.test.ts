import { describe, expect, it } from "vitest";
import { errorOf, filter } from "./calling.ts";
import { holdsRows } from "./rows.ts";

describe("filters of numbers and choice", () => {
  holdsRows([
    ["int", "42", [], 42],
    ["int", " 4.9 ", [], 4],
    ["int", "x", [], 0],
    ["int", "x", [7], 7],
    ["int", true, [], 1],
    ["int", "0x1f", [0, 16], 31],
    ["int", "777", [0, 8], 511],
    ["float", "1.5", [], 1.5],
    ["float", "", [2.5], 2.5],
    ["abs", -3, [], 3],
    ["round", 2.5, [], 2],
    ["round", 3.5, [], 4],
    ["round", 1.25, [1, "ceil"], 1.3],
    ["round", 1.29, [1, "floor"], 1.2],
    ["round", 2.567, [2], 2.57],
    ["pow", 2, [10], 1024],
    ["root", 9, [], 3],
    ["log", 1000, [10], 3],
    ["human_readable", 1536, [], "1.50 KB"],
    ["human_readable", 10, [], "10.00 Bytes"],
    ["human_readable", 1_048_576, [], "1024.00 KB", { unit: "K" }],
    ["human_to_bytes", "1.5G", [], 1_610_612_736],
    ["human_to_bytes", "2 MiB", [], 2_097_152],
    ["human_to_bytes", "10", ["K"], 10_240],
    ["bool", "Yes", [], true],
    ["bool", "false", [], false],
    ["bool", 1, [], true],
    ["bool", "2", [], false],
    ["bool", null, [], null],
    ["ternary", "x", ["a", "b"], "a"],
    ["ternary", [], ["a", "b"], "b"],
    ["ternary", null, ["a", "b", "c"], "c"],
    ["type_debug", "x", [], "str"],
    ["type_debug", { a: 1 }, [], "dict"],
    ["type_debug", null, [], "NoneType"],
    ["default", "", ["x"], ""],
    ["default", "", ["x", true], "x"],
    ["default", null, ["x"], null],
  ]);

  it("gives a default for what is missing, and insists with mandatory", () => {
    expect(filter("default", undefined)).toBe("");
    expect(filter("default", undefined, { args: [null] })).toBe(null);
    expect(filter("d", undefined, { args: [[]] })).toEqual([]);
    expect(errorOf(() => filter("mandatory", undefined, { args: ["set vip"] }))).toMatchObject({
      code: "UNDEFINED_VARIABLE",
      message: "set vip",
    });
    expect(filter("mandatory", 0)).toBe(0);
  });
});
