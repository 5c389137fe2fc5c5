import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { binariesFolder, ensureCached } from "./cache.ts";

let cache = "";

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "play-cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

/** A maker that writes its text into a file, and counts how often it was called. */
function maker(text: string): { make: (folder: string) => Promise<void>; calls: () => number } {
  let calls = 0;
  const make = async (folder: string): Promise<void> => {
    calls += 1;
    await Promise.resolve();
    writeFileSync(join(folder, "program"), text);
  };
  return { make, calls: () => calls };
}

test("two who want the same folder at once make it once", async () => {
  const path = join(binariesFolder(), "once-1.0");
  const { make, calls } = maker("one");
  const found = await Promise.all([ensureCached(path, "recipe", make), ensureCached(path, "recipe", make)]);
  expect(found).toEqual([path, path]);
  expect(calls()).toBe(1);
  expect(readdirSync(binariesFolder())).toEqual(["once-1.0"]);
});

test("a changed recipe makes the folder anew", async () => {
  const path = join(binariesFolder(), "changed-1.0");
  await ensureCached(path, ["a"], maker("old").make);
  await ensureCached(path, ["b"], maker("new").make);
  expect(readFileSync(join(path, "program"), "utf8")).toBe("new");
});

test("what cannot be made is not there, and neither are its remains", async () => {
  const path = join(binariesFolder(), "failed-1.0");
  const fail = async (folder: string): Promise<void> => {
    await maker("half").make(folder);
    throw new Error("no space");
  };
  await expect(ensureCached(path, "recipe", fail)).rejects.toThrow("no space");
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(binariesFolder()).filter((name) => name.includes("failed"))).toEqual([]);
});
