import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import { handlerNames } from "../compile/handlers.ts";
import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { isList, Unknown } from "../model/value.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";

interface Notifier {
  readonly task: CompiledTask;
  readonly host: HostState;
  /** Not where a check run cannot tell whether the task changes anything. */
  readonly certain: boolean;
}

/** Remembers the handlers that a changed task owes to its host. */
export function notify(
  names: readonly string[],
  { task, host, certain }: Notifier,
  context: PlayContext,
): void {
  for (const name of names) {
    const handlers = handlersFor(name, host, context);
    if (handlers.length === 0)
      context.services.emit({
        kind: "warning",
        message: `no handler is called "${name}"`,
        source: task.source,
      });
    for (const handler of handlers)
      if (host.notified.get(handler) !== "yes") host.notified.set(handler, certain ? "yes" : "maybe");
  }
}

/** Throws PlayError. */
export function notifiedNames(task: CompiledTask, host: HostState, context: PlayContext): readonly string[] {
  if (task.notify.length === 0) return [];
  const scope = context.variables.scope(host, task);
  return task.notify.flatMap((template) => {
    const value = template.render(scope);
    if (value instanceof Unknown) return [];
    return isList(value) ? value.map(toText) : [toText(value)];
  });
}

/** All that listen, and of those that are called so the last, the play's own before those of roles. */
function handlersFor(name: string, host: HostState, context: PlayContext): readonly CompiledTask[] {
  const called = context.handlers.filter((handler) => isCalled(handler, name, host, context));
  const one = called.findLast((handler) => !handler.role) ?? called.at(-1);
  return context.handlers.filter((handler) => handler === one || handler.listen.includes(name));
}

function isCalled(handler: CompiledTask, name: string, host: HostState, context: PlayContext): boolean {
  if (handlerNames({ ...handler, listen: [] }, emptyScope).includes(name)) return true;
  if (handler.name.constant) return false;
  try {
    const rendered = toText(handler.name.render(context.variables.scope(host, handler)));
    return rendered === name || (handler.role !== undefined && `${handler.role.name} : ${rendered}` === name);
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}
