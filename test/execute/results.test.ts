import { describe, expect, it } from "vitest";
import { loopResult, partlyKnown, withFields } from "../../engine/execute/results.ts";
import { Unknown } from "../../engine/model/value.ts";

describe("a loop item's result", () => {
  it("is the item's fields and the item", () => {
    expect(withFields({ rc: 0 }, { item: "a" })).toEqual({ rc: 0, item: "a" });
  });

  it("leaves unknown what is not known of a partly known one", () => {
    const result = withFields(partlyKnown({ changed: true }, "not run"), { item: "a" });
    expect(result["item"]).toBe("a");
    expect(result["changed"]).toBe(true);
    expect(result["content"]).toBeInstanceOf(Unknown);
    expect(Object.keys(result)).toEqual(["changed", "item"]);
  });
});

describe("a loop's result", () => {
  const rows = [
    [
      "all ok",
      [{ changed: false }, { changed: false }],
      { changed: false, failed: false, msg: "All items completed" },
    ],
    ["one changed", [{ changed: true }, { changed: false }], { changed: true, failed: false }],
    [
      "one failed",
      [{ failed: true }, { changed: true }],
      { changed: true, failed: true, msg: "One or more items failed" },
    ],
    ["all skipped", [{ skipped: true }, { skipped: true }], { skipped: true, msg: "All items skipped" }],
    ["none", [], { changed: false, failed: false, results: [] }],
  ] as const;
  for (const [name, results, expected] of rows)
    it(`of ${name}`, () => {
      expect(loopResult(results)).toMatchObject(expected);
    });

  it("is not known to have changed where an item's is not, unless another has", () => {
    const unknown = partlyKnown({}, "not run");
    expect(loopResult([unknown, { changed: false }])["changed"]).toBeInstanceOf(Unknown);
    expect(loopResult([unknown, { changed: true }])["changed"]).toBe(true);
  });
});
