import { PlayError } from "../../base/play-error.ts";
import type { TaskImport, TaskInclude, TaskItem } from "../../model/playbook.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { join } from "node:path";
import { findFile, notFound } from "../file/find-file.ts";
import { originOf } from "../reader.ts";
import type { Place, Reader } from "../reader.ts";
import { isTemplate, literalText } from "../yaml/node-shape.ts";
import { readApply } from "./inclusion-options.ts";
import type { InclusionOptions } from "./inclusion-options.ts";

export interface TaskInclusion {
  readonly inclusion: "import_tasks" | "include_tasks";
  readonly base: Pick<TaskImport, "source" | "variables" | "keywords">;
  readonly options: InclusionOptions;
}

/** Follows the file where its name is literal. An import must be literal; an include with a template waits for the run. */
export function readTaskInclusion(found: TaskInclusion, place: Place, reader: Reader): TaskItem | undefined {
  const { inclusion, base, options } = found;
  const { errors } = reader.loading;
  const file = options.values.get("file");
  const name = literalText(file);
  if (!file || (name === undefined && (inclusion === "import_tasks" || !isTemplate(file)))) {
    if (file || !options.flawed) errors.add(badFile(found, file));
    return undefined;
  }
  const searchPath = taskSearchPath(place);
  const read = name === undefined ? undefined : readNamed(name, { found, file, searchPath }, place, reader);
  if (read === "unusable") return undefined;
  if (inclusion === "import_tasks") return read && { kind: "import_tasks", ...base, ...read };
  const include: TaskInclude = {
    kind: "include_tasks",
    ...base,
    file,
    searchPath,
    origin: originOf(place),
    apply: readApply(options, errors),
  };
  return read ? { ...include, tasks: read.tasks } : include;
}

/** Where a relative file name is looked for: beside the file that names it, in the role, beside the playbook. */
export function taskSearchPath({ folder, kind, roleFolder, playbookFolder }: Place): readonly string[] {
  const role = roleFolder === undefined ? [] : [join(roleFolder, kind === "task" ? "tasks" : "handlers")];
  return [...new Set([folder, ...role, playbookFolder])];
}

interface NamedFile {
  readonly found: TaskInclusion;
  readonly file: YamlNode;
  readonly searchPath: readonly string[];
}

/** undefined: an include in a circle, left for the run. */
function readNamed(
  name: string,
  { found, file, searchPath }: NamedFile,
  place: Place,
  { loading, readTaskFile }: Reader,
): { path: string; tasks: readonly TaskItem[] } | "unusable" | undefined {
  const { source } = file;
  const path = findFile(name, searchPath);
  if (path === undefined) {
    loading.errors.add(notFound({ name, folders: searchPath, source, cwd: loading.options.cwd }));
    return "unusable";
  }
  const by = found.inclusion === "import_tasks" ? "import" : "include";
  if (by === "include" && place.trail.opened.some(({ key }) => key === path)) return undefined;
  const tasks = readTaskFile({ path, source, place, by });
  return tasks ? { path, tasks } : "unusable";
}

function badFile({ inclusion, options }: TaskInclusion, file: YamlNode | undefined): PlayError {
  const templated = file !== undefined && isTemplate(file);
  const message = templated
    ? "import_tasks is followed before the run, so its name cannot be a template"
    : `${inclusion} must name a file`;
  const hint = templated ? "use include_tasks, which is decided in the run" : `write ${inclusion}: file.yml`;
  return new PlayError("BAD_SHAPE", message, { source: file?.source ?? options.source, hint });
}
