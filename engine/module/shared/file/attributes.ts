import { sh, type ShellText } from "../../../base/shell-text.ts";
import type { Change, Forecast, ForecastEntry, RunAction } from "../../../host/change.ts";
import { newMode, resolveMode } from "./mode.ts";

/** What a playbook asks of an existing path. */
export interface Attributes {
  /** Octal digits or symbolic. */
  readonly mode?: string | undefined;
  /** Name or number. */
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

/** Owner, group and mode of `path`; what is found but not known (a forecast) counts as different. */
export function planAttributes(path: string, want: Attributes, found: ForecastEntry): Change[] {
  const after = entryWith(want, found);
  const ownership = planOwnership(path, want, found);
  const owned: ForecastEntry = found.mode === undefined ? after : { ...after, mode: found.mode };
  return [
    ...ownership.map((change) => ({ ...change, forecasts: [forecastOf(path, owned)] })),
    ...planMode(path, after, found),
  ];
}

/** What the entry is like once it has the attributes wanted. A link has no mode of its own. */
export function entryWith(want: Attributes, found: ForecastEntry): ForecastEntry {
  const { mode: _mode, ...rest } = found;
  const mode = found.type === "link" ? undefined : wantedMode(want, found);
  return {
    ...owned(owned(rest, "owner", want.owner), "group", want.group),
    ...(mode !== undefined && { mode }),
  };
}

function wantedMode(want: Attributes, found: ForecastEntry): string | undefined {
  if (want.mode === undefined) return found.mode;
  const directory = found.type === "directory";
  return resolveMode(want.mode, { mode: found.mode ?? newMode[directory ? "directory" : "file"], directory });
}

const idOf = { owner: "uid", group: "gid" } as const;

function owned(entry: ForecastEntry, kind: "owner" | "group", wanted: string | undefined): ForecastEntry {
  if (wanted === undefined || owns(entry, kind, wanted)) return entry;
  const { [kind]: _name, [idOf[kind]]: _id, ...rest } = entry;
  return { ...rest, ...(/^\d+$/.test(wanted) ? { [idOf[kind]]: Number(wanted) } : { [kind]: wanted }) };
}

function owns(entry: ForecastEntry, kind: "owner" | "group", wanted: string): boolean {
  return entry[kind] === wanted || String(entry[idOf[kind]]) === wanted;
}

function planOwnership(path: string, want: Attributes, found: ForecastEntry): Change[] {
  const owner = want.owner !== undefined && !owns(found, "owner", want.owner) ? want.owner : undefined;
  const group = want.group !== undefined && !owns(found, "group", want.group) ? want.group : undefined;
  if (owner === undefined && group === undefined) return [];
  const parts = [
    ...(owner === undefined ? [] : [`owner ${fromTo(found.owner, owner)}`]),
    ...(group === undefined ? [] : [`group ${fromTo(found.group, group)}`]),
  ];
  const followed = found.type === "link" ? sh`chown -h` : sh`chown`;
  const script = sh`${followed} -- ${ownerWord({ owner, group })} ${path}`;
  return [
    { summary: `${parts.join(", ")} of ${path}`, actions: runs(script, ...restoringMode(path, want, found)) },
  ];
}

/** chown clears setuid and setgid, so a mode that has them is set again, even where it is as wanted now. */
function restoringMode(path: string, want: Attributes, found: ForecastEntry): ShellText[] {
  const { mode } = entryWith(want, found);
  if (want.mode === undefined || mode === undefined || mode !== found.mode) return [];
  return /^[2467]/.test(mode) ? [chmodScript([path], mode)] : [];
}

function runs(...scripts: readonly ShellText[]): RunAction[] {
  return scripts.map((script) => ({ kind: "run", script }));
}

/** Of links themselves, not of what they lead to. */
export function chownScript(paths: readonly (string | ShellText)[], { owner, group }: Attributes): ShellText {
  return sh`chown -h -- ${ownerWord({ owner, group })} ${paths}`;
}

/** `owner:group` as chown(1) takes it. */
function ownerWord({ owner = "", group }: Attributes): string {
  return group === undefined ? owner : `${owner}:${group}`;
}

/** Five digits, since GNU chmod lets a directory keep its setgid bit where four are given. */
export function chmodScript(paths: readonly (string | ShellText)[], mode: string): ShellText {
  return sh`chmod -- ${`0${mode}`} ${paths}`;
}

function planMode(path: string, after: ForecastEntry, found: ForecastEntry): Change[] {
  if (after.mode === undefined || after.mode === found.mode) return [];
  return [
    {
      summary: `mode ${fromTo(found.mode, after.mode)} of ${path}`,
      actions: runs(chmodScript([path], after.mode)),
      forecasts: [forecastOf(path, after)],
    },
  ];
}

function fromTo(found: string | undefined, wanted: string): string {
  return found === undefined ? wanted : `${found} -> ${wanted}`;
}

function forecastOf(path: string, entry: ForecastEntry): Forecast {
  return { kind: "entry", path, entry };
}
