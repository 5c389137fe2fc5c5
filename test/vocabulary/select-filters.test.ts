import { describe, expect, it } from "vitest";
import type { Value, ValueMap } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { errorOf, filter, plain } from "./calling.ts";

describe("filters that choose items", () => {
  const users = [
    { name: "a", admin: true, uid: 1 },
    { name: "b", admin: false, uid: 2 },
    { name: "c", uid: 3 },
  ];
  const named = (name: string, args: readonly Value[] = [], options: ValueMap = {}) =>
    plain(filter("map", filter(name, users, { args, named: options }), { named: { attribute: "name" } }));

  it("selects by truth, by test and by a test with arguments", () => {
    expect(named("selectattr", ["admin"])).toEqual(["a"]);
    expect(named("rejectattr", ["admin"])).toEqual(["b", "c"]);
    expect(named("selectattr", ["admin", "defined"])).toEqual(["a", "b"]);
    expect(named("selectattr", ["uid", "ge", 2])).toEqual(["b", "c"]);
    expect(filter("select", [0, 1, "", "x"])).toEqual([1, "x"]);
    expect(filter("select", ["ab", "b"], { args: ["match", "a"] })).toEqual(["ab"]);
    expect(filter("reject", [1, 2, 3], { args: ["odd"] })).toEqual([2]);
  });

  it("maps by attribute, with a default, and by filter with arguments", () => {
    expect(filter("map", users, { named: { attribute: "admin", default: "-" } })).toEqual([true, false, "-"]);
    expect(filter("map", ["a.x", "b.x"], { args: ["replace", ".x", ""] })).toEqual(["a", "b"]);
    expect(filter("map", [[1], []], { args: ["default", "none", true] })).toEqual([[1], "none"]);
    expect(filter("map", [{ a: [{ b: 1 }] }], { named: { attribute: "a.0.b" } })).toEqual([1]);
    expect(errorOf(() => filter("map", users, { named: { attribute: "admin" } })).code).toBe(
      "UNDEFINED_VARIABLE",
    );
  });

  it("keeps what is known apart from what is not", () => {
    const unknown = new Unknown("output of a command");
    expect(filter("length", [unknown, 1])).toBe(2);
    expect(filter("first", [1, unknown])).toBe(1);
    expect(filter("length", unknown)).toBe(unknown);
    expect(filter("map", [{ name: "a", out: unknown }], { named: { attribute: "name" } })).toEqual(["a"]);
    expect(filter("select", [1, unknown])).toBe(unknown);
    expect(filter("default", unknown, { args: ["x"] })).toBe(unknown);
    expect(filter("default", "x", { args: [unknown] })).toBe("x");
    expect(filter("default", undefined, { args: [unknown] })).toBe(unknown);
    expect(filter("ternary", true, { args: ["yes", unknown] })).toBe("yes");
  });
});
