import { PlayError } from "../../../../base/play-error.ts";
import type { Need, Plan } from "../../../contract.ts";
import { entryWith, planAttributes } from "../attributes.ts";
import { leadsTo } from "../link.ts";
import { describeType } from "../parents.ts";
import { describeEntry } from "../result.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** Whatever is at the path gets owner, group and mode; nothing is created. */
export function planExisting(want: WantPath, found: FoundPath): Plan {
  const { path } = want;
  const current = want.follow ? found.target : found.entry;
  if (current === null) return { changes: [], needs: neededEntry(want, found), result: { path } };
  const changes = planAttributes(current === found.target ? leadsTo(path, found.entry) : path, want, current);
  return { changes, result: { path, ...describeEntry(entryWith(want, current)) } };
}

function neededEntry({ path }: WantPath, { entry }: FoundPath): string | Need {
  if (entry?.type !== "link") return `file ${path}`;
  return {
    once: `what ${path} leads to exists`,
    failure: `${path} is a link that leads nowhere or in a circle`,
    hint: "create what it leads to, or set the owner of the link itself by follow: false",
  };
}

/** The same, of a file only. Throws PRECONDITION where a directory is there. */
export function planFileState(want: WantPath, found: FoundPath): Plan {
  const current = found.target ?? found.entry;
  if (current === null || current.type === "file" || current.type === "link")
    return planExisting(want, found);
  throw new PlayError("PRECONDITION", `${want.path} is ${describeType(current)}, state=file wants a file`, {
    hint: "leave state out to set owner and mode of whatever is there",
  });
}
