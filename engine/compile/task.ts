import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Task } from "../model/playbook.ts";
import type { Template } from "../template/contract.ts";
import { compileArgs } from "./args.ts";
import { type Around, narrow, stepBase } from "./around.ts";
import type { CompileContext } from "./context.ts";
import { literalTexts, scalarAt, variableName } from "./literal.ts";
import { compileLoop } from "./loop.ts";
import type { CompiledTask } from "./program.ts";
import { numberTemplate } from "./settings.ts";

/** One task with everything around it put in; undefined where its module is not known. */
export function compileTask(
  task: Task,
  around: Around,
  context: CompileContext,
  handler: boolean,
): CompiledTask | undefined {
  const module = context.modules.get(task.module);
  if (!module) {
    context.errors.add(unknownModule(task, context));
    return undefined;
  }
  const { keywords } = task;
  const inner = narrow(around, task, context);
  const loop = compileLoop(keywords, context);
  const registerNode = keywords.get("register");
  const register = registerNode && variableName(registerNode, "register", context);
  return {
    ...stepBase(inner, task.source, path.dirname(path.resolve(task.source.file.path))),
    kind: "task",
    name: context.templates.value(keywords.get("name") ?? scalarAt(task, task.module)),
    module,
    moduleSource: task.moduleSource,
    args: compileArgs(task, module, context),
    notify: inner.notify,
    listen: literalTexts(keywords.get("listen"), "listen", context),
    handler,
    ...(loop && { loop }),
    ...(register !== undefined && { register }),
    ...conditions(task, context),
  };
}

type OwnConditions = Partial<
  Pick<CompiledTask, "until" | "retries" | "delay" | "changedWhen" | "failedWhen">
>;

function conditions({ keywords }: Task, context: CompileContext): OwnConditions {
  const condition = (name: string): Template | undefined => {
    const node = keywords.get(name);
    return node && context.templates.condition(node);
  };
  const number = (name: string): Template | undefined => {
    const node = keywords.get(name);
    return node && numberTemplate(name, node, context);
  };
  const until = condition("until");
  const retries = number("retries");
  const delay = number("delay");
  const changedWhen = condition("changed_when");
  const failedWhen = condition("failed_when");
  return {
    ...(until && { until }),
    ...(retries && { retries }),
    ...(delay && { delay }),
    ...(changedWhen && { changedWhen }),
    ...(failedWhen && { failedWhen }),
  };
}

function unknownModule(task: Task, context: CompileContext): PlayError {
  return new PlayError("UNKNOWN_MODULE", `there is no module "${task.module}"`, {
    source: task.moduleSource,
    hint: didYouMean(task.module, context.modules.keys()) ?? "play doc lists the modules",
  });
}
