import type { OpenTask } from "./open-task.ts";

/** Milliseconds after which it is told which hosts a task waits for, each time since it was last told. */
const patience = [10_000, 50_000, 240_000] as const;
const usualPatience = 300_000;

/** Watches tasks for a reporter without a live line: who looks at a log wants to know whom a task waits for. */
export class SlowTasks {
  readonly #tell: (task: OpenTask) => void;
  readonly #timers = new Map<OpenTask, NodeJS.Timeout>();

  constructor(tell: (task: OpenTask) => void) {
    this.#tell = tell;
  }

  started(task: OpenTask, told = 0): void {
    const timer = setTimeout(() => {
      this.#tell(task);
      this.started(task, told + 1);
    }, patience[told] ?? usualPatience);
    this.#timers.set(task, timer.unref());
  }

  ended(task: OpenTask): void {
    clearTimeout(this.#timers.get(task));
    this.#timers.delete(task);
  }
}
