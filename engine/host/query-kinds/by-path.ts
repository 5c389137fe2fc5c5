import type { TreeEntry } from "../query.ts";

/** The order of a tree's entries: by bytes of their paths, so a folder comes before what is in it. */
export function byPath(left: TreeEntry, right: TreeEntry): number {
  return left.path < right.path ? -1 : Number(left.path > right.path);
}
