import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { TaskItem } from "../model/playbook.ts";
import { emptyScope, type Scope } from "../model/scope.ts";
import { type Around, narrow } from "./around.ts";
import type { CompileContext } from "./context.ts";
import type { CompiledTask, Step } from "./program.ts";
import { compileTask } from "./task.ts";

/** Handlers in the order in which they are flushed. They run when notified, whatever tags are asked for. */
export function compileHandlers(
  items: readonly TaskItem[],
  around: Around,
  context: CompileContext,
): readonly CompiledTask[] {
  return items.flatMap((item): readonly CompiledTask[] => {
    if (item.kind === "task") {
      const handler = compileTask(item, around, context, true);
      return handler ? [handler] : [];
    }
    if (item.kind === "import_tasks")
      return compileHandlers(item.tasks, narrow(around, item, context), context);
    if (item.kind === "block") return compileHandlers(item.block, narrow(around, item, context), context);
    context.errors.add(
      new PlayError("UNSUPPORTED", `${item.kind} cannot stand among handlers`, {
        source: item.source,
        hint: "use import_tasks",
      }),
    );
    return [];
  });
}

/** The names that `notify` may use for a handler. */
export function handlerNames(handler: CompiledTask, scope: Scope): readonly string[] {
  const name = handler.name.constant ? [String(handler.name.render(scope))] : [];
  const qualified = handler.role ? name.map((plain) => `${handler.role?.name} : ${plain}`) : [];
  return [...name, ...qualified, ...handler.listen];
}

/** Every literal `notify` must name a handler of the play. */
export function checkNotifications(
  steps: readonly Step[],
  handlers: readonly CompiledTask[],
  context: CompileContext,
): void {
  const known = new Set(handlers.flatMap((handler) => handlerNames(handler, emptyScope)));
  const open = handlers.some((handler) => !handler.name.constant);
  for (const task of [...tasksOf(steps), ...handlers])
    for (const notify of task.notify) {
      if (!notify.constant || open) continue;
      const name = String(notify.render(emptyScope));
      if (known.has(name)) continue;
      context.errors.add(
        new PlayError("UNKNOWN_HANDLER", `no handler is called "${name}"`, {
          source: notify.source,
          hint:
            didYouMean(name, known) ?? (known.size > 0 ? `there are: ${[...known].join(", ")}` : undefined),
        }),
      );
    }
}

/** All tasks in these steps, in order, blocks opened. */
export function tasksOf(steps: readonly Step[]): readonly CompiledTask[] {
  return steps.flatMap((step): readonly CompiledTask[] => {
    if (step.kind === "task") return [step];
    if (step.kind === "include") return tasksOf(step.steps ?? []);
    return [...tasksOf(step.block), ...tasksOf(step.rescue), ...tasksOf(step.always)];
  });
}
