import { dirname, join, relative, resolve } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import { suggest } from "../../base/suggest.ts";
import { isFile, isFolder, listFolder } from "../file/find-file.ts";
import { shownFolder, shownPath } from "../file/read-source-file.ts";
import type { LoadOptions } from "../loading.ts";
import type { Place } from "../reader.ts";

/**
 * The folders that hold roles, first wins: beside the role that asks, `roles/` beside the playbook and in the folders
 * above it up to the working folder, `roles/` of the working folder, the role path, the playbook's own folder.
 */
export function roleSearchPath(
  { playbookFolder, roleFolder }: Pick<Place, "playbookFolder" | "roleFolder">,
  { cwd, rolePath }: Pick<LoadOptions, "cwd" | "rolePath">,
): readonly string[] {
  const beside = roleFolder === undefined ? [] : [dirname(roleFolder)];
  const above = foldersUpTo(playbookFolder, cwd).map((folder) => join(folder, "roles"));
  return [...new Set([...beside, ...above, join(cwd, "roles"), ...rolePath, playbookFolder])];
}

/** The role's folder, absolute. A name with a slash is a path from the playbook's folder, too. */
export function findRole(name: string, place: Place, options: LoadOptions): string | undefined {
  const path = name.includes("/") ? [place.playbookFolder] : [];
  const folders = [...roleSearchPath(place, options), ...path];
  return folders.map((folder) => resolve(folder, name)).find(isFolder);
}

/** UNKNOWN_ROLE with the name that is meant, or where it was looked for. */
export function unknownRole(name: string, source: Source, place: Place, options: LoadOptions): PlayError {
  const folders = roleSearchPath(place, options).filter((folder) => folder !== place.playbookFolder);
  const file = folders.map((folder) => resolve(folder, name)).find(isFile);
  const near = suggest(name, folders.flatMap(foldersIn));
  const looked = `it was looked for in ${folders.map((folder) => shownFolder(folder, options.cwd)).join(", ")}`;
  const found = near === undefined ? looked : `did you mean "${near}"? ${looked}`;
  const hint =
    file === undefined
      ? found
      : `${shownPath(file, options.cwd)} is a file; a role is a folder that holds tasks/main.yml`;
  return new PlayError("UNKNOWN_ROLE", `there is no role "${name}"`, { source, hint });
}

function foldersIn(folder: string): readonly string[] {
  return listFolder(folder).filter((name) => isFolder(join(folder, name)));
}

/** `folder`, the folders above it, and `top` last; only `folder` where it does not lie below `top`. */
function foldersUpTo(folder: string, top: string): readonly string[] {
  if (relative(top, folder).startsWith("..")) return [folder, dirname(folder)];
  const folders = [folder];
  for (let at = folder; at !== top;) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}
