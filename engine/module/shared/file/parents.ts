import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";
import type { ForecastEntry } from "../../../host/change.ts";
import { stat, type Entry, type Query } from "../../../host/query.ts";

/** Questions after every folder above a path, by `parent <folder>`. */
export type AskedParents = Record<`parent ${string}`, Query<Entry | null>>;
export type FoundParents = Readonly<Record<`parent ${string}`, ForecastEntry | null>>;

export function askParents(path: string): AskedParents {
  return Object.fromEntries(
    parentsOf(path).map((folder) => [`parent ${folder}`, stat(folder, { follow: true })]),
  );
}

/** The folders above `path`, nearest first, without the root or the working folder. */
export function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "/" || parent === "." ? [] : [parent, ...parentsOf(parent)];
}

/** The folders above `path` that are missing, outermost first. Throws PRECONDITION where one is not a folder. */
export function missingParents(path: string, found: FoundParents): string[] {
  const missing: string[] = [];
  for (const folder of parentsOf(path)) {
    const entry = found[`parent ${folder}`] ?? null;
    if (entry === null) {
      missing.unshift(folder);
      continue;
    }
    requireFolder(folder, entry);
    break;
  }
  return missing;
}

/** The folder of a path; the root and the working folder are always there. */
export function folderOf(path: string, found: FoundParents): ForecastEntry | null {
  const [folder] = parentsOf(path);
  return folder === undefined ? { type: "directory" } : (found[`parent ${folder}`] ?? null);
}

/** The noun for a plan's `needs` where the folder of `path` is missing. Throws PRECONDITION where it is not a folder. */
export function neededFolder(path: string, parent: ForecastEntry | null): string | undefined {
  const folder = posix.dirname(path);
  if (parent === null) return `directory ${folder}`;
  requireFolder(folder, parent);
  return undefined;
}

function requireFolder(path: string, entry: ForecastEntry): void {
  if (entry.type === "directory") return;
  throw new PlayError("PRECONDITION", `${path} is ${describeType(entry)}, a directory is needed there`, {
    hint: "remove it first, or choose another path",
  });
}

const typeNames = {
  file: "a file",
  directory: "a directory",
  link: "a link",
  fifo: "a named pipe",
  socket: "a socket",
  block: "a block device",
  char: "a character device",
} as const satisfies Record<Entry["type"], string>;

/** `a file`, `a directory`, … */
export function describeType(entry: ForecastEntry): string {
  return typeNames[entry.type];
}
