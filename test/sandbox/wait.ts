import { setTimeout as pause } from "node:timers/promises";
import { SandboxError } from "./sandbox-error.ts";

const intervalMilliseconds = 10;

/**
 * Asks `probe` again and again until it answers something other than `undefined`. Fails after `seconds`, and as soon as
 * `signal` says that it is no use any more.
 */
export async function waitFor<T>(
  what: string,
  seconds: number,
  probe: () => T | Promise<T>,
  signal?: AbortSignal,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== null) return found;
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new SandboxError(`waited ${seconds} s in vain for ${what}`);
    await pause(intervalMilliseconds);
  }
}

/**
 * The same without leaving the current turn of the event loop: for taking down in an exit handler.
 * Answers whether `isDone` came true in time.
 */
export function waitBlocking(seconds: number, isDone: () => boolean): boolean {
  const deadline = Date.now() + seconds * 1000;
  const never = new Int32Array(new SharedArrayBuffer(4));
  while (!isDone()) {
    if (Date.now() > deadline) return false;
    Atomics.wait(never, 0, 0, intervalMilliseconds);
  }
  return true;
}
