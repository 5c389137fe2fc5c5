import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { describeRun } from "./describe-run.ts";
import { playRun } from "./play-run.ts";

/**
 * Every folder in `scenarios` is a whole run on this machine: `site.yml`, the inventory `hosts`, perhaps `arguments` (one
 * a line), and in `expected.txt` what it tells. The play works in a copy, named by the variable `area`.
 * UPDATE_GOLDEN=1 writes `expected.txt` anew.
 */
const scenarios = path.join(import.meta.dirname, "scenarios");
const root = mkdtempSync(path.join(tmpdir(), "play-scenario-"));

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a run goes as its scenario says", () => {
  for (const name of readdirSync(scenarios).toSorted()) {
    test(name, async () => {
      const area = path.join(root, name);
      cpSync(path.join(scenarios, name), area, { recursive: true });
      const told = describeRun(await playRun(argumentsIn(area))).replaceAll(area, "AREA");
      const golden = path.join(scenarios, name, "expected.txt");
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, told);
      expect(told).toBe(readFileSync(golden, "utf8"));
    });
  }
});

function argumentsIn(area: string): readonly string[] {
  const file = path.join(area, "arguments");
  const given = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return [path.join(area, "site.yml"), "-i", path.join(area, "hosts"), "-e", `area=${area}`, ...given];
}
