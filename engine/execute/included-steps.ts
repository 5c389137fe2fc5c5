import { type CompileContext, compileNow } from "../compile/context.ts";
import { roleHandlers } from "../compile/handlers.ts";
import type { CompiledInclude, CompiledTask, Step } from "../compile/program.ts";
import { placeRole, type PlacedRole } from "../compile/role.ts";
import { compileRole, compileSteps } from "../compile/steps.ts";
import { handlerKey } from "./handler-key.ts";
import type { IncludeTarget, PlayContext, RunServices } from "./play-context.ts";

interface Included {
  readonly steps: readonly Step[];
  /** Those of the roles among what is included. */
  readonly handlers: readonly CompiledTask[];
}

const compiled = new WeakMap<CompiledInclude, Map<string, Included>>();

/**
 * What an include brings: compiled already where its name was literal, else read and compiled now, once per name. The
 * handlers that come with it are put into the play.
 */
export function includedSteps(
  step: CompiledInclude,
  target: IncludeTarget,
  context: PlayContext,
): readonly Step[] {
  if (step.steps) return step.steps;
  const known = compiled.get(step) ?? new Map<string, Included>();
  compiled.set(step, known);
  const key = JSON.stringify(target);
  const included = known.get(key) ?? compileIncluded(step, target, context.services);
  known.set(key, included);
  addHandlers(included.handlers, context);
  return included.steps;
}

function compileIncluded(
  { item, inner }: CompiledInclude,
  target: IncludeTarget,
  services: RunServices,
): Included {
  return compileNow(services.compile, (outer) => {
    const placedRoles: PlacedRole[] = [];
    const context: CompileContext = { ...outer, placedRoles };
    const steps =
      item.kind === "include_tasks"
        ? compileSteps(services.includes.tasks(item, target.name), inner, context)
        : placeRole(services.includes.role(item, target), inner, context).flatMap((role) =>
            compileRole(role, context),
          );
    return { steps, handlers: roleHandlers(placedRoles, context) };
  });
}

/** A role that has been there before brings no handler a second time. */
function addHandlers(handlers: readonly CompiledTask[], context: PlayContext): void {
  const known = new Set(context.handlers.map(handlerKey));
  context.handlers.push(...handlers.filter((handler) => !known.has(handlerKey(handler))));
}
