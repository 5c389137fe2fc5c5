import { basename, dirname, join } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Role, TaskItem } from "../../model/playbook.ts";
import { findYamlFile } from "../file/find-yaml-files.ts";
import type { Place, Reader, RoleFiles, RoleRequest } from "../reader.ts";
import { extendTrail, importCircle, isOpened } from "../trail.ts";
import { readVariablesAt } from "../variables/read-variables.ts";
import { findRole, unknownRole } from "./find-role.ts";
import { readRoleMeta } from "./read-role-meta.ts";

/**
 * A role with all that it holds, read once for each choice of files.
 * Collects UNKNOWN_ROLE and ROLE_CYCLE; undefined without an error where an include closes a circle.
 */
export function readRole(request: RoleRequest, reader: Reader): Role | undefined {
  const { name, source, place, from, by } = request;
  const { errors, options, roles } = reader.loading;
  const folder = findRole(name, place, options);
  if (folder === undefined) {
    errors.add(unknownRole(name, source, place, options));
    return undefined;
  }
  const step = { key: JSON.stringify([folder, from]), label: name };
  const circle = importCircle(place.trail, step);
  if (by === "import" && circle !== undefined) {
    const details = { source, hint: circle };
    errors.add(new PlayError("ROLE_CYCLE", `the role "${name}" needs itself`, details));
    return undefined;
  }
  if (by === "include" && isOpened(place.trail, step)) return undefined;
  // Includes in it look beside the playbook, so it is not the same for playbooks of two folders.
  const key = JSON.stringify([step.key, place.playbookFolder]);
  const known = roles.get(key);
  if (known) return known;
  const trail = extendTrail(place.trail, step, by);
  const role = readContents({ ...request, folder }, { ...place, roleFolder: folder, trail }, reader);
  roles.set(key, role);
  return role;
}

interface FoundRole extends RoleRequest {
  readonly folder: string;
}

function readContents(found: FoundRole, place: Place, reader: Reader): Role {
  const { folder, from } = found;
  const { loading } = reader;
  const meta = readRoleMeta(folder, place, reader);
  return {
    name: found.name.includes("/") ? basename(folder) : found.name,
    folder,
    defaults: readVariablesAt(join(folder, "defaults", chosen(found, "defaults", reader)), loading.files),
    variables: readVariablesAt(join(folder, "vars", chosen(found, "vars", reader)), loading.files),
    tasks: readTasks(found, "tasks", { ...place, kind: "task" }, reader),
    handlers: readTasks(found, "handlers", { ...place, kind: "handler" }, reader),
    ...meta,
    ...(from.tasks === undefined ? {} : { tasksFrom: from.tasks }),
  };
}

/** The file name in one of the role's folders. A file that is asked for by name must exist: FILE_NOT_FOUND. */
function chosen(found: FoundRole, kind: keyof RoleFiles, { loading }: Reader): string {
  const name = found.from[kind];
  if (name === undefined) return "main";
  const base = join(found.folder, kind, name);
  if (findYamlFile(base) === undefined && findYamlFile(join(base, "main")) === undefined) {
    const message = `the role "${found.name}" has no file ${kind}/${name}`;
    loading.errors.add(
      new PlayError("FILE_NOT_FOUND", message, {
        source: found.fromSources?.[kind] ?? found.source,
      }),
    );
  }
  return name;
}

function readTasks(
  found: FoundRole,
  kind: "tasks" | "handlers",
  place: Place,
  reader: Reader,
): readonly TaskItem[] {
  const path = findYamlFile(join(found.folder, kind, chosen(found, kind, reader)));
  if (path === undefined) return [];
  return reader.readTaskFile({ path, place: { ...place, folder: dirname(path) }, by: "import" }) ?? [];
}
