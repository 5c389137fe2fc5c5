import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { SandboxError } from "./sandbox-error.ts";

/**
 * Runs `body` while nobody else holds the lock on `path`, waiting for it as long as it takes.
 *
 * The kernel's lock is held by a flock(1) process that ends when its standard input does: so a holder that dies, in
 * whatever way, never leaves a stale lock behind.
 */
export async function withLock<T>(path: string, body: () => T | Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const holder = spawn("flock", ["--exclusive", path, "sh", "-c", "echo locked; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
    // its own process group: Ctrl-C must not take the lock away from a take-down under way
    detached: true,
  });
  const ended = once(holder, "exit");
  await Promise.race([once(holder.stdout, "data"), ended.then(() => failToLock(path))]);
  try {
    return await body();
  } finally {
    holder.stdin.end();
    await ended;
  }
}

function failToLock(path: string): never {
  throw new SandboxError(`could not lock ${path}`);
}
