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

/** All that was poured, and the rest of the mark's line. */
async function pour(reader: MarkedReader): Promise<readonly [string, string | null]> {
  const pieces: Buffer[] = [];
  const line = await reader.pour(mark, async (bytes) => void pieces.push(bytes));
  return [Buffer.concat(pieces).toString("latin1"), line];
}

test.each([1, 2, 3, 7, 16, 1000])("pours what comes before a mark, in pieces of %i bytes", async (size) => {
  const stream = new PassThrough();
  const reader = new MarkedReader(stream);
  const begun = reader.until(mark);
  const bytes = Buffer.from(`${mark} 0\n\0\u00ff${mark.slice(0, 9)}${mark} 3\n${mark} end\n`, "latin1");
  const written = (async () => {
    for (let start = 0; start < bytes.length; start += size) {
      stream.write(bytes.subarray(start, start + size));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await begun;
  expect(await pour(reader)).toEqual([`\0\u00ff${mark.slice(0, 9)}`, "3"]);
  expect((await reader.until(mark))?.line).toBe("end");
  await written;
});

test("the stream waits while a piece is being taken", async () => {
  const stream = new PassThrough({ highWaterMark: 1000 });
  const reader = new MarkedReader(stream);
  let taken = 0;
  const poured = reader.pour(mark, async (bytes) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    taken += bytes.length;
  });
  let most = 0;
  for (let sent = 0; sent < 50_000; sent += 1000) {
    most = Math.max(most, sent - taken);
    if (!stream.write(Buffer.alloc(1000))) await new Promise((resolve) => stream.once("drain", resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  stream.end(`${mark} 0\n`);
  expect(await poured).toBe("0");
  expect(taken).toBe(50_000);
  expect(most).toBeLessThan(10_000);
});

test("a stream that ends while it is poured gives null, and what came before", async () => {
  const stream = new PassThrough();
  const reader = new MarkedReader(stream);
  stream.end("x".repeat(100));
  const [text, line] = await pour(reader);
  expect(line).toBeNull();
  expect(text).toMatch(/^x+$/);
});

test("a stream that ends before the mark gives null, and what came stays readable", async () => {
  const stream = new PassThrough();
  const reader = new MarkedReader(stream);
  const found = reader.until(mark);
  stream.end("last words");
  expect(await found).toBeNull();
  expect(reader.rest.toString()).toBe("last words");
});
