import { posix } from "node:path";
import type { Change, Content } from "../../../../host/change.ts";
import type { Plan } from "../../../contract.ts";
import { fileAt } from "../ask.ts";
import { planAttributes } from "../attributes.ts";
import { planDirectory } from "../create-directory.ts";
import type { FoundDestination } from "../destination.ts";
import { createLink } from "../link.ts";
import { describeType, missingParents } from "../parents.ts";
import { planFile } from "../write.ts";
import { PlayError } from "../../../../base/play-error.ts";
import { contentOfSource, folderAttributes } from "./single.ts";
import { copiedMode, folderRoot, type Member, type WantCopy } from "./want.ts";

/** What to copy, and how to get at the content of each. */
export interface SourceFolder {
  /** The folder itself first, as "". */
  readonly members: readonly Member[];
  readonly contentOf: (path: string) => Content;
  readonly bytesOf: (path: string) => Uint8Array | null | undefined;
}

/** A folder with all in it; what else is at the destination stays. */
export function planFolder(want: WantCopy, source: SourceFolder, found: FoundDestination): Plan {
  const root = folderRoot(want);
  const changes = source.members.flatMap((member) => planMember(want, source, { member, root, found }));
  return { changes, result: { dest: root, src: want.src, state: "directory" } };
}

interface Place {
  readonly member: Member;
  readonly root: string;
  readonly found: FoundDestination;
}

function planMember(want: WantCopy, source: SourceFolder, { member, root, found }: Place): Change[] {
  const path = posix.join(root, member.path);
  const there = fileAt(found, path);
  if (!want.force && there.entry !== null && member.entry.type !== "directory") return [];
  switch (member.entry.type) {
    case "directory":
      return planSubfolder(want, path, { member, root, found });
    case "link":
      return there.entry?.type === "link" && there.entry.target === member.entry.target
        ? []
        : [createLink(path, member.entry.target ?? "", there.entry)];
    case "file": {
      const content = contentOfSource({
        entry: member.entry,
        content: source.contentOf(member.path),
        bytes: source.bytesOf(member.path),
      });
      return planFile({ ...want, ...content, path, mode: copiedMode(want.mode, member.entry) }, there);
    }
    default:
      return [];
  }
}

/** The destination itself keeps its owner and mode if it is there: `src: site/ dest: /etc` is not about /etc. */
function planSubfolder(want: WantCopy, path: string, { member, found }: Place): Change[] {
  const preserved =
    want.directory_mode === undefined && want.mode === "preserve" ? member.entry.mode : undefined;
  const attributes = { ...folderAttributes(want), ...(preserved !== undefined && { mode: preserved }) };
  const { target } = fileAt(found, path);
  if (target === null) {
    const missing = member.path === "" ? missingParents(path, found) : [];
    return [planDirectory(path, attributes, missing)];
  }
  if (target.type === "directory") return member.path === "" ? [] : planAttributes(path, attributes, target);
  throw new PlayError("PRECONDITION", `${path} is ${describeType(target)}, a directory is wanted there`, {
    hint: "remove it first (file: state=absent), or choose another path",
  });
}
