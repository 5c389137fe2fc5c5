import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { censor } from "./censor.ts";
import { isSecret } from "./flags.ts";
import type { Frame } from "./frame.ts";
import { notifiedNames } from "./notify.ts";
import type { HostState } from "./host-state.ts";
import { isIgnored } from "./ignored.ts";
import type { PlayContext } from "./play-context.ts";
import { flagSetting } from "./settings.ts";
import { runLoop } from "./run-loop.ts";
import { taskEnded } from "./tell-progress.ts";
import { fromError } from "./try-error.ts";
import { type Try, type TryEnd, unknownEnd } from "./try.ts";
import { tryAndTell } from "./try-and-tell.ts";

/** A task's end on one host, with what its surroundings need to know about it. */
export type TaskEnd = TryEnd & Consequences;

interface Consequences {
  readonly ignored: boolean;
  /** any_errors_fatal holds for it. */
  readonly fatal: boolean;
  /** What it notifies, if it has changed anything. */
  readonly notifies: readonly string[];
  /** An earlier run has come to this end; nothing was done now. */
  readonly restored?: boolean;
}

const noConsequences: Consequences = { ignored: false, fatal: false, notifies: [] };

/** What surrounds a task at run time. */
export interface Presentation {
  readonly title: TaskTitle;
  readonly frame: Frame;
}

/** Runs one task on one host: all its items, all their tries. */
export async function runTask(
  task: CompiledTask,
  host: HostState,
  { title, frame }: Presentation,
  context: PlayContext,
): Promise<TaskEnd> {
  const started = performance.now();
  const top = frame.layers.get(host);
  const end = await endOf(task, host, { title, frame }, context);
  const outcome = marked(end.outcome, end.ignored, frame.rescued);
  const milliseconds = performance.now() - started;
  host.count("milliseconds", milliseconds);
  const secret = isSecret(task, () => context.variables.scope(host, task, top));
  context.services.emit({
    kind: "task ended",
    task: title,
    host: host.name,
    outcome: secret ? censor(outcome) : outcome,
    milliseconds,
    ...(end.args && !secret && { args: end.args }),
  });
  const ended = { ...end, outcome };
  taskEnded(task, ended, { host, name: title.name, frame }, context);
  return ended;
}

/** A handler of which a check run cannot tell whether it is owed. */
export function reportUnknown(host: HostState, title: TaskTitle, context: PlayContext): TaskEnd {
  const end = unknownEnd("it may run: a task that notifies it may change something");
  host.forecasts.recordUnknown();
  context.services.emit({
    kind: "task ended",
    task: title,
    host: host.name,
    outcome: end.outcome,
    milliseconds: 0,
  });
  return { ...end, ...noConsequences };
}

/** What rendering the loop, the retries or a keyword throws is the task's failure. */
export async function endOf(
  task: CompiledTask,
  host: HostState,
  { title, frame }: Presentation,
  context: PlayContext,
): Promise<TaskEnd> {
  try {
    const scope = context.variables.scope(host, task, frame.layers.get(host));
    const one: Try = { task, host, scope, context, place: frame.place };
    // where it cannot be evaluated, the task was given to all hosts, to fail there
    flagSetting(task.settings, "run_once", scope);
    const end = task.loop ? await runLoop(one, task.loop, title) : await tryAndTell(one, title);
    if (end.outcome.kind === "unknown") host.forecasts.recordUnknown();
    const { kind } = end.outcome;
    return {
      ...end,
      ignored: isIgnored(end.outcome, one),
      fatal:
        (kind === "failed" || kind === "unreachable") &&
        flagSetting(task.settings, "any_errors_fatal", scope),
      notifies: kind === "changed" || kind === "unknown" ? notifiedNames(task, host, context) : [],
    };
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    return { ...fromError(error, task), ...noConsequences, fatal: isFatal(task, host, frame, context) };
  }
}

/** Of a task that could not be rendered; where that is true of any_errors_fatal itself, it does not hold. */
function isFatal(task: CompiledTask, host: HostState, frame: Frame, context: PlayContext): boolean {
  try {
    const scope = context.variables.scope(host, task, frame.layers.get(host));
    return flagSetting(task.settings, "any_errors_fatal", scope);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    return false;
  }
}

function marked(outcome: Outcome, ignored: boolean, rescued: boolean): Outcome {
  if (outcome.kind === "failed") return { ...outcome, ignored, rescued: rescued && !ignored };
  return outcome.kind === "unreachable" ? { ...outcome, ignored } : outcome;
}
