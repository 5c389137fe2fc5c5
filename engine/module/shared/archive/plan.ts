import { posix } from "node:path";
import type { Change, Content, ForecastEntry } from "../../../host/change.ts";
import type { TreeEntry } from "../../../host/query.ts";
import { entryWith } from "../file/attributes.ts";
import { attributeScripts, planBelow } from "../file/state/below.ts";
import type { Listing } from "./listing.ts";
import type { Member } from "./member.ts";
import { extractScript } from "./scripts.ts";
import type { WantUnpacked } from "./want.ts";

/** What is below the destination, by the member's path; null where nothing is. */
export type There = (path: string) => ForecastEntry | null;

/** Unpacks all where anything is missing or of another size or time; else sets owner, group and mode where they differ. */
export function planUnpacked(
  want: WantUnpacked,
  { format, members }: Listing,
  there: There,
  archive?: Content,
): Change[] {
  const differing = members.filter((member) => differs(member, there(member.path)));
  if (differing.length === 0) return planBelow({ ...want, path: want.dest }, entriesThere(members, there));
  const entries = members.map((member) => ({ ...entryOf(member), path: posix.join(want.dest, member.path) }));
  const script = extractScript(want, format, archive ? "input" : "host");
  return [
    {
      summary: `unpack ${posix.basename(want.src)} into ${want.dest} (${differing.length} of ${members.length} paths differ)`,
      actions: [
        { kind: "run", script, ...(archive && { stdin: archive }) },
        ...attributeScripts(want, entries).map((script) => ({ kind: "run", script }) as const),
      ],
      forecasts: entries.map(({ path, ...entry }) => ({
        kind: "entry",
        path,
        entry: entryWith(want, entry),
      })),
    },
  ];
}

/** Content is not read: tar and unzip set a file's time when it is whole, so size and time tell. */
function differs({ type, size, time, precision, target }: Member, entry: ForecastEntry | null): boolean {
  if (type === "other") return false;
  if (entry === null) return true;
  if (type === "link") return entry.type !== "link" || (entry.target ?? target) !== (target ?? entry.target);
  if (type !== "file") return entry.type !== (type === "hard" ? "file" : type);
  const seconds = Math.floor((entry.mtime ?? Number.NaN) / precision) * precision;
  return entry.type !== "file" || entry.size !== size || seconds !== time;
}

function entryOf({ type, mode, size, time, target }: Member): ForecastEntry {
  if (type === "link") return { type, ...(target !== undefined && { target }) };
  if (type === "directory") return { type, ...(mode !== undefined && { mode }) };
  return { type: "file", size, mtime: time, ...(mode !== undefined && { mode }) };
}

function entriesThere(members: readonly Member[], there: There): (ForecastEntry & Pick<TreeEntry, "path">)[] {
  return members.flatMap(({ path }) => {
    const entry = there(path);
    return entry === null ? [] : [{ ...entry, path }];
  });
}
