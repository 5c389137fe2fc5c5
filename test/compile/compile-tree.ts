import { onTestFinished } from "vitest";
import { ErrorCollector, type PlayError } from "../../engine/base/play-error.ts";
import { describeSource } from "../../engine/base/source.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import { prepare } from "../../engine/cli/prepare.ts";
import { compile } from "../../engine/compile/compile.ts";
import { leavesOf } from "../../engine/compile/leaves.ts";
import type { CompiledTask, Program } from "../../engine/compile/program.ts";
import { emptyScope, type Scope } from "../../engine/model/scope.ts";
import { toText } from "../../engine/model/text-form.ts";
import { isList, type Value } from "../../engine/model/value.ts";
import { writeTree } from "../load/write-tree.ts";

export type Tree = Readonly<Record<string, string>>;

export interface Compiled {
  readonly program: Program;
  readonly errors: readonly PlayError[];
}

/** Compiles `site.yml` of a tree of files as the command line does, from inside of the tree. */
export function compileTree(files: Tree, ...argv: readonly string[]): Compiled {
  return compileFolder(writeTree({ "inventory/hosts": "h1\nh2\n[db]\nh2\n", ...files }), ...argv);
}

export function compileFolder(folder: string, ...argv: readonly string[]): Compiled {
  const invocation = parseArguments(["site.yml", ...argv]);
  if (invocation.kind !== "play") throw new Error("this does not play");
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  const errors = new ErrorCollector();
  const { playbooks, context } = prepare(invocation.options, errors);
  return { program: compile(playbooks, context), errors: errors.errors };
}

/** One play for all hosts with these tasks. */
export function playOf(tasks: string, more = ""): string {
  return `- hosts: all\n  gather_facts: false\n${more}  tasks:\n${tasks.replaceAll(/^(?=.)/gm, "    ")}\n`;
}

/** Compiles one play with these tasks. */
export function compileTasks(tasks: string, more: Tree = {}, ...argv: readonly string[]): Compiled {
  return compileTree({ "site.yml": playOf(tasks), ...more }, ...argv);
}

/** `CODE file:line:column` of each error, by file and position. */
export function places(errors: readonly PlayError[]): readonly string[] {
  return errors.map(({ code, source }) => (source ? `${code} ${describeSource(source)}` : code)).sort();
}

/** Whatever is wrong, in full, so that a failing test tells it. */
export function complaints(errors: readonly PlayError[]): readonly string[] {
  return errors.map((error) => `${places([error])[0]}: ${error.message}`);
}

export function taskList({ program }: Compiled): readonly CompiledTask[] {
  return leavesOf(program.plays.flatMap(({ sections }) => sections.flat())).filter(
    (leaf) => leaf.kind === "task",
  );
}

/** Names of the tasks and includes that are left, with their roles, play after play. */
export function taskNames({ program }: Compiled): readonly string[] {
  return leavesOf(program.plays.flatMap(({ sections }) => sections.flat())).map((leaf) => {
    const name = toText(leaf.name.render(emptyScope));
    return leaf.role ? `${leaf.role.name}: ${name}` : name;
  });
}

export function taskNamed(compiled: Compiled, name: string): CompiledTask {
  const task = taskList(compiled).find((one) => one.name.constant && one.name.render(emptyScope) === name);
  if (!task) throw new Error(`there is no task "${name}"; errors: ${complaints(compiled.errors).join("; ")}`);
  return task;
}

export function scopeOf(values: Readonly<Record<string, Value>>): Scope {
  return { get: (name) => values[name], names: () => Object.keys(values), searchPath: [] };
}

/** A task's options, rendered. */
export function optionsOf(task: CompiledTask, values: Readonly<Record<string, Value>> = {}): unknown {
  return Object.fromEntries(task.args.map((arg) => [arg.name, arg.template.render(scopeOf(values))]));
}

export function texts(values: readonly Value[]): readonly string[] {
  return values.flatMap((value) => (isList(value) ? value.map(toText) : [toText(value)]));
}
