import { expect, test } from "vitest";
import { positionOf } from "../../engine/base/source.ts";

const text = "ab\n\ncd\r\n";

test.each([
  [0, 1, 1],
  [1, 1, 2],
  [2, 1, 3],
  [3, 2, 1],
  [4, 3, 1],
  [6, 3, 3],
  [7, 3, 4],
  [8, 4, 1],
])("offset %d is line %d, column %d", (start, line, column) => {
  const file = { path: "f", text };
  expect(positionOf({ file, start, end: start })).toEqual({ line, column });
});

test("the only line of an empty text", () => {
  expect(positionOf({ file: { path: "f", text: "" }, start: 0, end: 0 })).toEqual({ line: 1, column: 1 });
});
