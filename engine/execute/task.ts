import { setTimeout as pauseFor } from "node:timers/promises";
import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";
import { runAttempts } from "./attempts.ts";
import { censor } from "./censor.ts";
import { factsOwner } from "./control.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { fromError, type Try, type TryEnd, unknown } from "./item.ts";
import type { LayeredScope } from "./layers.ts";
import { itemLabel, itemLayer, loopItems } from "./loop.ts";
import type { PlayContext } from "./play-context.ts";
import { flagSetting } from "./reach.ts";
import { loopResult, withFields } from "./results.ts";
import { judge } from "./conditions.ts";

/** A task's end on one host, with what its surroundings need to know about it. */
export type TaskEnd = TryEnd & { readonly ignored: boolean };

/** What surrounds a task at run time. */
export interface Presentation {
  readonly title: TaskTitle;
  readonly frame: Frame;
}

/** Runs one task on one host: all its items, all their tries; keeps the facts that it brings. */
export async function runTask(
  task: CompiledTask,
  host: HostState,
  { title, frame }: Presentation,
  context: PlayContext,
): Promise<TaskEnd> {
  const scope = context.variables.scope(host, task, frame.layers.get(host));
  const started = performance.now();
  const one: Try = { task, host, scope, context };
  const end = await withErrors(task, () => (task.loop ? runLoop(one, title) : runSingle(one, title)));
  keepFacts(end, one);
  const ignored = isIgnored(end.outcome, task, scope);
  const outcome = marked(end.outcome, ignored, frame.rescued);
  const shown = hidden(task, scope) ? censor(outcome) : outcome;
  const milliseconds = performance.now() - started;
  host.count("milliseconds", milliseconds);
  context.services.emit({
    kind: "task ended",
    task: title,
    host: host.name,
    outcome: shown,
    milliseconds,
    ...(end.args && !hidden(task, scope) && { args: end.args }),
  });
  return { ...end, outcome, ignored };
}

/** A handler of which a check run cannot tell whether it is owed. */
export function reportUnknown(host: HostState, title: TaskTitle, context: PlayContext): TaskEnd {
  const end = unknown("it may run: a task that notifies it may change something");
  context.services.emit({
    kind: "task ended",
    task: title,
    host: host.name,
    outcome: end.outcome,
    milliseconds: 0,
  });
  return { ...end, ignored: false };
}

/** What rendering loops, retries or flags throws is the task's failure. */
async function withErrors(task: CompiledTask, body: () => Promise<TryEnd>): Promise<TryEnd> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof PlayError) return fromError(error, task);
    throw error;
  }
}

function runSingle(one: Try, title: TaskTitle): Promise<TryEnd> {
  return runAttempts(one, (attempt, left, error) => emitFailedAttempt(one, title, { attempt, left, error }));
}

interface FailedAttempt {
  readonly attempt: number;
  readonly left: number;
  readonly error: PlayError | undefined;
}

function emitFailedAttempt(
  { host, context }: Try,
  task: TaskTitle,
  { attempt, left, error }: FailedAttempt,
): void {
  context.services.emit({
    kind: "attempt failed",
    task,
    host: host.name,
    attempt,
    left,
    ...(error && { error }),
  });
}

async function runLoop(one: Try, title: TaskTitle): Promise<TryEnd> {
  const { task, scope, context, host } = one;
  const loop = task.loop;
  if (!loop) return runSingle(one, title);
  // a condition that does not depend on the item may be what keeps the list from being defined
  const items = loopItemsUnlessSkipped(one);
  if ("outcome" in items) return items;
  const ends: TryEnd[] = [];
  for (const [index, item] of items.values.entries()) {
    const inner = scope.with(itemLayer(loop, items.values, index));
    const end = await runAttempts({ ...one, scope: inner }, (attempt, left, error) =>
      emitFailedAttempt(one, title, { attempt, left, error }),
    );
    const secret = hidden(task, inner);
    context.services.emit({
      kind: "item ended",
      task: title,
      host: host.name,
      label: secret ? "(hidden by no_log)" : itemLabel(loop, item, inner),
      outcome: secret ? censor(end.outcome) : end.outcome,
    });
    const named = { [loop.loopVar]: item, ansible_loop_var: loop.loopVar };
    ends.push({ ...end, result: withFields(end.result, named) });
    if (end.outcome.kind === "unreachable") break;
    const pause = loop.pause?.render(inner);
    if (pause !== undefined && index < items.values.length - 1)
      await pauseFor(Number(pause) * 1000, undefined, { signal: context.services.interrupted });
  }
  return combine(ends, one);
}

function loopItemsUnlessSkipped({
  task,
  scope,
  context,
}: Try): TryEnd | { readonly values: readonly Value[] } {
  try {
    const values = task.loop ? loopItems(task.loop, scope, context) : [];
    return values instanceof Unknown ? unknown(`what it loops over: ${values.reason}`) : { values };
  } catch (error) {
    if (!(error instanceof PlayError) || !isSkippedAnyway(task, scope)) throw error;
    const result: ValueMap = { changed: false, skipped: true, skip_reason: "Conditional result was False" };
    return { outcome: { kind: "skipped", reason: "its condition is false", result }, result };
  }
}

function isSkippedAnyway(task: CompiledTask, scope: LayeredScope): boolean {
  try {
    return judge(task.when, scope).kind === "false";
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}

/** What the items' ends come to: the worst of them decides. */
function combine(ends: readonly TryEnd[], { task }: Try): TryEnd {
  const result = loopResult(ends.map((end) => end.result));
  const outcomes = ends.map((end) => end.outcome);
  const find = <Kind extends Outcome["kind"]>(kind: Kind) =>
    outcomes.find((outcome): outcome is Extract<Outcome, { kind: Kind }> => outcome.kind === kind);
  const unreachable = find("unreachable");
  if (unreachable) return { outcome: unreachable, result };
  const failed = find("failed");
  if (failed) return { outcome: { ...failed, result }, result };
  const changes = outcomes.flatMap((outcome) => (outcome.kind === "changed" ? outcome.changes : []));
  if (outcomes.some((outcome) => outcome.kind === "changed"))
    return { outcome: { kind: "changed", result, changes }, result };
  const notKnown = find("unknown");
  if (notKnown) return { outcome: { ...notKnown, result }, result };
  if (ends.length === 0)
    return {
      outcome: { kind: "skipped", reason: "there is nothing to loop over", result },
      result: { ...result, skipped: true },
    };
  if (outcomes.every((outcome) => outcome.kind === "skipped"))
    return {
      outcome: {
        kind: "skipped",
        reason: task.when.length > 0 ? "its condition is false for every item" : "every item was skipped",
        result,
      },
      result,
    };
  return { outcome: { kind: "ok", result }, result };
}

/** Facts that a module of the host brought, such as `setup`. */
function keepFacts(end: TryEnd, one: Try): void {
  if (one.task.module.kind !== "module") return;
  const facts = end.result["ansible_facts"];
  if (typeof facts === "object" && facts !== null && !Array.isArray(facts) && !(facts instanceof Unknown))
    factsOwner(one).addFacts(facts as ValueMap);
}

function isIgnored(outcome: Outcome, task: CompiledTask, scope: LayeredScope): boolean {
  if (outcome.kind === "failed") return flagSetting(task.settings, "ignore_errors", scope);
  if (outcome.kind === "unreachable") return flagSetting(task.settings, "ignore_unreachable", scope);
  return false;
}

function marked(outcome: Outcome, ignored: boolean, rescued: boolean): Outcome {
  if (outcome.kind === "failed") return { ...outcome, ignored, rescued: rescued && !ignored };
  return outcome.kind === "unreachable" ? { ...outcome, ignored } : outcome;
}

function hidden(task: CompiledTask, scope: LayeredScope): boolean {
  return flagSetting(task.settings, "no_log", scope);
}
