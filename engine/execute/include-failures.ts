import type { PlayError } from "../base/play-error.ts";
import type { CompiledInclude } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import type { Failures } from "./failures.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { taskTitle } from "./title.ts";

interface Around {
  readonly frame: Frame;
  readonly context: PlayContext;
}

/** What was to be included cannot be: that is told as a task of its own, for all who wanted it. */
export function failInclude(
  step: CompiledInclude,
  hosts: readonly HostState[],
  error: PlayError,
  { frame, context }: Around,
): Failures {
  const [first] = hosts;
  if (!first) return new Map();
  const title = taskTitle(step, first, frame, context);
  context.services.emit({ kind: "task started", task: title, hosts: hosts.map((host) => host.name) });
  for (const host of hosts)
    tellInclude(
      { kind: "failed", error, ignored: false, rescued: frame.rescued, result: {} },
      host,
      title,
      context,
    );
  context.services.emit({ kind: "task closed", task: title });
  return new Map(hosts.map((host) => [host, includeFailure(error)]));
}

export function includeFailure(error: PlayError): {
  error: PlayError;
  task: null;
  result: { failed: true; msg: string };
} {
  return { error, task: null, result: { failed: true, msg: error.message } };
}

/** Tells and counts what an include came to on a host. */
export function tellInclude(outcome: Outcome, host: HostState, task: TaskTitle, context: PlayContext): void {
  if (outcome.kind === "failed") host.count(outcome.rescued ? "rescued" : "failed");
  else if (outcome.kind !== "unreachable") host.count(outcome.kind);
  context.services.emit({ kind: "task ended", task, host: host.name, outcome, milliseconds: 0 });
}
