import { z } from "zod";
import { didYouMean } from "../base/suggest.ts";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Task } from "../model/playbook.ts";
import { emptyScope } from "../model/scope.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";
import { hasTemplate, listItems } from "./literal.ts";
import type { CompiledArg } from "./program.ts";

interface WrittenArg {
  readonly written: string;
  readonly source: Source;
  readonly value: YamlNode;
}

/** Checks a task's options by name, and by value where the value is known; returns them under their own names. */
export function compileArgs(task: Task, module: AnyModule, context: CompileContext): readonly CompiledArg[] {
  const options = optionNames(module);
  const before = context.errors.errors.length;
  const compiled: CompiledArg[] = [];
  for (const arg of writtenArgs(task, module, context)) {
    const name = options.get(arg.written) ?? freeName(arg, module, context);
    if (name === undefined) {
      if (!takesAnyOption(module)) context.errors.add(unknownOption(arg, module, options));
      continue;
    }
    const twin = compiled.find((other) => other.name === name);
    if (twin) context.errors.add(givenTwice(arg, twin));
    compiled.push({ name, source: arg.source, template: compileArg(module, name, arg.value, context) });
  }
  checkRequired(task, module, compiled, context);
  checkConstants(module, compiled, context);
  if (context.errors.errors.length === before) checkTogether(task, module, compiled, context);
  return compiled;
}

/** The name of an option that is a variable's name, where the module takes any. */
function freeName(arg: WrittenArg, module: AnyModule, { errors }: CompileContext): string | undefined {
  if (!takesAnyOption(module)) return undefined;
  if (/^[A-Za-z_]\w*$/.test(arg.written) || hasTemplate(arg.written)) return arg.written;
  errors.add(
    new PlayError("BAD_OPTION", `"${arg.written}" cannot be the name of a variable`, {
      source: arg.source,
      hint: "letters, digits and underscores, and no digit first",
    }),
  );
  return undefined;
}

function givenTwice({ written, source }: WrittenArg, twin: CompiledArg): PlayError {
  const { file, start, end } = twin.source;
  const other = file.text.slice(start, end);
  return new PlayError("BAD_OPTION", `"${written}" and "${other}" are the same option`, {
    source,
    hint: "leave one of them away",
  });
}

/** Every name an option goes by, with its own name. */
export function optionNames(module: AnyModule): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(module.args.shape)) {
    const notes = z.globalRegistry.get(schema);
    if (notes?.["internal"] === true) continue;
    names.set(name, name);
    const aliases: unknown = notes?.["aliases"];
    if (Array.isArray(aliases)) for (const alias of aliases) names.set(String(alias), name);
  }
  return names;
}

function takesAnyOption(module: AnyModule): boolean {
  const { catchall } = module.args.def;
  return catchall !== undefined && !(catchall instanceof z.ZodNever);
}

function writtenArgs(task: Task, module: AnyModule, context: CompileContext): readonly WrittenArg[] {
  const args = task.args.entries.map(({ key, keySource, value }) => ({
    written: key,
    source: keySource,
    value,
  }));
  if (!task.freeForm) return args;
  if (module.freeForm !== undefined)
    return [...args, { written: module.freeForm, source: task.freeForm.source, value: task.freeForm }];
  context.errors.add(
    new PlayError("BAD_SHAPE", `${module.name} takes options, not free text`, {
      source: task.freeForm.source,
      hint: `write its options as a mapping or as words such as ${Object.keys(module.args.shape)[0] ?? "name"}=…`,
    }),
  );
  return args;
}

function unknownOption(arg: WrittenArg, module: AnyModule, options: ReadonlyMap<string, string>): PlayError {
  return new PlayError("UNKNOWN_OPTION", `${module.name} has no option "${arg.written}"`, {
    source: arg.source,
    hint: didYouMean(arg.written, options.keys()) ?? `it takes ${[...new Set(options.values())].join(", ")}`,
  });
}

/** Options that are expressions arrive as { expression, value }, a list of them as a list of such. */
function compileArg(module: AnyModule, name: string, node: YamlNode, context: CompileContext): Template {
  const schema = module.args.shape[name];
  const isExpression = schema !== undefined && z.globalRegistry.get(schema)?.["expression"] === true;
  if (!isExpression) return context.templates.value(node);
  const parts = listItems(node).map((item) => expressionArg(item, context));
  const [first] = parts;
  if (node.kind !== "sequence" && first) return first;
  return {
    source: node.source,
    constant: false,
    references: parts.flatMap((part) => part.references),
    render: (scope) => parts.map((part) => part.render(scope)),
  };
}

function expressionArg(node: YamlNode, context: CompileContext): Template {
  const template = context.templates.expression(node);
  const expression = node.kind === "scalar" ? String(node.value) : "";
  return { ...template, constant: false, render: (scope) => ({ expression, value: template.render(scope) }) };
}

function checkRequired(
  task: Task,
  module: AnyModule,
  args: readonly CompiledArg[],
  context: CompileContext,
): void {
  const given = new Set(args.map((arg) => arg.name));
  const internal = (schema: z.core.$ZodType): boolean => z.globalRegistry.get(schema)?.["internal"] === true;
  for (const [name, schema] of Object.entries(module.args.shape)) {
    if (given.has(name) || internal(schema) || z.safeParse(schema, undefined).success) continue;
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

function seeDoc(module: AnyModule): string {
  return `play doc ${module.name} tells what it takes`;
}

function checkOption(module: AnyModule, arg: CompiledArg, schema: z.core.$ZodType): void {
  const value = arg.template.render(emptyScope);
  try {
    const checked = z.safeParse(schema, value);
    if (!checked.success)
      throw badOption(module, arg, checked.error.issues[0]?.message ?? "is not acceptable");
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source: arg.template.source, hint: error.hint });
  }
}

/** An option's value that its type does not take. */
export function badOption(
  module: AnyModule,
  arg: Pick<CompiledArg, "name" | "template">,
  problem: string,
): PlayError {
  return new PlayError("BAD_OPTION", `${module.name}: ${arg.name} ${problem}`, {
    source: arg.template.source,
    hint: seeDoc(module),
  });
}
