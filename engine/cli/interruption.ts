export interface Interruption {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first signal stops new work and lets what is under way end; the second ends the process at once. An output that
 * nobody reads any more (`play … | head`) counts as a signal.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write("\nstopping: what is under way ends first; once more to stop at once\n");
    controller.abort();
  };
  const unread = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") throw error;
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  process.stdout.on("error", unread);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, stop);
      // errors of writes under way arrive later
      process.stdout.off("error", unread).on("error", () => undefined);
    },
  };
}
