import { posix } from "node:path";
import type { ForecastEntry } from "../../../../host/change.ts";
import {
  onController,
  read,
  stat,
  tree,
  type Entry,
  type Query,
  type TreeEntry,
} from "../../../../host/query.ts";
import type { Plan } from "../../../contract.ts";
import { askFile, isSmall } from "../ask.ts";
import { askDestination, type AskedDestination, type FoundDestination } from "../destination.ts";
import { askParents } from "../parents.ts";
import { readForDiff } from "../text.ts";
import { planFolder } from "./folder.ts";
import { planSingle } from "./single.ts";
import { folderRoot, membersOf, type Member, type WantCopy } from "./want.ts";

export type AskedSource = {
  readonly source: Query<Entry | null>;
  readonly below: Query<readonly TreeEntry[] | null>;
};

/** What the controller has at `src`. */
export interface FoundSource {
  readonly source: ForecastEntry | null;
  readonly below: readonly TreeEntry[] | null;
}

export type AskedCopy = AskedDestination &
  Record<`source ${string}`, Query<Entry | null>> &
  Record<`text ${string}`, Query<Uint8Array | null>>;

export type FoundCopy = FoundDestination &
  Readonly<Record<`source ${string}`, ForecastEntry | null> & Record<`text ${string}`, Uint8Array | null>>;

export function askSource(src: string): AskedSource {
  return {
    source: onController(stat(src, { follow: true, checksum: "sha256" })),
    below: onController(tree(src)),
  };
}

/** After the destination of each file, and after the controller's texts that may be shown in a diff. */
export function askLocal(want: WantCopy, { source, below }: FoundSource): AskedCopy {
  if (source?.type === "directory") return askMembers(want, below ?? []);
  const asked: AskedCopy = askDestination(want.dest, { name: posix.basename(want.src), size: source?.size });
  if (isSmall(source?.size)) asked[`text ${want.src}`] = onController(read(want.src, readForDiff));
  return asked;
}

function askMembers(want: WantCopy, below: readonly TreeEntry[]): AskedCopy {
  const root = folderRoot(want);
  const asked: AskedCopy = { ...askFile(root, { size: undefined }), ...askParents(root) };
  for (const { path, type, size } of membersOf(below)) {
    const src = posix.join(want.src, path);
    const isText = type === "file" && isSmall(size);
    Object.assign(asked, askFile(posix.join(root, path), { size: isText ? size : undefined }));
    if (type === "directory") continue;
    asked[`source ${src}`] = onController(stat(src, { follow: true, checksum: "sha256" }));
    if (isText) asked[`text ${src}`] = onController(read(src, readForDiff));
  }
  return asked;
}

/** A file or a folder of the controller. */
export function planLocal(want: WantCopy, local: FoundSource, found: FoundCopy): Plan {
  const { source } = local;
  if (source === null) return { changes: [], needs: `file ${want.src} on the controller` };
  if (source.type !== "directory") {
    const content = { kind: "local", path: want.src } as const;
    return planSingle(want, { entry: source, content, bytes: found[`text ${want.src}`] }, found);
  }
  const sourcePath = (path: string) => posix.join(want.src, path);
  const below = membersOf(local.below ?? []).map((entry) =>
    followed(entry, found[`source ${sourcePath(entry.path)}`]),
  );
  const members = [{ path: "", entry: source }, ...below];
  const contentOf = (path: string) => ({ kind: "local", path: sourcePath(path) }) as const;
  return planFolder(
    want,
    { members, contentOf, bytesOf: (path) => found[`text ${sourcePath(path)}`] },
    found,
  );
}

/** A link to a file is copied as that file; a link to a folder, or to nothing, as a link. */
function followed(entry: TreeEntry, target: ForecastEntry | null | undefined): Member {
  return { path: entry.path, entry: target?.type === "file" ? target : entry };
}
