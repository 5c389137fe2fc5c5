import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import { emptyScope } from "../model/scope.ts";
import type { CompileContext } from "./context.ts";
import { tasksOf } from "./leaves.ts";
import { isOwnPath, resolveOwnPath } from "./own-paths.ts";
import type { CompiledArg, CompiledPlay, CompiledTask, StepBase } from "./program.ts";

/** Files of the controller that tasks name literally must exist, and templates among them must parse. */
export function checkFiles(play: CompiledPlay, context: CompileContext): void {
  const tasks = [...tasksOf(play.sections.flat()), ...play.handlers];
  for (const task of tasks)
    for (const { arg, name, kind } of literalFiles(task)) {
      const searchPath = fileSearchPath(task, play.folder, kind);
      const found = findFile(name, searchPath);
      if (found === undefined) {
        const places = path.isAbsolute(name) ? [name] : searchPath.map((folder) => path.join(folder, name));
        if (!isMadeBy(tasks, places, { arg, playFolder: play.folder }))
          context.errors.add(missingFile(name, arg, searchPath));
      } else if (isRendered(task, arg)) context.errors.attempt(() => readTemplate(found, arg, context));
    }
}

interface Mention {
  readonly arg: CompiledArg;
  readonly playFolder: string;
}

/** Whether another task mentions one of the paths or a folder above it, so that it may exist when its turn comes. */
function isMadeBy(
  tasks: readonly CompiledTask[],
  places: readonly string[],
  { arg, playFolder }: Mention,
): boolean {
  return tasks.some(({ module, args }) =>
    args.some((other) => {
      if (other === arg || !other.template.constant) return false;
      const value = other.template.render(emptyScope);
      if (typeof value !== "string" || value === "") return false;
      const folder = isOwnPath(module, other.name) ? resolveOwnPath(value, playFolder) : value;
      return path.isAbsolute(folder) && places.some((place) => isAtOrBelow(place, folder));
    }),
  );
}

function isAtOrBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || !relative.startsWith("..");
}

/** A mistake inside of the template has its own place; that it cannot be read is told where it is named. */
function readTemplate(file: string, { template }: CompiledArg, context: CompileContext): void {
  try {
    context.templates.file(file);
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source: template.source, hint: error.hint });
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
  { template }: Pick<CompiledArg, "template">,
  searchPath: readonly string[],
): PlayError {
  const shown = searchPath.map((folder) => path.relative(process.cwd(), folder) || ".");
  return new PlayError("FILE_NOT_FOUND", `there is no file ${name}`, {
    source: nameWithin(name, template.source),
    hint: path.isAbsolute(name) ? undefined : (nearFile(name, searchPath) ?? `looked in ${shown.join(", ")}`),
  });
}

/** The name's own place in an option that says more, such as a script's arguments. */
function nameWithin(name: string, source: Source): Source {
  const { file, start, end } = source;
  const at = file.text.slice(start, end).indexOf(name);
  return at === -1 ? source : { file, start: start + at, end: start + at + name.length };
}

/** A file beside it whose name is nearly the same. */
function nearFile(name: string, searchPath: readonly string[]): string | undefined {
  const folder = path.dirname(name);
  const siblings = searchPath.flatMap((root) => entriesOf(path.join(root, folder)));
  const near = suggest(path.basename(name), siblings);
  return near === undefined ? undefined : `did you mean "${path.join(folder, near)}"?`;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
