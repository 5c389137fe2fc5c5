import type { CompiledTask } from "../compile/program.ts";
import { PlayError } from "../base/play-error.ts";
import type { Outcome } from "../model/event.ts";
import { runFlow } from "./flow.ts";
import type { Frame } from "./frame.ts";
import { notify } from "./handlers.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { flagSetting } from "./reach.ts";
import type { Failures } from "./steps.ts";
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
  const once = flagSetting(task.settings, "run_once", context.variables.scope(first, task));
  const chosen = once ? [first] : hosts;
  const title = taskTitle(task, first, context);
  context.services.emit({ kind: "task started", task: title, hosts: chosen.map((host) => host.name) });
  const ends = await Promise.all(
    chosen.map((host) =>
      context.limit(async () => [host, await runOne(task, host, { title, frame }, context)] as const),
    ),
  );
  context.services.emit({ kind: "task closed", task: title });
  const failures = settle(task, new Map(ends), { hosts, once, frame }, context);
  const flow = ends.flatMap(([host, end]) => (end?.flow === undefined ? [] : [{ host, flow: end.flow }]));
  for (const [host, failure] of await runFlow(flow, context)) failures.set(host, failure);
  return failures;
}

async function runOne(
  task: CompiledTask,
  host: HostState,
  { title, frame }: Presentation,
  context: PlayContext,
): Promise<TaskEnd | undefined> {
  if (context.services.interrupted.aborted) return undefined;
  const owed = task.handler ? host.notified.get(task) : undefined;
  host.notified.delete(task);
  if (owed === "maybe") return reportUnknown(host, title, context);
  return runTask(task, host, { title, frame }, context);
}

interface Settling {
  readonly hosts: readonly HostState[];
  readonly once: boolean;
  readonly frame: Frame;
}

/** Puts what came of a task into the hosts' states, and finds who failed. */
function settle(
  task: CompiledTask,
  ends: ReadonlyMap<HostState, TaskEnd | undefined>,
  { hosts, once, frame }: Settling,
  context: PlayContext,
): Failures {
  const failures: Failures = new Map();
  const [only] = ends.values();
  for (const host of hosts) {
    const end = ends.get(host) ?? (once ? only : undefined);
    if (!end) continue;
    if (task.register !== undefined) host.setFact(task.register, end.result);
    if (once && !ends.has(host)) shareFacts(task, end, host);
    const isOwn = ends.has(host);
    if (isOwn) countOutcome(host, end, frame);
    if (isOwn) notify(task, host, end.outcome, context);
    if (end.outcome.kind === "unreachable" && !end.ignored) {
      if (isOwn) host.status = "unreachable";
    } else if (end.outcome.kind === "failed" && !end.ignored)
      failures.set(host, { error: end.outcome.error, task: { name: task.module.name }, result: end.result });
  }
  const broken =
    failures.size > 0 ||
    [...ends.values()].some((end) => end?.outcome.kind === "unreachable" && !end.ignored);
  if (broken && [...ends.keys()].some((host) => isFatal(task, host, context))) failOthers(hosts, failures);
  return failures;
}

function isFatal(task: CompiledTask, host: HostState, context: PlayContext): boolean {
  return flagSetting(task.settings, "any_errors_fatal", context.variables.scope(host, task));
}

function failOthers(hosts: readonly HostState[], failures: Failures): void {
  const error = new PlayError("TASK_FAILED", "another host failed, and any_errors_fatal holds");
  for (const host of hosts)
    if (host.status === "active" && !failures.has(host))
      failures.set(host, { error, task: null, result: { failed: true, msg: error.message } });
}

/** set_fact with run_once is for all hosts. */
function shareFacts(task: CompiledTask, end: TaskEnd, host: HostState): void {
  const facts = end.result["ansible_facts"];
  if (task.module.name !== "set_fact" || typeof facts !== "object" || facts === null) return;
  for (const [name, value] of Object.entries(facts)) host.setFact(name, value);
}

const countedAs = {
  ok: "ok",
  changed: "changed",
  unknown: "unknown",
  skipped: "skipped",
  failed: "failed",
  unreachable: "unreachable",
} as const satisfies Record<Outcome["kind"], string>;

function countOutcome(host: HostState, { outcome, ignored }: TaskEnd, frame: Frame): void {
  const field = countedAs[outcome.kind];
  if (field === "changed") host.count("ok");
  if (ignored) host.count("ignored");
  if (ignored && field === "failed") host.count("ok");
  else if (field === "failed" && frame.rescued) host.count("rescued");
  else if (!ignored || field !== "unreachable") host.count(field);
}
