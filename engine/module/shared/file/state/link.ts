import { PlayError } from "../../../../base/play-error.ts";
import type { Change, ForecastEntry } from "../../../../host/change.ts";
import type { Plan } from "../../../contract.ts";
import { planAttributes } from "../attributes.ts";
import { createLink, linkedPath } from "../link.ts";
import { describeType, folderOf, neededFolder } from "../parents.ts";
import { describeEntry } from "../result.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** A symbolic link that says `src`. With `follow`, owner and mode are those of what it leads to. */
export function planLink(want: WantPath, found: FoundPath): Plan {
  const src = requireSource(want);
  const result = { dest: want.path, src, state: "link" };
  if (found.entry?.type === "link" && found.entry.target === src)
    return {
      changes: planLinkAttributes(want, found, found.entry),
      result: { ...describeEntry(found.entry), ...result },
    };
  refuseToReplace(want, found);
  const needs = found.entry === null ? neededFolder(want.path, folderOf(want.path, found)) : undefined;
  if (needs !== undefined) return { changes: [createLink(want.path, src, found.entry)], needs, result };
  if (found.source === null && !want.force)
    return {
      changes: [createLink(want.path, src, found.entry)],
      needs: `file ${linkedPath(want.path, src)}`,
      result,
    };
  const link: ForecastEntry = { type: "link", target: src };
  return {
    changes: [createLink(want.path, src, found.entry), ...planLinkAttributes(want, found, link)],
    result,
  };
}

export function requireSource({ src, path }: WantPath): string {
  if (src !== undefined) return src;
  throw new PlayError("MISSING_OPTION", `src is missing: what should ${path} lead to?`);
}

/** A link may be replaced by a link; anything else only by force, and a directory only where it is empty. */
export function refuseToReplace({ path, force }: WantPath, { entry }: FoundPath): void {
  if (entry === null || entry.type === "link" || force) return;
  throw new PlayError("PRECONDITION", `${path} is ${describeType(entry)}, a link is wanted there`, {
    hint: "force: yes replaces a file or an empty directory by the link",
  });
}

function planLinkAttributes(want: WantPath, found: FoundPath, link: ForecastEntry): Change[] {
  if (!want.follow) return planAttributes(want.path, { owner: want.owner, group: want.group }, link);
  if (found.source === null) return [];
  return planAttributes(linkedPath(want.path, want.src ?? ""), want, found.source);
}
