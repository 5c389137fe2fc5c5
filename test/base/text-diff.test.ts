import { expect, test } from "vitest";
import { unifiedDiff } from "../../engine/base/text-diff.ts";

const header = "--- before: /a\n+++ after: /a\n";

test.each([
  ["nothing where nothing differs", "a\n", "a\n", ""],
  ["a changed line", "a\nb\nc\n", "a\nX\nc\n", `${header}@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n`],
  ["a new file", "", "a\n", `${header}@@ -0,0 +1,1 @@\n+a\n`],
  ["an emptied file", "a\n", "", `${header}@@ -1,1 +0,0 @@\n-a\n`],
  ["a newline that is added", "a", "a\n", `${header}@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n`],
  ["only that binary contents differ", "\0", "a", "binary contents of /a differ\n"],
])("shows %s", (_what, before, after, diff) => {
  expect(unifiedDiff({ path: "/a", before, after })).toBe(diff);
});

test("shows texts that have nothing in common whole, and quickly", () => {
  const before = Array.from({ length: 50_000 }, (_, index) => `old ${index}\n`).join("");
  const diff = unifiedDiff({ path: "/a", before, after: "new 1\nnew 2" });
  const tail = "+new 1\n+new 2\n\\ No newline at end of file\n";
  expect(diff.startsWith(`${header}@@ -1,50000 +1,2 @@\n-old 0\n`)).toBe(true);
  expect(diff.endsWith(tail)).toBe(true);
}, 10_000);
