import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import { suggest } from "../../base/suggest.ts";
import { shownFolder } from "./read-source-file.ts";

/** Also a pipe, such as a shell makes for `<(command)`. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The names in a folder, sorted; none where it is no folder that can be read. */
export function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** The first of `folders` in which the file is; a whole path is taken as it is. */
export function findFile(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => resolve(folder, name)).find(isFile);
}

export interface Search {
  readonly name: string;
  readonly folders: readonly string[];
  readonly source: Source | undefined;
  readonly cwd: string;
}

/** FILE_NOT_FOUND with where it was looked for, or the name beside it that is meant. */
export function notFound({ name, folders, source, cwd }: Search): PlayError {
  const siblings = folders.flatMap((folder) => listFolder(dirname(resolve(folder, name))));
  const near = suggest(basename(name), siblings);
  const looked = folders.map((folder) => shownFolder(folder, cwd)).join(", ");
  const hint =
    near === undefined ? `it was looked for in ${looked}` : `did you mean "${join(dirname(name), near)}"?`;
  return new PlayError("FILE_NOT_FOUND", `there is no file "${name}"`, { source, hint });
}
