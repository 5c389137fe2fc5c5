import { z } from "zod";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Task } from "../model/playbook.ts";
import { emptyScope } from "../model/scope.ts";
import type { AnyModule } from "../module/contract.ts";
import { badOption, seeDoc } from "./bad-option.ts";
import type { CompileContext } from "./context.ts";
import { isInternal, optionNames, takesAnyOption } from "./option-names.ts";
import type { CompiledArg } from "./program.ts";

/** Whether what must be given is given, and values that are known are acceptable. Collects MISSING_OPTION, BAD_OPTION. */
export function checkOptions(
  task: Task,
  module: AnyModule,
  args: readonly CompiledArg[],
  context: CompileContext,
): void {
  checkConstants(module, args, context);
  const known = context.errors.errors.filter(({ source }) => isWithin(source, task.args.source));
  // of options in a form that was not understood, some may have been given
  const unclear = known.some(({ code }) => code === "BAD_SHAPE") || isOptionBeside(task, module, context);
  if (!unclear) checkRequired(task, module, args, context);
  // where nothing is given, that has been told
  if (known.length === 0 && args.length > 0) checkTogether(task, module, args, context);
}

/** Whether an option stands beside the module instead of below it; that has been told as an unknown keyword. */
function isOptionBeside({ source }: Task, module: AnyModule, { errors }: CompileContext): boolean {
  const options = optionNames(module);
  return errors.errors.some(
    (error) =>
      error.code === "UNKNOWN_KEY" &&
      isWithin(error.source, source) &&
      options.has(error.source?.file.text.slice(error.source.start, error.source.end) ?? ""),
  );
}

function isWithin(inner: Source | undefined, outer: Source): boolean {
  return inner?.file.path === outer.file.path && inner.start >= outer.start && inner.end <= outer.end;
}

/** Options that must be given. */
function checkRequired(
  task: Task,
  module: AnyModule,
  args: readonly CompiledArg[],
  context: CompileContext,
): void {
  const given = new Set(args.map((arg) => arg.name));
  if (task.args.entries.length === 0 && args.length === 0 && wantsSomething(module)) {
    context.errors.add(nothingGiven(task, module));
    return;
  }
  for (const [name, schema] of Object.entries(module.args.shape)) {
    if (given.has(name) || isInternal(schema) || z.safeParse(schema, undefined).success) continue;
    const near = task.args.entries.find((entry) => didYouMean(entry.key, [name]) !== undefined);
    if (near) continue; // told as an unknown option already
    context.errors.add(
      new PlayError("MISSING_OPTION", `${module.name} needs the option "${name}"`, {
        source: task.moduleSource,
        hint: missingHint(module, name),
      }),
    );
  }
}

/** Whether there is nothing that the module could do without any option. */
function wantsSomething(module: AnyModule): boolean {
  return module.freeForm !== undefined || takesAnyOption(module);
}

function nothingGiven({ moduleSource }: Task, module: AnyModule): PlayError {
  const example = module.freeForm === undefined ? "name: value below it" : `write it behind ${module.name}:`;
  return new PlayError("MISSING_OPTION", `${module.name} is told nothing to do`, {
    source: moduleSource,
    hint: `${example}; ${seeDoc(module)}`,
  });
}

function missingHint(module: AnyModule, option: string): string {
  return option === module.freeForm
    ? `write it behind ${module.name}:`
    : `write ${option}: below ${module.name}:; ${seeDoc(module)}`;
}

/** Values without anything to render are checked now; the rest when it is rendered. */
function checkConstants(module: AnyModule, args: readonly CompiledArg[], context: CompileContext): void {
  for (const arg of args) {
    const schema = module.args.shape[arg.name];
    if (!schema || !arg.template.constant) continue;
    context.errors.attempt(() => checkOption(module, arg, schema));
  }
}

/** What must hold between the options, where all of them are known. */
function checkTogether(
  task: Task,
  module: AnyModule,
  args: readonly CompiledArg[],
  context: CompileContext,
): void {
  if (!args.every((arg) => arg.template.constant)) return;
  const want = Object.fromEntries(args.map((arg) => [arg.name, arg.template.render(emptyScope)]));
  const checked = module.args.safeParse(want);
  for (const issue of checked.error?.issues ?? [])
    if (issue.path.length === 0)
      context.errors.add(
        new PlayError("BAD_OPTION", `${module.name}: ${issue.message}`, {
          source: task.moduleSource,
          hint: seeDoc(module),
        }),
      );
}

function checkOption(module: AnyModule, arg: CompiledArg, schema: z.core.$ZodType): void {
  const value = arg.template.render(emptyScope);
  try {
    const checked = z.safeParse(schema, value);
    if (!checked.success)
      throw badOption(module, { ...arg, value }, checked.error.issues[0]?.message ?? "is not acceptable");
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source: arg.template.source, hint: error.hint });
  }
}
