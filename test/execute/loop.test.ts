import { describe, expect, test } from "vitest";
import type { Loop } from "../../engine/compile/program.ts";
import { itemLabel, itemLayer, loopItems } from "../../engine/execute/loop.ts";
import type { PlayContext } from "../../engine/execute/play-context.ts";
import { Unknown } from "../../engine/model/value.ts";
import { scopeOf, template } from "./support.ts";

const plain: Loop = { lookup: undefined, items: template("{{ list }}"), loopVar: "item", extended: false };
const context = {
  services: { lookup: (name: string, terms: readonly unknown[]) => [name, ...terms] },
} as unknown as PlayContext;

describe("what a loop goes over", () => {
  test("is a list", () => {
    expect(loopItems(plain, scopeOf({ list: [1, 2] }), context)).toEqual([1, 2]);
  });
  test("is not known where the list is not", () => {
    expect(loopItems(plain, scopeOf({ list: new Unknown("x") }), context)).toBeInstanceOf(Unknown);
  });
  test("is what the lookup finds", () => {
    expect(loopItems({ ...plain, lookup: "nested" }, scopeOf({ list: [[1], [2]] }), context)).toEqual([
      "nested",
      [1],
      [2],
    ]);
    expect(loopItems({ ...plain, lookup: "dict" }, scopeOf({ list: { a: 1 } }), context)).toEqual([
      "dict",
      { a: 1 },
    ]);
  });
  test("is neither a map nor a text", () => {
    for (const list of [{ a: 1 }, "text", 3])
      expect(() => loopItems(plain, scopeOf({ list }), context)).toThrow(
        expect.objectContaining({ code: "BAD_VALUE" }),
      );
  });
});

describe("an item's variables", () => {
  const seen = (loop: Loop, index: number) => {
    const layer = itemLayer(loop, ["a", "b", "c"], index);
    return layer.kind === "values" ? Object.fromEntries(layer.entries) : {};
  };
  test("are the item under its name", () => {
    expect(seen({ ...plain, loopVar: "thing", indexVar: "at" }, 1)).toEqual({
      thing: "b",
      at: 1,
      ansible_loop_var: "thing",
    });
  });
  test("tell of the loop where that is asked for", () => {
    expect(seen({ ...plain, extended: true }, 0)["ansible_loop"]).toEqual({
      allitems: ["a", "b", "c"],
      index: 1,
      index0: 0,
      revindex: 3,
      revindex0: 2,
      first: true,
      last: false,
      length: 3,
      nextitem: "b",
    });
    expect(seen({ ...plain, extended: true }, 2)["ansible_loop"]).toMatchObject({
      last: true,
      previtem: "b",
      revindex: 1,
    });
  });
});

describe("an item's label", () => {
  test("is itself, its label, or itself where the label cannot be rendered", () => {
    const scope = scopeOf({ item: { name: "n" } });
    expect(itemLabel(plain, "x", scope)).toBe("x");
    expect(itemLabel({ ...plain, label: template("{{ item.name }}") }, "x", scope)).toBe("n");
    expect(itemLabel({ ...plain, label: template("{{ missing }}") }, "x", scope)).toBe("x");
  });
});
