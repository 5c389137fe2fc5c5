import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { MarkedReader } from "../../../engine/host/shell/marked-reader.ts";

const mark = "0123456789abcdef";

test.each([1, 2, 3, 7, 16, 1000])("finds marks in pieces of %i bytes", async (size) => {
  const stream = new PassThrough();
  const reader = new MarkedReader(stream);
  const bytes = Buffer.from(`one\0\n${mark} 0\n\u00ff${mark.slice(0, 9)}${mark} 12\n${mark} end\n`, "latin1");
  for (let start = 0; start < bytes.length; start += size) stream.write(bytes.subarray(start, start + size));
  const parts = [await reader.until(mark), await reader.until(mark), await reader.until(mark)];
  expect(parts.map((part) => [part?.before.toString("latin1"), part?.line])).toEqual([
    ["one\0\n", "0"],
    [`\u00ff${mark.slice(0, 9)}`, "12"],
    ["", "end"],
  ]);
});

test("a stream that ends before the mark gives null, and what came stays readable", async () => {
  const stream = new PassThrough();
  const reader = new MarkedReader(stream);
  const found = reader.until(mark);
  stream.end("last words");
  expect(await found).toBeNull();
  expect(reader.rest.toString()).toBe("last words");
});
