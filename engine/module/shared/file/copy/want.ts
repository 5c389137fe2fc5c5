import { posix } from "node:path";
import type { ForecastEntry } from "../../../../host/change.ts";
import type { TreeEntry } from "../../../../host/query.ts";
import type { Attributes } from "../attributes.ts";

/** What the module `copy` is asked for, apart from what to copy. */
export interface WantCopy extends Attributes {
  /** The folder or file to copy; a trailing slash means what is in the folder. */
  readonly src: string;
  readonly dest: string;
  readonly directory_mode?: string | undefined;
  readonly force: boolean;
  readonly backup: boolean;
  readonly follow: boolean;
  readonly validate?: string | undefined;
}

/** One thing to copy: its path relative to the source (a file: its name), and what it is, links followed. */
export interface Member {
  readonly path: string;
  readonly entry: ForecastEntry;
}

/** Where a folder's content goes: to `dest` itself for `src/`, else into a folder of the same name in it. */
export function folderRoot({ src, dest }: { readonly src: string; readonly dest: string }): string {
  const root = src.endsWith("/") ? dest : posix.join(dest, posix.basename(src));
  return root.length > 1 ? root.replace(/\/+$/, "") : root;
}

/** All below a folder, folders before what is in them. */
export function membersOf(tree: readonly TreeEntry[]): readonly TreeEntry[] {
  return tree.filter(({ path }) => path !== "").toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** The mode wanted of a copy: `preserve` is the mode that the source has. */
export function copiedMode(mode: string | undefined, source: ForecastEntry): string | undefined {
  return mode === "preserve" ? source.mode : mode;
}
