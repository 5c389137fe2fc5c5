import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds between two looks at a lock that somebody else holds. */
const lookAgain = 20;

/** Milliseconds after which whoever holds a lock must have died: what it is held for takes a few. */
const longest = 2000;

/**
 * Runs `body` while no other process does so for the same file. Where no lock can be made, in a folder that may not be
 * written to, it runs all the same.
 */
export async function withFileLock<T>(file: string, body: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const isHeld = await acquire(lock);
  try {
    return await body();
  } finally {
    if (isHeld) await rm(lock, { force: true });
  }
}

async function acquire(lock: string): Promise<boolean> {
  await mkdir(path.dirname(lock), { recursive: true, mode: 0o700 }).catch(() => {});
  for (;;) {
    try {
      await (await open(lock, "wx", 0o600)).close();
      return true;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return false;
    }
    if (await isForsaken(lock)) await rm(lock, { force: true });
    else await pause(lookAgain);
  }
}

async function isForsaken(lock: string): Promise<boolean> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  return Date.now() - mtimeMs > longest;
}
