import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import { compileNow, compileVariables } from "../compile/context.ts";
import { fileSearchPath } from "../compile/files.ts";
import { writtenText } from "../compile/literal.ts";
import type { Templates } from "../compile/program.ts";
import type { Scope } from "../model/scope.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { ControlResult } from "../module/contract.ts";
import type { Template } from "../template/contract.ts";
import { factsOwner } from "./facts-owner.ts";
import type { Try, TryEnd } from "./try.ts";

type Included = Extract<ControlResult, { kind: "variables" }>;

/** Gives the variables to the host as they are written: they may ask for others that are set only later. */
export function includeVariables({ file, below }: Included, one: Try): TryEnd {
  const read = readTemplates(file, one);
  const templates = below === undefined ? read : new Map([[below, mapTemplate(read, one.task.moduleSource)]]);
  const host = factsOwner(one);
  for (const [name, template] of templates) host.includeVariable(name, template);
  const result: ValueMap = { changed: false, ansible_facts: shown(templates, one.scope) };
  return { outcome: { kind: "ok", result }, result };
}

function readTemplates(file: string, { task, context }: Try): Templates {
  const folders = fileSearchPath(task, context.play.folder, "vars").map((folder) => path.resolve(folder));
  const set = context.services.includes.variables(file, folders);
  return compileNow(context.services.compile, (inner) => compileVariables(set, inner.templates));
}

function mapTemplate(templates: Templates, source: Template["source"]): Template {
  const all = [...templates];
  return {
    source,
    references: all.flatMap(([, template]) => template.references),
    constant: all.every(([, template]) => template.constant),
    render: (scope) => Object.fromEntries(all.map(([name, template]) => [name, template.render(scope)])),
  };
}

/** For the task's result: what cannot be rendered yet, as it is written. */
function shown(templates: Templates, scope: Scope): ValueMap {
  return Object.fromEntries(
    [...templates].map(([name, template]) => [name, renderedOrWritten(template, scope)]),
  );
}

function renderedOrWritten(template: Template, scope: Scope): Value {
  try {
    return template.render(scope);
  } catch (error) {
    if (error instanceof PlayError) return writtenText(template);
    throw error;
  }
}
