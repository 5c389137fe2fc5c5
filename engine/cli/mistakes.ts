import type { ErrorCollector, PlayError } from "../base/play-error.ts";

/** All that is wrong with a playbook, its inventory and the command line; found before any host is touched. */
export class Mistakes extends Error {
  readonly errors: readonly PlayError[];

  constructor(errors: readonly PlayError[]) {
    super(`${errors.length} mistakes`);
    this.name = "Mistakes";
    this.errors = errors;
  }
}

/** Ends a stage: goes on only where nothing was collected. */
export function stopOnMistakes(errors: ErrorCollector): void {
  if (errors.errors.length > 0) throw new Mistakes(errors.errors);
}
