import { PlayError } from "../../../base/play-error.ts";
import type { Change } from "../../../host/change.ts";
import { read } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import type { Attributes } from "../file/attributes.ts";
import { planDirectory } from "../file/create-directory.ts";
import {
  askDestination,
  placeOf,
  type AskedDestination,
  type FoundDestination,
} from "../file/destination.ts";
import { missingParents } from "../file/parents.ts";
import { planOneFile } from "../file/plan.ts";
import { decodeText, encodeText } from "../file/text.ts";
import { contentOf } from "../file/write.ts";

/** What a module that edits a file's text is asked for, apart from the edit. */
export interface WantEdit extends Attributes {
  readonly path: string;
  readonly create: boolean;
  readonly backup: boolean;
  readonly validate?: string | undefined;
}

/** The text after an edit, and what was done in a few words; `message` is empty where nothing was. */
export interface Edited {
  readonly text: string;
  readonly message: string;
}

export function askText(path: string): AskedDestination {
  return {
    ...askDestination(path, { name: undefined, size: undefined }),
    [`bytes ${path}` as const]: read(path),
  };
}

/** The file with its text edited, links followed; `create` makes a missing one, with the folders above it. */
export function planEdit(want: WantEdit, found: FoundDestination, edit: (text: string) => Edited): Plan {
  const { path } = want;
  const place = placeOf(path, found);
  const isMissing = place.found.target === null;
  if (isMissing && !want.create) return { changes: [], needs: `file ${path}`, result: { path } };
  const before = textOf(path, place.found.bytes);
  const { text, message } = edit(before);
  if (isMissing && text === "") return { changes: [], result: { path, msg: message } };
  const folders = isMissing ? planFolders(path, found) : [];
  const folder = folders.length > 0 ? ({ type: "directory" } as const) : place.folder;
  const wanted = { ...want, ...contentOf(encodeText(text)), follow: true, title: `${message} in ${path}` };
  const plan = planOneFile(wanted, { found: place.found, folder }, { path, msg: message });
  const changes = [...folders, ...plan.changes];
  // an edit that would change its own result must not be made of it
  return edit(text).text === text
    ? { ...plan, changes }
    : { ...plan, changes, atMostOnce: `whether ${path} was edited` };
}

function textOf(path: string, bytes: Uint8Array | null): string {
  const text = decodeText(bytes ?? new Uint8Array());
  if (text !== undefined) return text;
  throw new PlayError("PRECONDITION", `${path} is not text in UTF-8, so it cannot be edited by lines`);
}

function planFolders(path: string, found: FoundDestination): Change[] {
  const missing = missingParents(path, found);
  const folder = missing.pop();
  return folder === undefined ? [] : [planDirectory(folder, {}, missing)];
}
