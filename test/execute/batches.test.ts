import { expect, test } from "vitest";
import { batches } from "../../engine/execute/batches.ts";

const rows: readonly (readonly [string, readonly string[], number, readonly number[]])[] = [
  ["all at once without serial", [], 5, [5]],
  ["a number", ["2"], 5, [2, 2, 1]],
  ["a percentage of all", ["20%"], 10, [2, 2, 2, 2, 2]],
  ["a percentage that comes to less than one host", ["10%"], 5, [1, 1, 1, 1, 1]],
  ["a list, whose last entry holds on", ["1", "3"], 8, [1, 3, 3, 1]],
  ["numbers and percentages mixed", ["1", "50%", "100%"], 8, [1, 4, 3]],
  ["more than there are", ["10"], 3, [3]],
  ["no host", ["2"], 0, []],
];

for (const [name, serial, count, sizes] of rows)
  test(`makes batches: ${name}`, () => {
    const hosts = Array.from({ length: count }, (_, index) => index);
    const made = batches(hosts, serial);
    expect(made.map((batch) => batch.length)).toEqual(sizes);
    expect(made.flat()).toEqual(hosts);
  });
