import type { CompiledTask } from "../compile/program.ts";
import type { Outcome } from "../model/event.ts";
import type { ValueMap } from "../model/value.ts";
import { loopResult } from "./results.ts";
import type { TryEnd } from "./try.ts";

/** What the items' ends come to: the worst of them decides. */
export function combineItems(ends: readonly TryEnd[], task: CompiledTask): TryEnd {
  const outcomes = ends.map((end) => end.outcome);
  const skipped = outcomes.every((outcome) => outcome.kind === "skipped");
  const result = { ...loopResult(ends.map((end) => end.result)), ...(skipped && { skipped: true }) };
  const outcome =
    worst(outcomes, result) ?? endWell(outcomes, result) ?? skippedAll(ends.length, result, task);
  return { outcome, result };
}

function worst(outcomes: readonly Outcome[], result: ValueMap): Outcome | undefined {
  const unreachable = outcomes.find((outcome) => outcome.kind === "unreachable");
  if (unreachable) return unreachable;
  const failed = outcomes.find((outcome) => outcome.kind === "failed");
  if (failed) return { ...failed, result };
  const changed = outcomes.filter((outcome) => outcome.kind === "changed");
  if (changed.length > 0)
    return { kind: "changed", result, changes: changed.flatMap((outcome) => outcome.changes) };
  const unknown = outcomes.find((outcome) => outcome.kind === "unknown");
  return unknown && { ...unknown, result };
}

function endWell(outcomes: readonly Outcome[], result: ValueMap): Outcome | undefined {
  return outcomes.some((outcome) => outcome.kind === "ok") ? { kind: "ok", result } : undefined;
}

function skippedAll(count: number, result: ValueMap, task: CompiledTask): Outcome {
  if (count === 0) return { kind: "skipped", reason: "there is nothing to loop over", result };
  const reason = task.when.length > 0 ? "its condition is false for every item" : "every item was skipped";
  return { kind: "skipped", reason, result };
}
