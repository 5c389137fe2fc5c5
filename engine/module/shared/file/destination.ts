import { posix } from "node:path";
import type { Entry, Query } from "../../../host/query.ts";
import { askFile, fileAt, type AskedFiles, type FoundFiles } from "./ask.ts";
import { askParents, folderOf, type FoundParents } from "./parents.ts";
import type { Place } from "./plan.ts";

/** What is to be written: its own name, for a destination that is a folder; its size, if known. */
export interface Named {
  readonly name: string | undefined;
  readonly size: number | undefined;
}

export type AskedDestination = AskedFiles & Record<`parent ${string}`, Query<Entry | null>>;
export type FoundDestination = FoundFiles & FoundParents;

/** Asks after `dest` and, since it may be a folder, after the file of that name in it. */
export function askDestination(dest: string, { name, size }: Named): AskedDestination {
  const paths = name === undefined ? [dest] : [dest, posix.join(dest, name)];
  return Object.assign(
    {},
    ...paths.map((path) => askFile(path, { size })),
    askParents(posix.join(dest, name ?? "")),
  );
}

/** The path of the file: `dest`, or in it where it ends in a slash or is a folder. */
export function resolveDestination(dest: string, name: string | undefined, found: FoundDestination): string {
  if (name === undefined) return dest;
  const isFolder = dest.endsWith("/") || fileAt(found, dest).target?.type === "directory";
  return isFolder ? posix.join(dest, name) : dest;
}

/** What was found where the file goes. */
export function placeOf(path: string, found: FoundDestination): Place {
  return { found: fileAt(found, path), folder: folderOf(path, found) };
}
