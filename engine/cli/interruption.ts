import { exitStatus } from "./exit-status.ts";

/** What a run hears of signals. */
export interface Interruption {
  /** Nothing new is to be begun. */
  readonly signal: AbortSignal;
  /** What is still under way is to be given up. */
  readonly halted: AbortSignal;
  /** As the first signal does: for Ctrl-C at a question, which is a key like any other there. */
  readonly interrupt: () => void;
  readonly dispose: () => void;
}

export interface OnInterruption {
  /** The first signal, or why the output is closed. */
  readonly stopping: (by: string) => void;
  /** The second: the process ends as soon as this has, or at a third. */
  readonly forced: () => Promise<void>;
  /** Milliseconds that what is under way has to end. */
  readonly grace: number;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Errors of an output that nobody reads any more: a pipe (`play … | head`), a terminal. */
const unreadable: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO"]);

/**
 * The first signal stops new work and gives what is under way a grace; the second gives it up, a third does not wait for
 * that. An output that nobody reads any more counts as a first signal, however often it is written to, and so does SIGHUP:
 * a terminal that is closed is told of by its shell, by the kernel and by the output, in any order.
 */
export function interruption({ stopping, forced, grace }: OnInterruption): Interruption {
  const stop = new AbortController();
  const halt = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let forcing = false;
  const begin = (by: string): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    timer = setTimeout(() => halt.abort(), grace);
    stopping(by);
  };
  const hear = (by: NodeJS.Signals): void => {
    if (!stop.signal.aborted || by === "SIGHUP") return begin(by);
    if (forcing) process.exit(exitStatus.interrupted);
    forcing = true;
    halt.abort();
    void forced().finally(() => process.exit(exitStatus.interrupted));
  };
  const unread = (error: NodeJS.ErrnoException): void => {
    if (!unreadable.has(error.code)) throw error;
    begin("closed output");
  };
  for (const signal of signals) process.on(signal, hear);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unread);
  return {
    signal: stop.signal,
    halted: halt.signal,
    interrupt: () => begin("SIGINT"),
    dispose: () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, hear);
      // errors of writes under way arrive later
      for (const stream of [process.stdout, process.stderr])
        stream.off("error", unread).on("error", () => undefined);
    },
  };
}
