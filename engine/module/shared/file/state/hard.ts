import { PlayError } from "../../../../base/play-error.ts";
import { sh } from "../../../../base/shell-text.ts";
import type { ForecastEntry } from "../../../../host/change.ts";
import type { Plan } from "../../../contract.ts";
import { planAttributes } from "../attributes.ts";
import { describeType, folderOf, neededFolder } from "../parents.ts";
import { linkedPath } from "../link.ts";
import { refuseToReplace, requireSource } from "./link.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** A second name for the file `src`. */
export function planHard(want: WantPath, found: FoundPath): Plan {
  const { path } = want;
  const src = linkedPath(path, requireSource(want));
  const { entry, source } = found;
  const result = { dest: path, src, state: "hard" };
  if (source?.type === "directory")
    throw new PlayError("PRECONDITION", `${src} is a directory, which cannot have a second name`, {
      hint: "use state=link",
    });
  if (entry?.type === "directory")
    throw new PlayError("PRECONDITION", `${path} is ${describeType(entry)}, a hard link is wanted there`);
  const attributes =
    source === null ? [] : planAttributes(path, want, isSameFile(found) ? source : withLink(source));
  if (isSameFile(found)) return { changes: attributes, result };
  refuseToReplace(want, found);
  const link = {
    summary: `hard link ${path} to ${src}`,
    actions: [{ kind: "run", script: sh`ln -f -- ${src} ${path}` }],
    forecasts: [{ kind: "entry", path, entry: withLink(source) }],
  } as const;
  const needs = source === null ? `file ${src}` : neededFolder(path, folderOf(path, found));
  return { changes: [link, ...attributes], result, ...(needs !== undefined && { needs }) };
}

function withLink(source: ForecastEntry | null): ForecastEntry {
  if (source === null) return { type: "file" };
  return source.links === undefined ? source : { ...source, links: source.links + 1 };
}

function isSameFile({ entry, source }: FoundPath): boolean {
  return entry?.inode !== undefined && entry.inode === source?.inode && entry.device === source.device;
}
