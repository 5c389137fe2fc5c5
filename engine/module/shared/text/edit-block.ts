import { positionFor } from "./edit-line.ts";
import type { Edited } from "./edit.ts";
import { bare, joinLines, splitLines } from "./lines.ts";

/** What `blockinfile` is asked for. */
export interface WantBlock {
  readonly block: string;
  /** With `{mark}`, for which `marker_begin` and `marker_end` stand. */
  readonly marker: string;
  readonly marker_begin: string;
  readonly marker_end: string;
  readonly insertafter?: string | undefined;
  readonly insertbefore?: string | undefined;
}

/** The block between its markers; an empty block removes it, markers and all. */
export function ensureBlock(text: string, want: WantBlock): Edited {
  const first = want.marker.replaceAll("{mark}", want.marker_begin);
  const last = want.marker.replaceAll("{mark}", want.marker_end);
  const lines = splitLines(text);
  const block = want.block === "" ? [] : [first, ...splitLines(want.block), last];
  const start = lines.findIndex((line) => bare(line) === first);
  const end = lines.findIndex((line, index) => index > start && bare(line) === last);
  const isThere = start !== -1 && end !== -1;
  const position = isThere ? start : positionFor(lines, { ...want, firstmatch: false });
  const edited = joinLines(lines.toSpliced(position, isThere ? end - start + 1 : 0, ...block));
  if (edited === joinLines(lines)) return { text, message: "" };
  if (block.length === 0) return { text: edited, message: "remove the block" };
  return { text: edited, message: isThere ? "replace the block" : "add a block" };
}
