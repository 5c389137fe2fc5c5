import { PlayError } from "../../../base/play-error.ts";
import type { Change, ForecastEntry, Output } from "../../../host/change.ts";
import type { Judgement, Plan, ResultFields } from "../../contract.ts";
import type { FoundFile } from "./ask.ts";
import { entryWith } from "./attributes.ts";
import { neededFolder } from "./parents.ts";
import { describeEntry } from "./result.ts";
import { planFile, type WantContent, type WantFile } from "./write.ts";

/** Where a file goes: what is there, and its folder. */
export interface Place {
  readonly found: FoundFile;
  /** Null where the folder is missing. */
  readonly folder: ForecastEntry | null;
}

/** The whole plan of a module that leaves one file behind, with the result fields that Ansible's have. */
export function planOneFile(want: WantFile, { found, folder }: Place, result: ResultFields = {}): Plan {
  const changes = planFile(want, found);
  const needs = found.entry === null ? neededFolder(want.path, folder) : undefined;
  return {
    changes,
    result: { ...describeFile(want, changes, found), ...result },
    ...(want.backup && { outcome: (outputs) => describeBackup(changes, outputs) }),
    ...(needs !== undefined && { needs }),
  };
}

/** Where the content is not known yet: a new file is certain, anything else is not. */
export function planUnknownContent(
  want: Omit<WantFile, keyof WantContent> & { readonly content_unknown?: string | undefined },
  place: Place,
): Plan {
  if (place.found.entry !== null)
    return { changes: [], unknown: `the content of ${want.path}: ${want.content_unknown ?? ""}` };
  return planOneFile({ ...want, ...notKnownYet }, place);
}

const notKnownYet: WantContent = {
  content: {
    kind: "made",
    make: () => Promise.reject(new TypeError("content that is not known was asked for")),
  },
  checksum: undefined,
  size: undefined,
  bytes: undefined,
};

function describeFile(want: WantFile, changes: readonly Change[], found: FoundFile): ResultFields {
  const forecasts = changes.flatMap((change) => change.forecasts ?? []);
  const last = forecasts.at(-1);
  const after = last?.kind === "entry" ? last.entry : found.target && entryWith(want, found.target);
  return {
    dest: want.path,
    ...describeEntry(after),
    ...(want.checksum !== undefined && { checksum: want.checksum }),
  };
}

/** The write's output is the path of the backup, or empty where there was nothing to keep. */
function describeBackup(changes: readonly Change[], outputs: readonly Output[]): Judgement {
  const index = changes.flatMap(({ actions }) => actions).findIndex(({ kind }) => kind === "write");
  const output = outputs[index];
  const backup = output === undefined ? "" : new TextDecoder().decode(output.stdout).trim();
  return { result: backup === "" ? {} : { backup_file: backup } };
}

/** Refuses what has no name of its own to go into a folder. */
export function folderNeedsName(dest: string): PlayError {
  return new PlayError("BAD_OPTION", `dest ${dest} is a directory, and content has no name of its own`, {
    hint: "name the file: dest: /folder/name",
  });
}
