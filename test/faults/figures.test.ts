import { expect, test } from "vitest";
import { Figures } from "./figures.ts";

test("counts the ends and keeps the longest time", () => {
  const figures = new Figures("connection cut");
  for (const end of ["finished", "failed", "finished"]) figures.add(end);
  for (const seconds of [3, 12.34, 1]) figures.most("noticed", seconds);
  expect(figures.text).toBe("connection cut: 3 tried; finished 2, failed 1; noticed within 12.3 s");
});
