import { z } from "zod";
import { didYouMean } from "../base/suggest.ts";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Task } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Template } from "../template/contract.ts";
import { checkOptions } from "./check-options.ts";
import type { CompileContext } from "./context.ts";
import { hasTemplate, listItems } from "./literal.ts";
import { optionNames, takesAnyOption } from "./option-names.ts";
import type { CompiledArg } from "./program.ts";

export { badOption } from "./bad-option.ts";

interface WrittenArg {
  readonly written: string;
  readonly source: Source;
  readonly value: YamlNode;
}

/** Checks a task's options by name, and by value where the value is known; returns them under their own names. */
export function compileArgs(task: Task, module: AnyModule, context: CompileContext): readonly CompiledArg[] {
  const options = optionNames(module);
  const compiled: CompiledArg[] = [];
  for (const arg of writtenArgs(task, module, context)) {
    const name = options.get(arg.written) ?? freeName(arg, module, context);
    if (name === undefined) {
      if (!takesAnyOption(module)) context.errors.add(unknownOption(arg, module, options));
      continue;
    }
    const twin = compiled.find((other) => other.name === name);
    if (twin) context.errors.add(givenTwice(arg, twin));
    const template = compileArg(module, name, arg.value, context);
    compiled.push({ name, source: arg.source, template, ...nameTemplate(arg, context) });
  }
  checkOptions(task, module, compiled, context);
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

function nameTemplate(
  { written, source }: WrittenArg,
  { templates }: CompileContext,
): Pick<CompiledArg, "nameTemplate"> {
  if (!hasTemplate(written)) return {};
  return { nameTemplate: templates.value({ kind: "scalar", value: written, source, segments: [] }) };
}

function givenTwice({ written, source }: WrittenArg, twin: CompiledArg): PlayError {
  const { file, start, end } = twin.source;
  const other = file.text.slice(start, end);
  return new PlayError("BAD_OPTION", `"${written}" and "${other}" are the same option`, {
    source,
    hint: "leave one of them away",
  });
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
