import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import type { ChangeReport, Outcome } from "../model/event.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";
import { conditionText } from "./conditions.ts";
import type { LayeredScope } from "./layers.ts";
import type { Performance } from "./perform.ts";
import { partlyKnown, withFields } from "./results.ts";
import { failedEnd } from "./try-error.ts";
import { type Try, type TryEnd, unknownEnd } from "./try.ts";
import { isTrue } from "./truth.ts";

/** Applies changed_when and failed_when to what the module says. `check`: the changes were not made. */
export function judgePerformance(performance: Performance, one: Try, check: boolean): TryEnd {
  if (performance.kind === "unknown") return unknownEnd(performance.reason);
  const plain = plainResult(performance, check);
  const changed = override(one.task.changedWhen, plain, one);
  const failedWhen = override(one.task.failedWhen, plain, one);
  const result = withFields(plain, {
    ...(changed !== undefined && { changed }),
    ...(typeof failedWhen === "boolean" && { failed: failedWhen, failed_when_result: failedWhen }),
  });
  if (result["failed"] === true) return failedEnd(errorOf(performance, one.task), result, one.task);
  if (changed instanceof Unknown) return { ...unknownEnd(changed.reason), result };
  const shown = { ...result };
  const outcome: Outcome =
    result["changed"] === true
      ? {
          kind: "changed",
          result: shown,
          changes: reports(performance, { check, run: one.context.options.check }),
        }
      : { kind: "ok", result: shown };
  return { outcome, result };
}

/** The scope in which a task's result can be asked for by the name that it is registered under. */
export function withResult(scope: LayeredScope, task: CompiledTask, result: Value): LayeredScope {
  if (task.register === undefined) return scope;
  return scope.with({ kind: "values", entries: new Map([[task.register, result]]) });
}

type Performed = Exclude<Performance, { kind: "unknown" }>;

function plainResult(performance: Performed, check: boolean): ValueMap {
  const { changes } = performance;
  const failed = performance.kind === "failed";
  const result: ValueMap = {
    ...performance.result,
    changed: changes.length > 0,
    failed,
    ...(failed && { msg: performance.result["msg"] ?? performance.error.message }),
  };
  return check && changes.length > 0
    ? partlyKnown({ ...result, skipped: false }, `what "${changes[0]?.summary}" gives back`)
    : result;
}

function override(
  condition: CompiledTask["changedWhen"],
  result: ValueMap,
  { task, scope }: Try,
): boolean | Unknown | undefined {
  if (!condition) return undefined;
  return isTrue(condition.render(withResult(scope, task, result)));
}

function errorOf(performance: Performed, { failedWhen }: CompiledTask): PlayError {
  if (performance.kind === "failed") return performance.error;
  return new PlayError("TASK_FAILED", `failed_when holds: ${failedWhen ? conditionText(failedWhen) : ""}`, {
    source: failedWhen?.source,
  });
}

interface Checks {
  /** Of the task. */
  readonly check: boolean;
  /** Of the run as a whole. */
  readonly run: boolean;
}

function reports(performance: Performed, { check, run }: Checks): readonly ChangeReport[] {
  const once = performance.kind === "done" ? performance.once : undefined;
  return performance.changes.map(({ summary, diff }) => ({
    summary,
    ...(diff && { diff }),
    ...(once !== undefined && { once }),
    ...(check !== run && { made: !check }),
  }));
}
