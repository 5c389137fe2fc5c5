import { describe, expect, test } from "vitest";
import { conditionText, judge } from "../../engine/execute/conditions.ts";
import { isTrue, toFlag } from "../../engine/execute/truth.ts";
import { Unknown, type Value } from "../../engine/model/value.ts";
import { scopeOf, template } from "./support.ts";

describe("conditions are joined by and", () => {
  const scope = scopeOf({ yes: true, no: false, open: new Unknown("not run"), empty: "", list: [0] });
  const rows = [
    [[], "true"],
    [["{{ yes }}", "{{ list }}"], "true"],
    [["{{ yes }}", "{{ no }}"], "false"],
    [["{{ empty }}"], "false"],
    [["{{ yes }}", "{{ open }}"], "unknown"],
    [["{{ open }}", "{{ no }}"], "false"],
    [["{{ no }}", "{{ missing }}"], "false"],
  ] as const;
  for (const [texts, verdict] of rows)
    test(`${texts.join(" and ") || "none"} is ${verdict}`, () => {
      expect(judge(texts.map(template), scope).kind).toBe(verdict);
    });

  test("the first that is false is told, as it is written", () => {
    const verdict = judge(["{{ yes }}", "{{  no\n }}"].map(template), scope);
    expect(verdict.kind === "false" && conditionText(verdict.condition)).toBe("{{ no }}");
  });
});

describe("truth", () => {
  const values: readonly (readonly [Value, boolean])[] = [
    [null, false],
    [0, false],
    [1, true],
    ["", false],
    ["no", true],
    [[], false],
    [[0], true],
    [{}, false],
    [{ a: 1 }, true],
  ];
  for (const [value, truth] of values)
    test(`of ${JSON.stringify(value)} is ${truth}`, () => expect(isTrue(value)).toBe(truth));

  const flags: readonly (readonly [Value, boolean])[] = [
    [true, true],
    ["yes", true],
    ["On", true],
    [1, true],
    ["no", false],
    [0, false],
    [null, false],
    ["", false],
  ];
  for (const [value, flag] of flags)
    test(`of the keyword value ${JSON.stringify(value)} is ${flag}`, () =>
      expect(toFlag(value, "become")).toBe(flag));

  test("a keyword that is neither yes nor no is an error", () => {
    expect(() => toFlag("perhaps", "become")).toThrow(expect.objectContaining({ code: "BAD_VALUE" }));
  });
});
