import type { ShellText } from "../../../../base/shell-text.ts";
import type { Change, ForecastEntry } from "../../../../host/change.ts";
import { chmodScript, chownScript, entryWith, planAttributes, type Attributes } from "../attributes.ts";

/** Paths that one command is given; keeps it far below the kernel's limit for arguments. */
const chunkSize = 200;

interface WantBelow extends Attributes {
  readonly path: string;
}

type BelowEntry = ForecastEntry & { readonly path: string };

/** One change that gives owner, group and mode to whatever below `want.path` has others. Links keep their mode. */
export function planBelow(want: WantBelow, tree: readonly BelowEntry[]): Change[] {
  const entries = tree
    .filter(({ path }) => path !== "")
    .map((entry) => ({ ...entry, path: `${want.path}/${entry.path}` }));
  const differing = entries.filter((entry) => planAttributes(entry.path, want, entry).length > 0);
  if (differing.length === 0) return [];
  const scripts = attributeScripts(want, differing);
  return [
    {
      summary: `owner, group or mode of ${differing.length} paths below ${want.path}`,
      actions: scripts.map((script) => ({ kind: "run", script })),
      forecasts: differing.map(({ path, ...entry }) => ({
        kind: "entry",
        path,
        entry: entryWith(want, entry),
      })),
    },
  ];
}

/** Commands that give owner, group and mode to each of the paths. */
export function attributeScripts(want: Attributes, entries: readonly BelowEntry[]): ShellText[] {
  return [...ownershipScripts(want, entries), ...modeScripts(want, entries)];
}

function ownershipScripts(want: Attributes, entries: readonly BelowEntry[]): ShellText[] {
  if (want.owner === undefined && want.group === undefined) return [];
  return inChunks(entries.map(({ path }) => path)).map((paths) => chownScript(paths, want));
}

/** One command per mode and chunk: a symbolic mode comes to different digits for different files. */
function modeScripts(want: Attributes, entries: readonly BelowEntry[]): ShellText[] {
  if (want.mode === undefined) return [];
  const pathsOf = new Map<string, string[]>();
  for (const entry of entries) {
    const { mode } = entryWith(want, entry);
    if (mode !== undefined) pathsOf.set(mode, [...(pathsOf.get(mode) ?? []), entry.path]);
  }
  return [...pathsOf].flatMap(([mode, paths]) => inChunks(paths).map((chunk) => chmodScript(chunk, mode)));
}

function inChunks(paths: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let start = 0; start < paths.length; start += chunkSize)
    chunks.push(paths.slice(start, start + chunkSize));
  return chunks;
}
