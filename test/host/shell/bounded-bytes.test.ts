import { expect, test } from "vitest";
import { BoundedBytes, leftOut } from "../../../engine/host/shell/bounded-bytes.ts";

const bound = { head: 10, tail: 10 };

function kept(text: string, size: number): { readonly text: string; readonly dropped: number } {
  const bytes = Buffer.from(text);
  const bounded = new BoundedBytes(bound);
  for (let start = 0; start < bytes.length; start += size) bounded.push(bytes.subarray(start, start + size));
  const taken = bounded.take();
  return { text: taken.bytes.toString("utf8"), dropped: taken.dropped };
}

const sizes = [1, 2, 3, 7, 10, 11, 1000];

test.each(sizes)("keeps all where there is room, in pieces of %i bytes", (size) => {
  for (const text of ["", "x", "0123456789abcdefghij"])
    expect(kept(text, size)).toEqual({ text, dropped: 0 });
});

test.each(sizes)("keeps both ends where there is none, in pieces of %i bytes", (size) => {
  const middle = "m".repeat(3000);
  expect(kept(`0123456789${middle}abcdefghij`, size)).toEqual({
    text: `0123456789\n${leftOut(3000)}\nabcdefghij`,
    dropped: 3000,
  });
});

test.each(sizes)("cuts no character in two, in pieces of %i bytes", (size) => {
  const { text, dropped } = kept("größer€".repeat(500), size);
  expect(text).not.toContain("\uFFFD");
  expect(Buffer.byteLength(text.replace(`\n${leftOut(dropped)}\n`, "")) + dropped).toBe(11 * 500);
});
