import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import type { Change, ForecastEntry } from "../../../host/change.ts";
import { chmodScript, chownScript, entryWith, type Attributes } from "./attributes.ts";
import { newMode } from "./mode.ts";

/** Creates `path` and the folders above it that are `missing` (outermost first), all with the same attributes. */
export function planDirectory(path: string, want: Attributes, missing: readonly string[]): Change {
  const folders = [...missing, path];
  const entry = entryWith(want, { type: "directory", mode: newMode.directory });
  return {
    summary: `create directory ${path}${describeAttributes(want, entry)}`,
    actions: [{ kind: "run", script: joinShell(steps(folders, want, entry), " && ") }],
    forecasts: folders.map((folder) => ({ kind: "entry", path: folder, entry })),
  };
}

function steps(folders: readonly string[], want: Attributes, entry: ForecastEntry): ShellText[] {
  const owned = want.owner !== undefined || want.group !== undefined;
  return [
    sh`mkdir -- ${folders}`,
    ...(owned ? [chownScript(folders, want)] : []),
    ...(want.mode !== undefined && entry.mode !== undefined ? [chmodScript(folders, entry.mode)] : []),
  ];
}

/** `, mode 0755, owner root`: what was asked for, for the end of a summary. */
export function describeAttributes(want: Attributes, entry: ForecastEntry): string {
  const parts = [
    ...(want.mode === undefined || entry.mode === undefined ? [] : [`mode ${entry.mode}`]),
    ...(want.owner === undefined ? [] : [`owner ${want.owner}`]),
    ...(want.group === undefined ? [] : [`group ${want.group}`]),
  ];
  return parts.map((part) => `, ${part}`).join("");
}
