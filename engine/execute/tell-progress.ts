import type { CompiledInclude, CompiledTask } from "../compile/program.ts";
import type { Outcome } from "../model/event.ts";
import type { StepEnd } from "../model/step-end.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { isSecret } from "./flags.ts";
import { factsIn } from "./facts-in.ts";
import type { Frame } from "./frame.ts";
import { handlerKey } from "./handler-key.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { stepPrint } from "./recall.ts";
import type { TaskEnd } from "./task.ts";
import { isInterruption } from "./try-error.ts";
import type { Try, TryEnd } from "./try.ts";

/** Where a step is at its end. */
export interface Ending {
  readonly host: HostState;
  readonly name: string;
  readonly frame: Frame;
}

const nothing: ValueMap = {};

const nothingMore = { ignored: false, fatal: false, notifies: [], result: nothing, hidden: false } as const;

/** Tells that a task is over on a host; one that was interrupted is not. */
export function taskEnded(task: CompiledTask, end: TaskEnd, ending: Ending, context: PlayContext): void {
  if (end.outcome.kind === "failed" && isInterruption(end.outcome.error)) return;
  const { host, frame } = ending;
  const { outcome, ignored, fatal, notifies, flow } = end;
  const isKept = task.register !== undefined || isRescued(outcome) || factsIn(end.result).length > 0;
  context.services.progress?.ended({
    ...common(task, outcome, ending),
    ...(task.handler && { handler: handlerKey(task) }),
    ignored,
    fatal,
    notifies,
    ...(flow !== undefined && { flow }),
    result: isKept ? end.result : { changed: end.result["changed"] === true },
    hidden: isSecret(task, () => context.variables.scope(host, task, frame.layers.get(host))),
  });
}

/** Tells what an include has decided on a host. */
export function includeEnded(
  step: CompiledInclude,
  outcome: Outcome,
  ending: Ending,
  context: PlayContext,
): void {
  context.services.progress?.ended({ ...common(step, outcome, ending), ...nothingMore });
}

/** Tells that a host has failed with another: by run_once or any_errors_fatal. */
export function failedElsewhere(task: CompiledTask, ending: Ending, context: PlayContext): void {
  const error = { code: "TASK_FAILED", message: "it failed on another host" } as const;
  context.services.progress?.ended({
    ...common(task, { kind: "ok", result: nothing }, ending),
    // the host's own end may have been well, and stays so
    place: `${ending.frame.place}/elsewhere`,
    kind: "failed",
    rescued: ending.frame.rescued,
    error,
    ...nothingMore,
  });
}

/** Tells that an item went well, so that it is not done twice where the task does not come to its end. */
export function itemEnded({ outcome, result }: TryEnd, item: Value, index: number, one: Try): void {
  const { kind } = outcome;
  if (kind !== "ok" && kind !== "changed" && kind !== "skipped") return;
  const { host, place, task, scope, context } = one;
  const isKept = task.register !== undefined || factsIn(result).length > 0;
  context.services.progress?.itemEnded({
    place,
    host: host.name,
    index,
    item,
    kind,
    result: isKept ? result : { changed: result["changed"] === true },
    hidden: isSecret(task, () => scope),
  });
}

function isRescued(outcome: Outcome): boolean {
  return outcome.kind === "failed" && outcome.rescued;
}

type Common = Pick<StepEnd, "place" | "host" | "name" | "print" | "kind" | "rescued" | "error">;

function common(
  step: CompiledTask | CompiledInclude,
  outcome: Outcome,
  { host, name, frame }: Ending,
): Common {
  const error = outcome.kind === "failed" || outcome.kind === "unreachable" ? outcome.error : undefined;
  return {
    place: frame.place,
    host: host.name,
    name,
    print: stepPrint(step),
    kind: outcome.kind,
    rescued: isRescued(outcome),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}
