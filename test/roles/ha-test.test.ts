import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const folder = join(import.meta.dirname, "ha-test");
const made = mkdtempSync(join(tmpdir(), "play-ha-test-"));
afterAll(() => rmSync(made, { recursive: true }));

test("the figures of ha-test.yml are right on a machine that has been up for a year", async () => {
  const words = ["-e", JSON.stringify({ ha_test_dir: made, bin_dir: made })];
  const run = await playRun([join(folder, "report.yml"), "-i", join(folder, "hosts"), ...words]);
  expect(failuresOf(run)).toEqual([]);
});
