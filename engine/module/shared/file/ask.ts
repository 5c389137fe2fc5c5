import type { ForecastEntry } from "../../../host/change.ts";
import { read, stat, type Entry, type Query } from "../../../host/query.ts";
import { diffLimit, readForDiff } from "./text.ts";

/** Questions after files, by kind and path: `entry /etc/hosts`. */
export type AskedFiles = Record<`entry ${string}` | `target ${string}`, Query<Entry | null>> &
  Record<`bytes ${string}`, Query<Uint8Array | null>>;

export type FoundFiles = Readonly<
  Record<`entry ${string}` | `target ${string}`, ForecastEntry | null> &
    Record<`bytes ${string}`, Uint8Array | null>
>;

/** What is at a path: itself, what it leads to if it is a link, and its content as far as it is small. */
export interface FoundFile {
  readonly entry: ForecastEntry | null;
  readonly target: ForecastEntry | null;
  /** Null also where it was not asked, or is not known. */
  readonly bytes: Uint8Array | null;
}

/** Asks for the content too where the new content is small enough to be shown beside it. */
export function askFile(path: string, want: { readonly size: number | undefined }): AskedFiles {
  const asked: AskedFiles = {};
  asked[`entry ${path}`] = stat(path);
  asked[`target ${path}`] = stat(path, { follow: true, checksum: "sha256" });
  if (isSmall(want.size)) asked[`bytes ${path}`] = read(path, readForDiff);
  return asked;
}

export function isSmall(size: number | undefined): boolean {
  return size !== undefined && size <= diffLimit;
}

export function fileAt(found: FoundFiles, path: string): FoundFile {
  return {
    entry: found[`entry ${path}`] ?? null,
    target: found[`target ${path}`] ?? null,
    bytes: found[`bytes ${path}`] ?? null,
  };
}
