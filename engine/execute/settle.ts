import type { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import type { TaskTitle } from "../model/event.ts";
import { isMap } from "../model/value.ts";
import type { Frame } from "./frame.ts";
import { notify } from "./notify.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { failOthers, type Failure, type Failures } from "./failures.ts";
import type { TaskEnd } from "./task.ts";

/** A task that is over. */
export interface Settling {
  readonly task: CompiledTask;
  readonly title: TaskTitle;
  /** Those it was meant for; with run_once only one of them has run it. */
  readonly hosts: readonly HostState[];
  readonly frame: Frame;
}

/** Puts what came of a task into the hosts' states, and finds who failed. */
export function settle(
  ends: ReadonlyMap<HostState, TaskEnd | undefined>,
  { task, title, hosts, frame }: Settling,
  context: PlayContext,
): Failures {
  const failures: Failures = new Map();
  const [only] = ends.values();
  for (const host of hosts) {
    const isOwn = ends.has(host);
    const end = isOwn ? ends.get(host) : only;
    if (!end) continue;
    if (task.register !== undefined) host.setFact(task.register, end.result);
    if (isOwn) settleOwn(host, end, { task, title, hosts, frame }, context);
    else settleOther(host, end, task);
    if (end.outcome.kind === "failed" && !end.ignored)
      failures.set(host, failureOf(end.outcome.error, end, title));
  }
  if ([...ends.values()].some((end) => end?.fatal === true && !end.ignored)) failOthers(hosts, failures);
  return failures;
}

function settleOwn(host: HostState, end: TaskEnd, { task, frame }: Settling, context: PlayContext): void {
  if (end.restored !== true) countOutcome(host, end, frame);
  notify(end.notifies, { task, host, certain: end.outcome.kind === "changed" }, context);
  if (end.outcome.kind === "unreachable" && !end.ignored) {
    host.status = "unreachable";
    host.lostFatally = end.fatal;
  }
}

/** What run_once did elsewhere counts here too. */
function settleOther(host: HostState, end: TaskEnd, task: CompiledTask): void {
  host.notified.delete(task);
  shareFacts(task, end, host);
}

function failureOf(error: PlayError, { result, fatal }: TaskEnd, { name, module }: TaskTitle): Failure {
  return { error, task: { name, action: module }, result, fatal };
}

/** set_fact with run_once is for all hosts. */
function shareFacts(task: CompiledTask, { result }: TaskEnd, host: HostState): void {
  const facts = result["ansible_facts"];
  if (task.module.name !== "set_fact" || !isMap(facts)) return;
  for (const [name, value] of Object.entries(facts)) host.setFact(name, value);
}

function countOutcome(host: HostState, { outcome, ignored }: TaskEnd, frame: Frame): void {
  const { kind } = outcome;
  if (ignored) host.count("ignored");
  if (kind === "changed" || (ignored && kind === "failed")) host.count("ok");
  if (ignored) return;
  host.count(kind === "failed" && frame.rescued ? "rescued" : kind);
}
