import { expect, it } from "vitest";
import type { Value, ValueMap } from "../../engine/model/value.ts";
import { filter, plain } from "./calling.ts";

type Row = [name: string, value: Value, args: readonly Value[], expected: Value, named?: ValueMap];

/** One test for each row: the filter, its value and arguments, and what comes out. */
export function holdsRows(rows: readonly Row[]): void {
  it.each(rows)("%s of %j with %j is %j", (...[name, value, args, expected, named = {}]) => {
    expect(plain(filter(name, value, { args, named }))).toEqual(expected);
  });
}
