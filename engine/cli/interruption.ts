export interface Interruption {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first signal stops new work and lets what is under way end; the second ends the process at once. */
export function interruption(): Interruption {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
