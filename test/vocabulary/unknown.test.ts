import { describe, expect, it } from "vitest";
import { applyFilter, applyTest } from "../../engine/expression/apply-filter.ts";
import { emptyScope } from "../../engine/model/scope.ts";
import type { Value } from "../../engine/model/value.ts";
import { Unknown } from "../../engine/model/value.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";

const unknown = new Unknown("output of a command");
const surroundings = { scope: emptyScope, vocabulary };

type Row = [name: string, value: Value, args: readonly Value[], expected: Value];

describe("words among unknown values", () => {
  it.each<Row>([
    ["length", [unknown], [], 1],
    ["length", unknown, [], unknown],
    ["upper", unknown, [], unknown],
    ["join", ["a", unknown], [","], unknown],
    ["selectattr", [{ ok: true, out: unknown }], ["ok"], [{ ok: true, out: unknown }]],
    ["selectattr", [{ rc: unknown }], ["rc", "eq", 0], unknown],
    ["selectattr", [{ ok: unknown }], ["ok"], unknown],
    ["rejectattr", [{ name: "a", out: unknown }], ["name", "eq", "a"], []],
    ["select", [{ changed: false, out: unknown }], ["changed"], []],
    ["map", [unknown, "a"], ["upper"], [unknown, "A"]],
    ["map", unknown, ["upper"], unknown],
    ["combine", [{ a: 1 }, unknown], [], unknown],
    ["extract", "a", [{ a: { b: 1 }, c: unknown }, "b"], 1],
    ["extract", "a", [{ a: unknown }, "b"], unknown],
    ["default", unknown, ["x"], unknown],
    ["combine", { a: unknown }, [{ b: 1 }], { a: unknown, b: 1 }],
    ["combine", { a: 1 }, [unknown], unknown],
    ["ternary", unknown, [1, 2], unknown],
  ])("the filter %s of %j with %j gives %j", (name, value, args, expected) => {
    expect(applyFilter(surroundings, name, { value, args, named: {} })).toEqual(expected);
  });

  it.each(Object.keys(vocabulary.filters))("the filter %s makes nothing else of an unknown value", (name) => {
    const args = name === "ternary" ? ["yes", "no"] : [];
    expect(applyFilter(surroundings, name, { value: unknown, args, named: {} })).toBe(unknown);
  });

  it.each(Object.keys(vocabulary.tests))("the test %s does not fail on an unknown value", (name) => {
    const answer = applyTest(surroundings, name, { value: unknown, args: [], named: {} });
    expect(answer).toBe({ defined: true, undefined: false }[name] ?? unknown);
  });

  it.each<[name: string, value: Value, expected: boolean | Unknown]>([
    ["defined", unknown, true],
    ["mapping", { a: unknown }, true],
    ["mapping", unknown, unknown],
    ["none", unknown, unknown],
    ["none", { a: unknown }, false],
    ["failed", { failed: false, stdout: unknown }, false],
    ["succeeded", { changed: unknown, stdout: unknown }, true],
    ["changed", { changed: unknown }, unknown],
    ["changed", unknown, unknown],
    ["skipped", { results: [{ skipped: unknown }, { skipped: true }] }, true],
    ["changed", { results: [{ changed: unknown }, { changed: false }] }, unknown],
    ["changed", { results: unknown }, unknown],
  ])("the test %s of %j gives %j", (name, value, expected) => {
    expect(applyTest(surroundings, name, { value, args: [], named: {} })).toEqual(expected);
  });
});
