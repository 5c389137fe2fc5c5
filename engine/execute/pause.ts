import { setTimeout as timer } from "node:timers/promises";
import { PlayError } from "../base/play-error.ts";

/** Waits so many seconds. Throws INTERRUPTED at once when the run is. */
export async function pause(seconds: number, interrupted: AbortSignal): Promise<void> {
  try {
    await timer(seconds * 1000, undefined, { signal: interrupted });
  } catch (error) {
    if (interrupted.aborted) throw interruption();
    throw error;
  }
}

/** What `waiting` comes to; throws INTERRUPTED at once when the run is. For what may be left alone: it only reads. */
export async function unlessInterrupted<T>(waiting: Promise<T>, interrupted: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interruption());
    if (interrupted.aborted) stop();
    interrupted.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([waiting, stopped]);
  } finally {
    interrupted.removeEventListener("abort", stop);
    // whoever was raced away must not be missed when it fails later
    waiting.catch(() => undefined);
  }
}

export function interruption(): PlayError {
  return new PlayError("INTERRUPTED", "the run was interrupted");
}
