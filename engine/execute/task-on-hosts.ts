import type { CompiledTask } from "../compile/program.ts";
import type { StepEnd } from "../model/step-end.ts";
import { PlayError } from "../base/play-error.ts";
import { runFlow } from "./flow.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { isPlayedAgain, restore } from "./restore.ts";
import { flagSetting } from "./settings.ts";
import { settle } from "./settle.ts";
import type { Failures } from "./failures.ts";
import { failedElsewhere } from "./tell-progress.ts";
import { type Presentation, reportUnknown, runTask, type TaskEnd } from "./task.ts";
import { taskTitle } from "./title.ts";

/** Runs one task on all hosts, as many at a time as `--forks` says. */
export async function runTaskOnHosts(
  task: CompiledTask,
  hosts: readonly HostState[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  const [first] = hosts;
  if (!first) return new Map();
  const before = restorable(task, hosts, frame, context);
  const once = isOnce(task, first, frame, context);
  const chosen = once ? [[...before.keys()][0] ?? first] : hosts;
  const playing = chosen.filter((host) => !before.has(host));
  const title = taskTitle(task, first, frame, context);
  if (playing.length > 0)
    context.services.emit({ kind: "task started", task: title, hosts: playing.map((host) => host.name) });
  const ends = await Promise.all(
    chosen.map((host) =>
      context.limit(async () => {
        const end = before.get(host);
        const where = { title, frame };
        return [
          host,
          end
            ? await restore(end, { task, host, ...where }, context)
            : await runOne(task, host, where, context),
        ] as const;
      }),
    ),
  );
  if (playing.length > 0) context.services.emit({ kind: "task closed", task: title });
  const failures = settle(new Map(ends), { task, title, hosts, frame }, context);
  for (const [host, { error }] of failures)
    if (new Map(ends).get(host)?.outcome.kind !== "failed" && error.code !== "INTERRUPTED")
      failedElsewhere(task, { host, name: title.name, frame }, context);
  const flow = ends.flatMap(([host, end]) => (end?.flow === undefined ? [] : [{ host, flow: end.flow }]));
  for (const [host, failure] of await runFlow(flow, frame.place, context)) failures.set(host, failure);
  return failures;
}

/** The hosts on which an earlier run has finished the task, with what came of it. */
function restorable(
  task: CompiledTask,
  hosts: readonly HostState[],
  frame: Frame,
  { recall }: PlayContext,
): ReadonlyMap<HostState, StepEnd> {
  return new Map(
    hosts.flatMap((host) => {
      const end = recall.endOf({ host, place: frame.place }, task);
      return end && !isPlayedAgain(task, end) ? [[host, end] as const] : [];
    }),
  );
}

/** Whether one host's run is for all; where that cannot be told, no: the task then fails on each. */
export function isOnce(
  step: Pick<CompiledTask, "settings"> & Parameters<PlayContext["variables"]["scope"]>[1],
  first: HostState,
  frame: Frame,
  context: PlayContext,
): boolean {
  try {
    const scope = context.variables.scope(first, step, frame.layers.get(first));
    return flagSetting(step.settings, "run_once", scope);
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}

async function runOne(
  task: CompiledTask,
  host: HostState,
  { title, frame }: Presentation,
  context: PlayContext,
): Promise<TaskEnd | undefined> {
  if (context.services.interrupted.aborted) return undefined;
  context.recall.arrive(host);
  const owed = task.handler ? host.notified.get(task) : undefined;
  host.notified.delete(task);
  if (owed === "maybe") return reportUnknown(host, title, context);
  return runTask(task, host, { title, frame }, context);
}
