import { PlayError } from "../../../../base/play-error.ts";
import type { Plan } from "../../../contract.ts";
import { entryWith, planAttributes } from "../attributes.ts";
import { planDirectory } from "../create-directory.ts";
import { leadsTo } from "../link.ts";
import { newMode } from "../mode.ts";
import { describeType, missingParents } from "../parents.ts";
import { describeEntry } from "../result.ts";
import { planBelow } from "./below.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** A directory, with the folders above it; `recurse` gives all below it the same owner, group and mode. */
export function planDirectoryState(want: WantPath, found: FoundPath): Plan {
  const { path } = want;
  const current = want.follow ? found.target : found.entry;
  if (current === null && found.entry === null) {
    const entry = entryWith(want, { type: "directory", mode: newMode.directory });
    const changes = [planDirectory(path, want, missingParents(path, found))];
    return { changes, result: { path, ...describeEntry(entry) } };
  }
  if (current?.type !== "directory") throw notADirectory(want, found);
  const below = want.recurse && Array.isArray(found.below) ? planBelow(want, found.below) : [];
  const changes = [...planAttributes(leadsTo(path, found.entry), want, current), ...below];
  return { changes, result: { path, ...describeEntry(entryWith(want, current)) } };
}

function notADirectory({ path, follow }: WantPath, { entry, target }: FoundPath): PlayError {
  const there = target ?? entry;
  if (follow && entry?.type === "link" && target === null)
    return new PlayError(
      "PRECONDITION",
      `${path} is a link that leads nowhere, a directory is wanted there`,
      {
        hint: "remove the link first, or create what it leads to",
      },
    );
  const what = entry?.type === "link" && !follow ? "a link" : there && describeType(there);
  return new PlayError("PRECONDITION", `${path} is ${what}, a directory is wanted there`, {
    hint: "remove it first (state=absent), or choose another path",
  });
}
