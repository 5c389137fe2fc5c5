import path from "node:path";
import type { VariableSet } from "../model/inventory.ts";
import type {
  Block,
  Keywords,
  RoleImport,
  RoleInclude,
  RoleUse,
  TaskInclude,
  TaskItem,
} from "../model/playbook.ts";
import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { type Around, narrow, stepBase } from "./around.ts";
import { compileVariables, type CompileContext } from "./context.ts";
import { scalarAt, writtenText } from "./literal.ts";
import { compileLoop } from "./loop.ts";
import type { CompiledBlock, CompiledInclude, CompiledTask, Step } from "./program.ts";
import { placeRole, type PlacedRole } from "./role.ts";
import { compileTask } from "./task.ts";

/** The steps that tags and roles leave of these items; imports dissolve into what they bring. */
export function compileSteps(
  items: readonly TaskItem[],
  around: Around,
  context: CompileContext,
): readonly Step[] {
  return items.flatMap((item) => compileItem(item, around, context));
}

function compileItem(item: TaskItem, around: Around, context: CompileContext): readonly Step[] {
  switch (item.kind) {
    case "task": {
      const task = compileTask(item, around, context, false);
      return task && isTaken(task, context) ? [task] : [];
    }
    case "block":
      return compileBlock(item, around, context);
    case "import_tasks":
      return compileSteps(item.tasks, narrow(around, item, context), context);
    case "import_role":
      return compileRoleImport(item, around, context);
    case "include_tasks":
    case "include_role": {
      const include = compileInclude(item, around, context);
      return isTaken(include, context) ? [include] : [];
    }
  }
}

function compileBlock(item: Block, around: Around, context: CompileContext): readonly CompiledBlock[] {
  const inner = narrow(around, item, context);
  const block = compileSteps(item.block, inner, context);
  const rescue = compileSteps(item.rescue, inner, context);
  const always = compileSteps(item.always, inner, context);
  if (block.length === 0 && always.length === 0) return [];
  return [{ ...stepBase(inner, item.source, fileFolder(item)), kind: "block", block, rescue, always }];
}

function compileRoleImport(item: RoleImport, around: Around, context: CompileContext): readonly Step[] {
  return placeRole(item.use, narrow(around, item, context), context).flatMap((placed) =>
    compileRole({ ...placed, imported: true }, context),
  );
}

/** A role's steps after those of its dependencies. */
function compileRoleUse(use: RoleUse, around: Around, context: CompileContext): readonly Step[] {
  return placeRole(use, around, context).flatMap((placed) => compileRole(placed, context));
}

/** The steps of one role, without its dependencies. */
export function compileRole(placed: PlacedRole, context: CompileContext): readonly Step[] {
  context.placedRoles?.push(placed);
  return compileSteps(placed.use.role.tasks, placed.around, context);
}

/**
 * The include's own keywords decide about itself only; what it brings inherits what surrounds it, its parameters and
 * `apply`. Where the name is literal that is compiled now, so that its mistakes are found before a host is touched.
 */
function compileInclude(
  item: TaskInclude | RoleInclude,
  around: Around,
  context: CompileContext,
): CompiledInclude {
  const loop = compileLoop(item.keywords, context);
  const register = item.keywords.get("register");
  const own = narrow(around, { keywords: item.keywords }, context);
  const params = item.variables.size > 0 ? [compileVariables(item.variables, context.templates)] : [];
  const includeParams = [...around.includeParams, ...params];
  const inner = narrow({ ...around, includeParams }, applied(item), context);
  const name = context.templates.value(item.keywords.get("name") ?? scalarAt(item, item.kind));
  const base = { ...stepBase(own, item.source, fileFolder(item)), includeParams, name };
  context.selector.reach(named(base));
  const steps = literalSteps(item, inner, context);
  return {
    ...base,
    kind: "include",
    item,
    inner,
    target: context.templates.value(item.kind === "include_tasks" ? item.file : item.name),
    files: roleFiles(item, context),
    ...(steps && { steps }),
    ...(loop && { loop }),
    ...(register?.kind === "scalar" && { register: String(register.value) }),
  };
}

function roleFiles(item: TaskInclude | RoleInclude, { templates }: CompileContext): CompiledInclude["files"] {
  if (item.kind === "include_tasks") return {};
  const { tasksFrom, varsFrom, defaultsFrom, handlersFrom } = item;
  return {
    ...(tasksFrom && { tasks: templates.value(tasksFrom) }),
    ...(varsFrom && { vars: templates.value(varsFrom) }),
    ...(defaultsFrom && { defaults: templates.value(defaultsFrom) }),
    ...(handlersFrom && { handlers: templates.value(handlersFrom) }),
  };
}

/** What stands under `apply:`. */
function applied({ apply }: TaskInclude | RoleInclude): { keywords: Keywords; variables: VariableSet } {
  const vars = apply.get("vars");
  const entries = vars?.kind === "mapping" ? vars.entries : [];
  return { keywords: apply, variables: new Map(entries.map(({ key, value }) => [key, value])) };
}

function literalSteps(
  item: TaskInclude | RoleInclude,
  inner: Around,
  context: CompileContext,
): readonly Step[] | undefined {
  if (item.kind === "include_tasks") return item.tasks && compileSteps(item.tasks, inner, context);
  return item.use && compileRoleUse(item.use, inner, context);
}

/** Whether the selection takes it. An include is taken for a role also where only what it brings belongs to it. */
function isTaken(step: CompiledTask | CompiledInclude, context: CompileContext): boolean {
  const brings = step.kind === "include" && (!step.steps || step.steps.length > 0);
  return context.selector.takes({ ...named(step), tags: step.tags, brings });
}

function named({ name, role }: Pick<CompiledTask, "name" | "role">): { name: string; roles: string[] } {
  return {
    name: name.constant ? toText(name.render(emptyScope)) : writtenText(name),
    roles: role ? [role.name, ...role.within] : [],
  };
}

function fileFolder(item: TaskItem): string {
  return path.dirname(path.resolve(item.source.file.path));
}
