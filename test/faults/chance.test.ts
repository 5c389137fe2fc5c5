import { expect, test } from "vitest";
import { chanceOf } from "./chance.ts";

function numbers(seed: number): readonly number[] {
  const chance = chanceOf(seed);
  return Array.from({ length: 200 }, () => chance.between(3, 5));
}

test("the same seed gives the same numbers, another one gives others", () => {
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(8)).not.toEqual(numbers(7));
});

test("the numbers fill their range and do not leave it", () => {
  const all = numbers(7);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(3);
  expect(Math.min(...all)).toBeLessThan(3.1);
  expect(Math.max(...all)).toBeLessThan(5);
  expect(Math.max(...all)).toBeGreaterThan(4.9);
});

test("everything is picked at some time, and nothing else", () => {
  const chance = chanceOf(7);
  const picked = Array.from({ length: 100 }, () => chance.pick(["a", "b", "c"]));
  expect(new Set(picked)).toEqual(new Set(["a", "b", "c"]));
});
