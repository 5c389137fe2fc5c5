import { dirname, join, resolve } from "node:path";
import type { ErrorCollector } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { IncludeOrigin, Playbook, Role, TaskItem } from "../model/playbook.ts";
import { createReader } from "./create-reader.ts";
import { findFile, isFolder, notFound } from "./file/find-file.ts";
import { Loading } from "./loading.ts";
import type { LoadOptions } from "./loading.ts";
import { ParsedFiles } from "./parsed-files.ts";
import { readPlays } from "./playbook/read-playbook.ts";
import type { RoleFiles } from "./reader.ts";
import { emptyTrail } from "./trail.ts";
import { readVariableFile, readVariablesAt } from "./variables/read-variables.ts";

/**
 * Loads a playbook and all that it names, looked for as given and then in `playbooks/`.
 * Collects every error of every file; undefined only where the playbook itself cannot be read.
 */
export function loadPlaybook(
  path: string,
  options: LoadOptions,
  errors: ErrorCollector,
): Playbook | undefined {
  const folders = [options.cwd, join(options.cwd, "playbooks")];
  const found = findFile(path, folders);
  if (found === undefined) {
    errors.add(notFound({ name: path, folders, source: undefined, cwd: options.cwd }));
    return undefined;
  }
  const reader = createReader(new Loading(options, errors));
  const plays = readPlays({ path: found, imports: [], trail: emptyTrail }, reader);
  return plays && { path: found, plays };
}

/** Where something is included from while a play runs. */
export interface IncludedFrom extends IncludeOrigin {
  /** Where the name is written. */
  readonly source?: Source;
}

/** A file of tasks, for an include whose name was known only now. `path` is absolute. */
export function loadTasksFile(
  path: string,
  { source, ...from }: IncludedFrom,
  options: LoadOptions,
  errors: ErrorCollector,
): readonly TaskItem[] | undefined {
  const reader = createReader(new Loading(options, errors));
  const place = { ...from, folder: dirname(path), trail: emptyTrail };
  return reader.readTaskFile({ path: resolve(path), source, place, by: "include" });
}

export interface RoleName {
  readonly name: string;
  readonly files?: RoleFiles;
  readonly fileSources?: Readonly<Partial<Record<keyof RoleFiles, Source>>>;
}

/** A role, for an include whose name was known only now. `from.source` must be given: it is where errors point. */
export function loadRole(
  { name, files, fileSources }: RoleName,
  from: IncludedFrom & { readonly source: Source },
  options: LoadOptions,
  errors: ErrorCollector,
): Role | undefined {
  const reader = createReader(new Loading(options, errors));
  const { source, ...rest } = from;
  const place = { ...rest, folder: from.roleFolder ?? from.playbookFolder, trail: emptyTrail };
  return reader.readRole({
    name,
    source,
    place,
    from: files ?? {},
    ...(fileSources && { fromSources: fileSources }),
    by: "include",
  });
}

/** A YAML or JSON file of variables, or a folder of them: vars_files, include_vars, `-e @file`. `path` is absolute. */
export function loadVariablesFile(
  path: string,
  { cwd, vault }: Pick<LoadOptions, "cwd" | "vault">,
  errors: ErrorCollector,
): VariableSet | undefined {
  const files = new ParsedFiles(cwd, errors, vault);
  return isFolder(path) ? readVariablesAt(path, files) : readVariableFile(path, files);
}
