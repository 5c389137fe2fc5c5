import { posix } from "node:path";
import type { Change, Content, ForecastEntry } from "../../../../host/change.ts";
import type { Plan } from "../../../contract.ts";
import { planDirectory } from "../create-directory.ts";
import { placeOf, resolveDestination, type FoundDestination } from "../destination.ts";
import { missingParents } from "../parents.ts";
import { planOneFile } from "../plan.ts";
import type { WantContent } from "../write.ts";
import { copiedMode, type WantCopy } from "./want.ts";

/** A file to copy: what it is (links followed), where its bytes are, and its text where it is small. */
export interface SourceFile {
  readonly entry: ForecastEntry;
  readonly content: Content;
  readonly bytes: Uint8Array | null | undefined;
}

/** One file, to `dest` or into the folder `dest`; a folder written with a trailing slash is created. */
export function planSingle(want: WantCopy, source: SourceFile, found: FoundDestination): Plan {
  const path = resolveDestination(want.dest, posix.basename(want.src), found);
  const place = placeOf(path, found);
  if (!want.force && place.found.entry !== null)
    return { changes: [], result: { dest: path, src: want.src } };
  const folders = want.dest.endsWith("/") ? planMissingFolders(want, path, found) : [];
  const wanted = { ...want, ...contentOfSource(source), path, mode: copiedMode(want.mode, source.entry) };
  const folder = folders.length > 0 ? ({ type: "directory" } as const) : place.folder;
  const plan = planOneFile(wanted, { found: place.found, folder }, { src: want.src });
  if (folders.length === 0) return plan;
  return { ...plan, changes: [...folders, ...plan.changes] };
}

export function contentOfSource({ entry, content, bytes }: SourceFile): WantContent {
  const { checksum, size, contentToCome } = entry;
  return { content, checksum, size, contentToCome, bytes: bytes ?? undefined };
}

function planMissingFolders(want: WantCopy, path: string, found: FoundDestination): Change[] {
  const missing = missingParents(path, found);
  const folder = missing.pop();
  return folder === undefined ? [] : [planDirectory(folder, folderAttributes(want), missing)];
}

/** What the folders that a copy creates are given. */
export function folderAttributes({ directory_mode, owner, group }: WantCopy) {
  return { mode: directory_mode, owner, group };
}
