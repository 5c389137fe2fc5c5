import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { TaskItem } from "../model/playbook.ts";
import { emptyScope, type Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { type Around, narrow } from "./around.ts";
import type { CompileContext } from "./context.ts";
import { isOpenInclude, leavesOf } from "./leaves.ts";
import type { CompiledTask, Step } from "./program.ts";
import type { PlacedRole } from "./role.ts";
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

/** The handlers of roles, each role's once: as they stand where the role comes under the fewest conditions. */
export function roleHandlers(
  placed: readonly PlacedRole[],
  context: CompileContext,
): readonly CompiledTask[] {
  const chosen = new Map<string, PlacedRole>();
  for (const role of placed) {
    const known = chosen.get(role.scope.folder);
    if (!known || role.around.when.length < known.around.when.length) chosen.set(role.scope.folder, role);
  }
  return [...chosen.values()].flatMap(({ use, around }) =>
    compileHandlers(use.role.handlers, around, context),
  );
}

/** The names that `notify` may use for a handler. */
export function handlerNames(handler: CompiledTask, scope: Scope): readonly string[] {
  const name = handler.name.constant ? [toText(handler.name.render(scope))] : [];
  const qualified = handler.role ? name.map((plain) => `${handler.role?.name} : ${plain}`) : [];
  return [...name, ...qualified, ...handler.listen];
}

/** Every literal `notify` must name a handler of the play; where an include may bring more of them, none is missed. */
export function checkNotifications(
  steps: readonly Step[],
  handlers: readonly CompiledTask[],
  context: CompileContext,
): void {
  const leaves = leavesOf(steps);
  const bringsMore = leaves.some((leaf) => isOpenInclude(leaf) && leaf.item.kind === "include_role");
  if (bringsMore || handlers.some((handler) => !handler.name.constant)) return;
  const known = new Set(handlers.flatMap((handler) => handlerNames(handler, emptyScope)));
  const notifying = [...leaves.filter((leaf) => leaf.kind === "task"), ...handlers];
  for (const notify of notifying.flatMap((task) => task.notify)) {
    if (!notify.constant) continue;
    const name = toText(notify.render(emptyScope));
    if (!known.has(name) && !context.unread?.handler(name))
      context.errors.add(unknownHandler(name, notify.source, known));
  }
}

function unknownHandler(name: string, source: Source, known: ReadonlySet<string>): PlayError {
  const all =
    known.size > 0 ? `there are: ${[...known].join(", ")}` : `write "- name: ${name}" under handlers:`;
  return new PlayError("UNKNOWN_HANDLER", `no handler is called "${name}"`, {
    source,
    hint: didYouMean(name, known) ?? all,
  });
}
