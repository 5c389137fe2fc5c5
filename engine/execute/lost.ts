import { PlayError } from "../base/play-error.ts";
import type { Change } from "../host/change.ts";
import type { Performance } from "./perform.ts";

/** The connection broke while changes were made: each of them may have been made or not. */
export class ChangesLost extends PlayError {
  readonly changes: readonly Change[];

  constructor(cause: PlayError, changes: readonly Change[]) {
    super("CONNECTION_LOST", cause.message, { hint: cause.hint, cause });
    this.changes = changes;
  }
}

export function isLost(error: unknown): error is PlayError {
  return error instanceof PlayError && error.code === "CONNECTION_LOST";
}

/** `doubt`: a clause, see `atMostOnce` of a plan. */
export function outcomeUnknown(lost: PlayError, doubt: string): PlayError {
  return new PlayError("OUTCOME_UNKNOWN", `${lost.message}; ${doubt} is not known`, {
    hint: "see on the host what was done, then play again",
    cause: lost,
  });
}

/** What was planned when the connection broke and is not planned any more has been made: by this task. */
export function withLost(performance: Performance, lost: readonly Change[]): Performance {
  if (performance.kind === "unknown" || lost.length === 0) return performance;
  const again = new Set(performance.changes.map(({ summary }) => summary));
  const made = lost.filter(({ summary }) => !again.has(summary));
  return { ...performance, changes: [...made, ...performance.changes] };
}
