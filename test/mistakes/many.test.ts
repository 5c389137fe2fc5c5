import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { mistakesIn, toldIn } from "./told.ts";

const here = path.join(process.cwd(), "test/mistakes");
const folder = path.join(here, "fixtures/many");
const argv = ["site.yml", "--tags", "chek", "--limit", "h3", "-e", "port"];

/** Compares with `golden/<name>`; UPDATE_GOLDEN=1 writes the file instead. */
function expectGolden(name: string, text: string): void {
  const file = path.join(here, "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

test("tells every mistake of command line, inventory, variables, playbook, role and template at once", () => {
  expectGolden("many.txt", toldIn(folder, argv));
});

test("each mistake is of a kind of its own, or at a place of its own", () => {
  const errors = mistakesIn(folder, argv);
  expect(new Set(errors.map(({ code }) => code)).size).toBeGreaterThanOrEqual(12);
  const places = errors.map(({ source }) => `${source?.file.path} ${source?.start}`);
  expect(new Set(places).size).toBe(errors.length);
});

const program = path.join(process.cwd(), "dist/engine/cli/main.js");

test.skipIf(!existsSync(program))("the program tells the same on standard error, and exits with 1", () => {
  const run = (): unknown =>
    execFileSync(process.execPath, [program, ...argv], {
      cwd: folder,
      stdio: "pipe",
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
  expect(run).toThrow(
    expect.objectContaining({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("no host was touched"),
    }),
  );
});
