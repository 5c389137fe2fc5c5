import { PlayError } from "../base/play-error.ts";
import type { CompiledInclude, CompiledTask } from "../compile/program.ts";
import type { TaskTitle } from "../model/event.ts";
import { toText } from "../model/text-form.ts";
import { findUnknown } from "../model/value.ts";
import { conditionText } from "./conditions.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";

let lastId = 0;

/** What a task is called in output; what cannot be rendered is shown as it is written. */
export function taskTitle(
  step: CompiledTask | CompiledInclude,
  host: HostState,
  frame: Frame,
  context: PlayContext,
): TaskTitle {
  const name = renderedName(step, host, frame, context);
  return {
    id: ++lastId,
    name: step.role ? `${step.role.name} : ${name}` : name,
    module: step.kind === "task" ? step.module.name : step.item.kind,
    handler: step.kind === "task" && step.handler,
    source: step.source,
    ...(step.role && { role: step.role.name }),
  };
}

function renderedName(
  step: CompiledTask | CompiledInclude,
  host: HostState,
  frame: Frame,
  context: PlayContext,
): string {
  try {
    const name = step.name.render(context.variables.scope(host, step, frame.layers.get(host)));
    return findUnknown(name) ? conditionText(step.name) : toText(name);
  } catch (error) {
    if (error instanceof PlayError) return conditionText(step.name);
    throw error;
  }
}
