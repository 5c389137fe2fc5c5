import { PlayError } from "../base/play-error.ts";
import type { Template } from "../template/contract.ts";
import { isLazyMap } from "../model/lazy-map.ts";
import { Unknown, type ValueMap } from "../model/value.ts";
import { conditionText } from "./conditions.ts";
import { withResult } from "./judge-performance.ts";
import { nonNegativeNumber } from "./non-negative-number.ts";
import { pause } from "./pause.ts";
import { runTry } from "./run-try.ts";
import { failedEnd } from "./try-error.ts";
import type { Try, TryEnd } from "./try.ts";
import { isTrue } from "./truth.ts";

export type OnFailedAttempt = (attempt: number, left: number, error: PlayError | undefined) => void;

/** Where the playbook does not say. */
const usual = { tries: 3, delay: 5 } as const;

/**
 * Tries until `until` holds, as often as `retries` allows; a task without `until` is tried once. Where the condition is
 * not known (a check run did not run the command) there is nothing to wait for. Throws INTERRUPTED.
 */
export async function runAttempts(one: Try, onFailed: OnFailedAttempt): Promise<TryEnd> {
  const { until, retries, delay } = one.task;
  if (!until) return runTry(one);
  // Ansible counts the tries without `retries` as three, and those after the first with it
  const most = retries ? Math.floor(nonNegativeNumber(retries, one.scope, "retries")) + 1 : usual.tries;
  const seconds = delay ? nonNegativeNumber(delay, one.scope, "delay") : usual.delay;
  for (let attempt = 1; ; attempt++) {
    const end = await runTry(one);
    if (!wasTried(end)) return end;
    const counted = withAttempts(end, attempt);
    if (holds(until, counted.result, one)) return counted;
    if (attempt >= most) return givenUp(counted, one, attempt);
    onFailed(attempt, most - attempt, end.outcome.kind === "failed" ? end.outcome.error : undefined);
    await pause(seconds, one.context.services.interrupted);
  }
}

function wasTried({ outcome, result }: TryEnd): boolean {
  const planned = isLazyMap(result);
  return !planned && ["ok", "changed", "failed"].includes(outcome.kind);
}

function withAttempts(end: TryEnd, attempts: number): TryEnd {
  const result: ValueMap = { ...end.result, attempts };
  const { outcome } = end;
  return { ...end, result, outcome: outcome.kind === "unreachable" ? outcome : { ...outcome, result } };
}

function holds(until: Template, result: ValueMap, { task, scope }: Try): boolean {
  const truth = isTrue(until.render(withResult(scope, task, result)));
  return truth instanceof Unknown || truth;
}

function givenUp(end: TryEnd, { task }: Try, attempts: number): TryEnd {
  const { outcome } = end;
  const condition = task.until ? conditionText(task.until) : "";
  const error =
    outcome.kind === "failed"
      ? outcome.error
      : new PlayError("TASK_FAILED", `after ${attempts} tries this did not hold: ${condition}`, {
          source: task.until?.source,
        });
  return { ...end, ...failedEnd(error, { ...end.result, failed: true }, task) };
}
