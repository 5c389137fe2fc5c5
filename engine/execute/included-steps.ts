import path from "node:path";
import { type CompileContext, compileNow } from "../compile/context.ts";
import { compileHandlers } from "../compile/handlers.ts";
import type { CompiledInclude, CompiledTask, Step } from "../compile/program.ts";
import { placeRole } from "../compile/role.ts";
import { compileRole, compileSteps } from "../compile/steps.ts";
import type { PlayContext } from "./play-context.ts";

const compiled = new WeakMap<CompiledInclude, Map<string, readonly Step[]>>();

/** What an include brings: compiled already where its name was literal, else read and compiled now, once per name. */
export function includedSteps(step: CompiledInclude, name: string, context: PlayContext): readonly Step[] {
  if (step.steps) return step.steps;
  const known = compiled.get(step) ?? new Map<string, readonly Step[]>();
  compiled.set(step, known);
  const steps = known.get(name) ?? compileIncluded(step, name, context);
  known.set(name, steps);
  return steps;
}

function compileIncluded(step: CompiledInclude, name: string, context: PlayContext): readonly Step[] {
  return compileNow(context.services.compile, (inner) =>
    step.item.kind === "include_tasks"
      ? compileSteps(context.services.includes.tasks(step.item, name), step.inner, inner)
      : compileIncludedRole(step, name, context, inner),
  );
}

function compileIncludedRole(
  step: CompiledInclude,
  name: string,
  context: PlayContext,
  inner: CompileContext,
): readonly Step[] {
  if (step.item.kind !== "include_role") return [];
  const placed = placeRole(context.services.includes.role(step.item, name), step.inner, inner);
  for (const { use, around } of placed)
    addHandlers(compileHandlers(use.role.handlers, around, inner), context);
  return placed.flatMap((role) => compileRole(role, inner));
}

/** A role that has been there before brings no handler a second time. */
function addHandlers(handlers: readonly CompiledTask[], context: PlayContext): void {
  const known = new Set(context.handlers.map(placeOf));
  context.handlers.push(...handlers.filter((handler) => !known.has(placeOf(handler))));
}

function placeOf({ source }: CompiledTask): string {
  return `${path.resolve(source.file.path)}:${source.start}`;
}
