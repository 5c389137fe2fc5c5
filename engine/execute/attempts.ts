import { setTimeout as pauseFor } from "node:timers/promises";
import { PlayError } from "../base/play-error.ts";
import type { Template } from "../template/contract.ts";
import { isLazyMap } from "../model/lazy-map.ts";
import { Unknown, type ValueMap } from "../model/value.ts";
import { conditionText } from "./conditions.ts";
import { runTry, type Try, type TryEnd, withResult } from "./item.ts";
import type { LayeredScope } from "./layers.ts";
import { isTrue } from "./truth.ts";

export type OnFailedAttempt = (attempt: number, left: number, error: PlayError | undefined) => void;

/**
 * Tries until `until` holds, as often as `retries` allows; a task without `until` is tried once. Where the condition is
 * not known (a check run did not run the command) there is nothing to wait for.
 */
export async function runAttempts(one: Try, onFailed: OnFailedAttempt): Promise<TryEnd> {
  const { until } = one.task;
  if (!until) return runTry(one);
  // Ansible counts the tries without `retries` as three, and those after the first with it
  const most = one.task.retries ? numberOf(one.task.retries, one.scope) + 1 : 3;
  const delay = one.task.delay ? numberOf(one.task.delay, one.scope) : 5;
  for (let attempt = 1; ; attempt++) {
    const end = await runTry(one);
    if (!wasTried(end)) return end;
    const counted: TryEnd = { ...end, result: { ...end.result, attempts: attempt } };
    if (holds(until, counted.result, one)) return counted;
    if (attempt >= most) return givenUp(counted, one, attempt);
    onFailed(attempt, most - attempt, end.outcome.kind === "failed" ? end.outcome.error : undefined);
    await pauseFor(delay * 1000, undefined, { signal: one.context.services.interrupted });
  }
}

function wasTried({ outcome, result }: TryEnd): boolean {
  const planned = isLazyMap(result);
  return !planned && ["ok", "changed", "failed"].includes(outcome.kind);
}

function holds(until: Template, result: ValueMap, { task, scope }: Try): boolean {
  const truth = isTrue(until.render(withResult(scope, task, result)));
  return truth instanceof Unknown || truth;
}

function givenUp(end: TryEnd, { task }: Try, attempts: number): TryEnd {
  const result: ValueMap = { ...end.result, failed: true };
  const error =
    end.outcome.kind === "failed"
      ? end.outcome.error
      : new PlayError(
          "TASK_FAILED",
          `after ${attempts} tries this did not hold: ${task.until ? conditionText(task.until) : ""}`,
          {
            source: task.until?.source,
          },
        );
  return { ...end, result, outcome: { kind: "failed", error, ignored: false, rescued: false, result } };
}

function numberOf(template: Template, scope: LayeredScope): number {
  const value = template.render(scope);
  const number = Number(value);
  if (value instanceof Unknown || value === null || !Number.isFinite(number) || number < 0)
    throw new PlayError("BAD_VALUE", "retries and delay must be numbers, not negative", {
      source: template.source,
    });
  return number;
}
