import type { Outcome } from "../model/event.ts";
import { flagSetting } from "./settings.ts";
import { isInterruption } from "./try-error.ts";
import type { Try } from "./try.ts";

/** Whether the task goes on all the same: ignore_errors, ignore_unreachable. */
export function isIgnored(outcome: Outcome, { task, scope }: Pick<Try, "task" | "scope">): boolean {
  const { kind } = outcome;
  if (kind === "failed" && isInterruption(outcome.error)) return false;
  if (kind === "failed") return flagSetting(task.settings, "ignore_errors", scope);
  return kind === "unreachable" && flagSetting(task.settings, "ignore_unreachable", scope);
}

export function markIgnored(outcome: Outcome, one: Pick<Try, "task" | "scope">): Outcome {
  return outcome.kind === "failed" || outcome.kind === "unreachable"
    ? { ...outcome, ignored: isIgnored(outcome, one) }
    : outcome;
}
