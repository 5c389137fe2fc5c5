import { PlayError } from "../../../../base/play-error.ts";
import { sh, type ShellText } from "../../../../base/shell-text.ts";
import type { Change } from "../../../../host/change.ts";
import type { Plan } from "../../../contract.ts";
import { entryWith, planAttributes } from "../attributes.ts";
import { leadsTo } from "../link.ts";
import { newMode } from "../mode.ts";
import { describeType, folderOf, neededFolder } from "../parents.ts";
import { describeEntry } from "../result.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** An empty file where there is none; its times are set to now, except those to preserve. */
export function planTouch(want: WantPath, found: FoundPath): Plan {
  const { path } = want;
  const current = found.target ?? found.entry;
  if (current === null) return planEmptyFile(want, found);
  if (current.type !== "file" && current.type !== "directory")
    throw new PlayError("PRECONDITION", `${path} is ${describeType(current)}, a file is wanted there`);
  const changes = [...planTimes(want), ...planAttributes(leadsTo(path, found.entry), want, current)];
  return { changes, result: { dest: path, ...describeEntry(entryWith(want, current)) } };
}

function planEmptyFile(want: WantPath, found: FoundPath): Plan {
  const { path } = want;
  const entry = { type: "file", mode: newMode.file, size: 0 } as const;
  const create: Change = {
    summary: `create ${path} (empty)`,
    actions: [{ kind: "run", script: sh`touch -- ${path}` }],
    forecasts: [{ kind: "entry", path, entry, content: new Uint8Array() }],
  };
  const needs = neededFolder(path, folderOf(path, found));
  const changes = [create, ...planAttributes(path, want, entry)];
  return {
    changes,
    result: { dest: path, ...describeEntry(entryWith(want, entry)) },
    ...(needs && { needs }),
  };
}

/** The times of a path that is there, where the playbook asks for now. */
export function planTimes({ path, modification_time, access_time }: WantPath): Change[] {
  const modified = (modification_time ?? "now") === "now";
  const accessed = (access_time ?? "now") === "now";
  if (!modified && !accessed) return [];
  const which = modified && accessed ? "times" : modified ? "modification time" : "access time";
  return [
    {
      summary: `set the ${which} of ${path} to now`,
      actions: [{ kind: "run", script: touch(path, modified, accessed) }],
    },
  ];
}

function touch(path: string, modified: boolean, accessed: boolean): ShellText {
  if (modified && accessed) return sh`touch -- ${path}`;
  return modified ? sh`touch -m -- ${path}` : sh`touch -a -- ${path}`;
}
