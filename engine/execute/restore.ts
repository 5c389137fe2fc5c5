import type { CompiledTask } from "../compile/program.ts";
import { PlayError } from "../base/play-error.ts";
import type { Outcome } from "../model/event.ts";
import type { StepEnd } from "../model/step-end.ts";
import { isMap, type ValueMap } from "../model/value.ts";
import type { Flow } from "../module/contract.ts";
import { factsIn, singleResults } from "./facts-in.ts";
import { factsOwner } from "./facts-owner.ts";
import type { HostState } from "./host-state.ts";
import { valueLayer } from "./layers.ts";
import type { PlayContext } from "./play-context.ts";
import { endOf, type Presentation, type TaskEnd } from "./task.ts";

/** Where the end of a task is put back. */
interface Restoring extends Presentation {
  readonly task: CompiledTask;
  readonly host: HostState;
}

/** What an earlier run had come to, put back into the host's state; nothing is asked of the host and nothing is told. */
export async function restore(end: StepEnd, where: Restoring, context: PlayContext): Promise<TaskEnd> {
  const { task, host } = where;
  if (task.handler) host.notified.delete(task);
  if (isEvaluatedAgain(task, end)) {
    const again = await endOf(task, host, where, silenced(context));
    if (again.outcome.kind === "ok") return { ...again, restored: true };
    if (task.module.name === "set_fact") loseFacts(task, host, again);
    else return again;
  }
  if (end.incomplete !== true) restoreFacts(end.result, where, context);
  return restoredEnd(end);
}

/** What only reads is played again where its result was not kept. */
export function isPlayedAgain({ module }: CompiledTask, end: StepEnd | undefined): boolean {
  return end?.incomplete === true && module.kind === "module" && factsIn(end.result).length > 0;
}

/** Variables from files are read again, and a fact that held a secret is made again from what it was made of. */
function isEvaluatedAgain({ module }: CompiledTask, { kind, incomplete, flow }: StepEnd): boolean {
  if (module.kind !== "control" || kind !== "ok" || flow !== undefined) return false;
  return module.name === "include_vars" || incomplete === true;
}

function restoredEnd(end: StepEnd): TaskEnd {
  const { result, ignored, fatal, notifies, flow } = end;
  const outcome = outcomeOf(end);
  return {
    outcome,
    result,
    ignored,
    fatal,
    notifies,
    restored: true,
    ...(isFlow(flow) && { flow }),
  };
}

function outcomeOf({ kind, result, ignored, rescued, error, name }: StepEnd): Outcome {
  const failure = new PlayError(error?.code ?? "TASK_FAILED", error?.message ?? `${name} failed`);
  switch (kind) {
    case "ok":
      return { kind, result };
    case "changed":
      return { kind, result, changes: [] };
    case "unknown":
    case "skipped":
      return { kind, result, reason: "" };
    case "failed":
      return { kind, result, ignored, rescued, error: failure };
    case "unreachable":
      return { kind, ignored, error: failure };
  }
}

const flows: ReadonlySet<string> = new Set<Flow>([
  "noop",
  "flush_handlers",
  "end_play",
  "end_host",
  "clear_host_errors",
  "reset_connection",
  "refresh_inventory",
]);

function isFlow(flow: string | undefined): flow is Flow {
  return flow !== undefined && flows.has(flow);
}

/** Nobody hears of what is done again. */
function silenced(context: PlayContext): PlayContext {
  const { progress: _, ...services } = context.services;
  return { ...context, services: { ...services, emit: () => undefined } };
}

function restoreFacts(result: ValueMap, { task, host, frame }: Restoring, context: PlayContext): void {
  for (const one of singleResults(result)) {
    const facts = one["ansible_facts"];
    if (!isMap(facts)) continue;
    const item = task.loop && one[task.loop.loopVar];
    const layer = new Map(item === undefined ? [] : [[task.loop?.loopVar ?? "item", item]]);
    const outer = context.variables.scope(host, task, frame.layers.get(host));
    const owner = factsOwner({ task, host, context, scope: outer.with(valueLayer(layer)) });
    if (task.module.kind === "module") owner.addFacts(facts);
    else for (const [name, value] of Object.entries(facts)) owner.setFact(name, value);
  }
}

function loseFacts(task: CompiledTask, host: HostState, { outcome }: TaskEnd): void {
  const why = outcome.kind === "failed" ? outcome.error.message : "it held a secret";
  for (const { name } of task.args) host.loseFact(name, why);
}
