import { describe, expect, it } from "vitest";
import type { Value } from "../../engine/model/value.ts";
import { errorOf, test } from "./calling.ts";

type Row = [name: string, value: Value, args: readonly Value[], expected: boolean];

describe("tests", () => {
  it.each<Row>([
    ["none", null, [], true],
    ["string", "a", [], true],
    ["string", 1, [], false],
    ["number", 1.5, [], true],
    ["number", "1", [], false],
    ["integer", 1, [], true],
    ["integer", true, [], false],
    ["float", 1.5, [], true],
    ["boolean", false, [], true],
    ["mapping", { a: 1 }, [], true],
    ["mapping", [1], [], false],
    ["iterable", "a", [], true],
    ["iterable", 5, [], false],
    ["sequence", [1], [], true],
    ["true", true, [], true],
    ["true", 1, [], false],
    ["false", false, [], true],
    ["truthy", "no", [], true],
    ["truthy", "no", [true], false],
    ["falsy", [], [], true],
    ["falsy", {}, [], true],
    ["eq", 1, [true], true],
    ["eq", 1, ["1"], false],
    ["==", { a: [1, { b: 2 }], c: 1 }, [{ c: 1, a: [1, { b: 2 }] }], true],
    ["equalto", "a", ["a"], true],
    ["ne", "a", ["b"], true],
    ["gt", 2, [10], false],
    ["greaterthan", "b", ["a"], true],
    ["lt", [1, 2], [[1, 3]], true],
    ["ge", 2, [2], true],
    ["le", 3, [2], false],
    ["sameas", 1, [true], false],
    ["in", "a", [["a", "b"]], true],
    ["in", "etc", ["/etc/hosts"], true],
    ["in", "a", [{ a: 1 }], true],
    ["in", "toString", [{ a: 1 }], false],
    ["contains", [1, 2], [2], true],
    ["subset", [1, 2], [[1, 2, 3]], true],
    ["subset", [1, 4], [[1, 2, 3]], false],
    ["superset", [1, 2, 3], [[1]], true],
    ["all", [1, "a"], [], true],
    ["any", [0, ""], [], false],
    ["divisibleby", 9, [3], true],
    ["odd", -3, [], true],
    ["even", 3, [], false],
    ["lower", "abc1", [], true],
    ["lower", "Abc", [], false],
    ["lower", "123", [], false],
    ["upper", "ABC", [], true],
    ["version", "1.28.10", ["1.28.9", ">"], true],
    ["version", "v1.28.0", ["1.27", ">="], true],
    ["version", "1.2", ["1.2.0", "=="], false],
    ["version", "1.2", ["1.2.0", "eq", true], true],
    ["version", "1.2", ["1.10", "lt"], true],
    ["version", "5.4.0-150-generic", ["5.4.0", ">="], true],
    ["version", "20.10.7-ce", ["20.10.7", ">="], true],
    ["version", "1.0.0-rc.1", ["1.0.0", "<", false, "semver"], true],
    ["version", "1.0.0-alpha.10", ["1.0.0-alpha.9", ">", false, "semver"], true],
    ["version", "1.0.0-alpha", ["1.0.0-1", ">", false, "semver"], true],
    ["version", "1.0.0+build", ["1.0.0", "==", false, "semver"], true],
    ["version", "1.2a1", ["1.2", "<", true], true],
    ["version_compare", "2.0", ["2.0", "!="], false],
    ["failed", { failed: true }, [], true],
    ["succeeded", { changed: false }, [], true],
    ["success", { failed: true }, [], false],
    ["changed", { changed: true }, [], true],
    ["changed", { results: [{ changed: false }, { changed: true }] }, [], true],
    ["skipped", { skipped: true }, [], true],
    ["unreachable", {}, [], false],
    ["finished", { finished: 1 }, [], true],
    ["directory", "/", [], true],
    ["file", "/", [], false],
    ["exists", "/nonexistent", [], false],
    ["link", "/nonexistent", [], false],
    ["abs", "a/b", [], false],
  ])("%s of %j with %j is %j", (name, value, args, expected) => {
    expect(test(name, value, { args })).toBe(expected);
  });

  it("knows defined from undefined, and null as defined", () => {
    expect(test("defined", undefined)).toBe(false);
    expect(test("defined", null)).toBe(true);
    expect(test("undefined", undefined)).toBe(true);
    expect(test("none", undefined)).toBe(false);
  });

  it.each<[string, Value, readonly Value[]]>([
    ["version", "1.0", ["2.0", "=~"]],
    ["version", "1.x", ["2.0.0", "<", false, "semver"]],
    ["version", "abc", ["1.0", "<", true]],
    ["gt", "a", [1]],
    ["failed", "text", []],
    ["in", 1, [5]],
    ["divisibleby", "x", [2]],
    ["odd", null, []],
  ])("%s of %j with %j is an error", (name, value, args) => {
    expect(errorOf(() => test(name, value, { args })).code).toBe("BAD_VALUE");
  });
});
