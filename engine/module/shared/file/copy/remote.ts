import { posix } from "node:path";
import type { ForecastEntry } from "../../../../host/change.ts";
import { stat, tree, type Entry, type Query, type TreeEntry } from "../../../../host/query.ts";
import type { Plan } from "../../../contract.ts";
import { askDestination, type AskedDestination, type FoundDestination } from "../destination.ts";
import { askParents } from "../parents.ts";
import { planFolder } from "./folder.ts";
import { planSingle } from "./single.ts";
import { folderRoot, membersOf, type WantCopy } from "./want.ts";

/** Both sides as trees too, since only the answer tells whether `src` is a folder. */
export type AskedRemote = AskedDestination & {
  readonly remote?: Query<Entry | null>;
  readonly remoteBelow?: Query<readonly TreeEntry[] | null>;
  readonly there?: Query<readonly TreeEntry[] | null>;
};

export type FoundRemote = FoundDestination & {
  readonly remote?: ForecastEntry | null;
  readonly remoteBelow?: readonly TreeEntry[] | null;
  readonly there?: readonly TreeEntry[] | null;
};

export function askRemote(want: WantCopy): AskedRemote {
  return {
    ...askDestination(want.dest, { name: posix.basename(want.src), size: undefined }),
    ...askParents(folderRoot(want)),
    remote: stat(want.src, { follow: true, checksum: "sha256" }),
    remoteBelow: tree(want.src, "sha256"),
    there: tree(folderRoot(want), "sha256"),
  };
}

/** A file or a folder that is on the host already. Links in a folder are copied as links. */
export function planRemote(want: WantCopy, found: FoundRemote): Plan {
  const { remote: source = null } = found;
  if (source === null) return { changes: [], needs: `file ${want.src}` };
  if (source.type !== "directory")
    return planSingle(
      want,
      { entry: source, content: { kind: "remote", remotePath: want.src }, bytes: null },
      found,
    );
  const members = [{ path: "", entry: source }, ...membersOf(found.remoteBelow ?? []).map(asMember)];
  const contentOf = (path: string) => ({ kind: "remote", remotePath: posix.join(want.src, path) }) as const;
  return planFolder(
    want,
    { members, contentOf, bytesOf: () => undefined },
    { ...byPath(want, found), ...found },
  );
}

function asMember(entry: TreeEntry) {
  return { path: entry.path, entry };
}

function byPath(want: WantCopy, { there }: FoundRemote): FoundDestination {
  const files: Record<`entry ${string}` | `target ${string}`, ForecastEntry | null> = {};
  for (const entry of there ?? []) {
    const path = posix.join(folderRoot(want), entry.path);
    files[`entry ${path}`] = entry;
    files[`target ${path}`] = entry;
  }
  return files;
}
