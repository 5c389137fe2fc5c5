import { describe, expect, it } from "vitest";
import { partlyKnown, withFields } from "../../engine/execute/results.ts";
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
