import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { type CompileContext, compileVariables } from "./context.ts";
import { fileSearchPath, findFile, missingFile } from "./files.ts";
import { tasksOf } from "./leaves.ts";
import type { CompiledPlay, CompiledTask, Templates } from "./program.ts";

/**
 * The variables of files that `include_vars` names literally; mistakes in them are found now. undefined where a name is
 * a template or a folder is meant: then nobody can tell before the run what it brings.
 */
export function includedVariables(
  plays: readonly CompiledPlay[],
  context: CompileContext,
): readonly Templates[] | undefined {
  const sets: Templates[] = [];
  let foreseen = true;
  for (const play of plays)
    for (const task of [...tasksOf(play.sections.flat()), ...play.handlers]) {
      if (task.module.name !== "include_vars") continue;
      const set = readIncluded(task, play, context);
      if (set) sets.push(set);
      else foreseen = false;
    }
  return foreseen ? sets : undefined;
}

function readIncluded(
  task: CompiledTask,
  { folder }: CompiledPlay,
  context: CompileContext,
): Templates | undefined {
  const file = task.args.find((arg) => arg.name === "file");
  if (!file?.template.constant || !context.readVariables) return undefined;
  const name = toText(file.template.render(emptyScope)).trim();
  const searchPath = fileSearchPath(task, folder, "vars");
  const found = findFile(name, searchPath);
  if (found === undefined) {
    context.errors.add(missingFile(name, file, searchPath));
    return undefined;
  }
  const variables = context.readVariables(found, file.template.source);
  return variables && compileVariables(variables, context.templates);
}
