import { expect, test } from "vitest";
import { hintFor } from "../../engine/host/failure-hints.ts";
import { hintSamples } from "../faults/hint-samples.ts";

test.each(hintSamples)("tells what to do about $cause", ({ rc, said, hint }) => {
  expect(hintFor({ rc, said })).toContain(hint);
});

test.each([
  [1, ""],
  [2, "usage: program [options]"],
  [1, "no tests failed, 3 permissions checked"],
])("says nothing about a cause that it does not know (status %i)", (rc, said) => {
  expect(hintFor({ rc, said })).toBeUndefined();
});
