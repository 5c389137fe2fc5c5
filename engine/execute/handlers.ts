import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import { handlerNames } from "../compile/handlers.ts";
import type { Outcome } from "../model/event.ts";
import { emptyScope } from "../model/scope.ts";
import { isList, Unknown } from "../model/value.ts";
import { outerFrame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import type { Failures } from "./steps.ts";
import { runTaskOnHosts } from "./task-on-hosts.ts";

/** Remembers the handlers that a changed task owes to its host. */
export function notify(task: CompiledTask, host: HostState, outcome: Outcome, context: PlayContext): void {
  if (outcome.kind !== "changed" && outcome.kind !== "unknown") return;
  const certainty = outcome.kind === "changed" ? "yes" : "maybe";
  for (const name of notifiedNames(task, host, context)) {
    const handlers = context.handlers.filter((handler) => answersTo(handler, name, host, context));
    if (handlers.length === 0)
      context.services.emit({
        kind: "warning",
        message: `no handler is called "${name}"`,
        source: task.source,
      });
    for (const handler of handlers)
      if (host.notified.get(handler) !== "yes") host.notified.set(handler, certainty);
  }
}

function notifiedNames(task: CompiledTask, host: HostState, context: PlayContext): readonly string[] {
  if (task.notify.length === 0) return [];
  const scope = context.variables.scope(host, task);
  return task.notify.flatMap((template) => {
    const value = template.render(scope);
    if (value instanceof Unknown) return [];
    return isList(value) ? value.map(String) : [String(value)];
  });
}

function answersTo(handler: CompiledTask, name: string, host: HostState, context: PlayContext): boolean {
  if (handlerNames(handler, emptyScope).includes(name)) return true;
  if (handler.name.constant) return false;
  try {
    const rendered = String(handler.name.render(context.variables.scope(host, handler)));
    return rendered === name || (handler.role !== undefined && `${handler.role.name} : ${rendered}` === name);
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}

/** Runs what is owed, in the order of the handlers, until nothing is owed any more. */
export async function flushHandlers(hosts: readonly HostState[], context: PlayContext): Promise<Failures> {
  const failures: Failures = new Map();
  for (;;) {
    const next = context.handlers.find((handler) => owing(handler, hosts, failures).length > 0);
    if (!next || context.services.interrupted.aborted) return failures;
    const failed = await runTaskOnHosts(next, owing(next, hosts, failures), outerFrame, context);
    for (const [host, failure] of failed) failures.set(host, failure);
  }
}

function owing(handler: CompiledTask, hosts: readonly HostState[], failures: Failures): readonly HostState[] {
  return hosts.filter(
    (host) => host.status !== "unreachable" && host.notified.has(handler) && !failures.has(host),
  );
}
