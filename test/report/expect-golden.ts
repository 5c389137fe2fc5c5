import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

const folder = join(process.cwd(), "test/report/golden");

/** Compares a text with `golden/<name>`; UPDATE_GOLDEN=1 writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, "utf8"));
}
