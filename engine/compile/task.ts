import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Task } from "../model/playbook.ts";
import type { Template } from "../template/contract.ts";
import { compileArgs } from "./args.ts";
import { type Around, narrow, stepBase } from "./around.ts";
import type { CompileContext } from "./context.ts";
import { listItems, literalText, literalTexts, scalarAt } from "./literal.ts";
import { compileLoop } from "./loop.ts";
import type { CompiledTask } from "./program.ts";

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
  const register = registerName(task, context);
  rejectUnsupported(task, context);
  return {
    ...stepBase(inner, task.source, path.dirname(path.resolve(task.source.file.path))),
    kind: "task",
    name: context.templates.value(keywords.get("name") ?? scalarAt(task, task.module)),
    module,
    moduleSource: task.moduleSource,
    args: compileArgs(task, module, context),
    notify: compileNotify(task, context),
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
  const value = (name: string): Template | undefined => {
    const node = keywords.get(name);
    return node && context.templates.value(node);
  };
  const until = condition("until");
  const retries = value("retries");
  const delay = value("delay");
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

function compileNotify(task: Task, context: CompileContext): readonly Template[] {
  const node = task.keywords.get("notify");
  return node ? listItems(node).map((item) => context.templates.value(item)) : [];
}

function registerName({ keywords }: Task, context: CompileContext): string | undefined {
  const node = keywords.get("register");
  if (!node) return undefined;
  const name = literalText(node, "register", context);
  if (name === undefined || /^[A-Za-z_]\w*$/.test(name)) return name;
  context.errors.add(
    new PlayError("BAD_SHAPE", `"${name}" cannot be the name of a variable`, {
      source: node.source,
      hint: "letters, digits and underscores, not a digit first",
    }),
  );
  return undefined;
}

/** Keywords of Ansible that change what a task does and that play does not have: passing over them would be a lie. */
const unsupported: Readonly<Record<string, string>> = {
  async: "a task runs until it is done; other hosts are not held up by it within its turn",
  poll: "a task runs until it is done",
  debugger: "there is no debugger",
  throttle: "use serial on the play, or --forks",
  module_defaults: "set the options on the tasks, or use a YAML anchor",
};

function rejectUnsupported({ keywords }: Task, context: CompileContext): void {
  for (const [name, instead] of Object.entries(unsupported)) {
    const node = keywords.get(name);
    if (!node || (name === "poll" && !keywords.has("async"))) continue;
    context.errors.add(
      new PlayError("UNSUPPORTED", `the keyword ${name} is not supported`, {
        source: node.source,
        hint: instead,
      }),
    );
  }
}

function unknownModule(task: Task, context: CompileContext): PlayError {
  return new PlayError("UNKNOWN_MODULE", `there is no module "${task.module}"`, {
    source: task.moduleSource,
    hint: didYouMean(task.module, context.modules.keys()) ?? "play doc lists the modules",
  });
}
