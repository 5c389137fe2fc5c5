import { createHash } from "node:crypto";
import { PlayError } from "../../../base/play-error.ts";
import type { Change, Content, ForecastEntry, WriteAction } from "../../../host/change.ts";
import type { FoundFile } from "./ask.ts";
import { entryWith, planAttributes, type Attributes } from "./attributes.ts";
import { describeAttributes } from "./create-directory.ts";
import { leadsTo } from "./link.ts";
import { newMode } from "./mode.ts";
import { describeType } from "./parents.ts";
import { diffOf } from "./text.ts";

/** A file's content, and what is known of it without reading it. */
export interface WantContent {
  readonly content: Content;
  /** SHA-256 in hexadecimal; undefined where it is not known yet, which counts as different. */
  readonly checksum: string | undefined;
  /** Which content it is, where that is all that is known of it: see {@link ForecastEntry}. */
  readonly contentToCome?: symbol | undefined;
  readonly size: number | undefined;
  /** Only where small enough for a diff. */
  readonly bytes: Uint8Array | undefined;
}

export interface WantFile extends WantContent, Attributes {
  readonly path: string;
  readonly validate?: string | undefined;
  readonly backup?: boolean | undefined;
  /** Write through a link at `path`; otherwise the link is replaced. */
  readonly follow?: boolean | undefined;
  /** What a change of content is called, where that is not creating or replacing the file. */
  readonly title?: string | undefined;
}

export function contentOf(bytes: Uint8Array): WantContent {
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { content: { kind: "bytes", bytes }, checksum, size: bytes.length, bytes };
}

/** Makes `want.path` a file of that content, owner, group and mode. Throws PRECONDITION where something else is there. */
export function planFile(want: WantFile, found: FoundFile): Change[] {
  const current = currentFile(want, found);
  if (current !== null && hasContent(want, current))
    return planAttributes(realPath(want, found), want, current);
  return [planWrite(want, current, found)];
}

/** The file that would be replaced: a link counts as what it leads to only where links are followed. */
function currentFile(want: WantFile, { entry, target }: FoundFile): ForecastEntry | null {
  const current = entry?.type === "link" && !want.follow ? entry : target;
  if (current === null || current.type === "file" || current.type === "link") return current;
  throw new PlayError("PRECONDITION", `${want.path} is ${describeType(current)}, a file is wanted there`, {
    hint: "remove it first (file: state=absent), or choose another path",
  });
}

function hasContent(want: WantContent, current: ForecastEntry): boolean {
  if (current.type !== "file") return false;
  if (want.contentToCome !== undefined) return want.contentToCome === current.contentToCome;
  return want.checksum !== undefined && want.checksum === current.checksum;
}

function realPath({ path, follow }: WantFile, { entry }: FoundFile): string {
  return follow ? leadsTo(path, entry) : path;
}

function planWrite(want: WantFile, current: ForecastEntry | null, found: FoundFile): Change {
  const after = entryAfter(want, current);
  const isNew = current === null || current.type === "link";
  const diff =
    isNew || found.bytes !== null ? diffOf(want.path, isNew ? null : found.bytes, want.bytes) : undefined;
  return {
    summary: summarize(want, current, after),
    ...(diff && { diff }),
    actions: [writeAction(want, after)],
    forecasts: [
      {
        kind: "entry",
        path: realPath(want, found),
        entry: after,
        ...(want.bytes && { content: want.bytes }),
      },
    ],
  };
}

/** What will be there: a new file's attributes where there is none, or only a link. */
export function entryAfter(want: WantFile, current: ForecastEntry | null): ForecastEntry {
  const base: ForecastEntry = current?.type === "file" ? current : { type: "file", mode: newMode.file };
  const { type, mode, uid, gid, owner, group } = entryWith(want, base);
  return {
    type,
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(want.size !== undefined && { size: want.size }),
    ...(want.checksum !== undefined && { checksum: want.checksum }),
    ...(want.contentToCome !== undefined && { contentToCome: want.contentToCome }),
  };
}

function summarize(want: WantFile, current: ForecastEntry | null, after: ForecastEntry): string {
  return `${want.title ?? describeWrite(want, current)}${describeAttributes(want, after)}`;
}

function describeWrite(want: WantFile, current: ForecastEntry | null): string {
  const verb = current === null ? "create" : current.type === "link" ? "replace link" : "replace";
  const size = want.size === undefined ? "content not yet known" : `${want.size} bytes`;
  return `${verb} ${want.path} (${size})`;
}

function writeAction(want: WantFile, after: ForecastEntry): WriteAction {
  return {
    kind: "write",
    path: want.path,
    content: want.content,
    ...(want.mode !== undefined && after.mode !== undefined && { mode: after.mode }),
    ...(want.owner !== undefined && { owner: want.owner }),
    ...(want.group !== undefined && { group: want.group }),
    ...(want.validate !== undefined && { validate: want.validate }),
    ...(want.backup && { backup: true }),
    ...(want.follow && { follow: true }),
  };
}
