import { existsSync } from "node:fs";
import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import { emptyScope } from "../model/scope.ts";
import type { CompileContext } from "./context.ts";
import { tasksOf } from "./handlers.ts";
import type { CompiledArg, CompiledPlay, CompiledTask, StepBase } from "./program.ts";

/** Files of the controller that tasks name literally must exist, and templates among them must parse. */
export function checkFiles(play: CompiledPlay, context: CompileContext): void {
  for (const task of [...tasksOf(play.sections.flat()), ...play.handlers])
    for (const { arg, name, kind } of literalFiles(task)) {
      const searchPath = fileSearchPath(task, play.folder, kind);
      const found = findFile(name, searchPath);
      if (found === undefined) context.errors.add(missingFile(name, arg, searchPath));
      else if (isRendered(task, arg)) context.errors.attempt(() => context.templates.file(found));
    }
}

interface LiteralFile {
  readonly arg: CompiledArg;
  readonly name: string;
  readonly kind: "files" | "templates";
}

function literalFiles(task: CompiledTask): readonly LiteralFile[] {
  if (task.module.kind !== "module" || isRemote(task)) return [];
  const { localFiles } = task.module;
  return task.args.flatMap((arg) => {
    const kind = localFiles[arg.name];
    if (!kind || !arg.template.constant) return [];
    const value = arg.template.render(emptyScope);
    // an address is fetched by the host
    if (typeof value !== "string" || value === "" || value.includes("://")) return [];
    if (kind === "command") return [{ arg, kind: "files", name: value.split(/\s/)[0] ?? value }];
    return [{ arg, kind, name: value }];
  });
}

function isRemote(task: CompiledTask): boolean {
  const remote = task.args.find((arg) => arg.name === "remote_src");
  return remote !== undefined && !(remote.template.constant && isNo(remote.template.render(emptyScope)));
}

function isNo(value: unknown): boolean {
  return value === false || (typeof value === "string" && /^(no|false|off|0)$/i.test(value));
}

function isRendered(task: CompiledTask, arg: CompiledArg): boolean {
  return task.module.kind === "module" && task.module.renders === arg.name;
}

/** Folders in which a task's relative file names are looked for, first wins; as Ansible does. */
export function fileSearchPath(
  task: Pick<StepBase, "role" | "folder">,
  playFolder: string,
  kind: "files" | "templates" | "vars",
): readonly string[] {
  const roots = [
    ...(task.role ? [task.role.folder, ...task.role.parents.map((parent) => parent.folder)] : []),
    task.folder,
    playFolder,
  ];
  return [...new Set(roots.flatMap((root) => [path.join(root, kind), root]))];
}

export function findFile(name: string, searchPath: readonly string[]): string | undefined {
  const candidates = path.isAbsolute(name) ? [name] : searchPath.map((folder) => path.join(folder, name));
  return candidates.find((candidate) => existsSync(candidate));
}

/** The error for a file that is in none of the folders. */
export function missingFile(
  name: string,
  arg: Pick<CompiledArg, "template">,
  searchPath: readonly string[],
): PlayError {
  const shown = searchPath.map((folder) => path.relative(process.cwd(), folder) || ".");
  return new PlayError("FILE_NOT_FOUND", `there is no file ${name}`, {
    source: arg.template.source,
    hint: path.isAbsolute(name) ? undefined : `looked in ${shown.join(", ")}`,
  });
}
