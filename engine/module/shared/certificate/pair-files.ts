import { z } from "zod";
import { joinShell, sh } from "../../../base/shell-text.ts";
import type { Action, Change, Diff, Forecast } from "../../../host/change.ts";
import { read, stat } from "../../../host/query.ts";
import type { Entry, Query } from "../../../host/query.ts";
import { mode, path } from "../../option.ts";
import { askParents, missingParents } from "../file/parents.ts";
import type { FoundParents } from "../file/parents.ts";
import type { MadePair } from "./made-pair.ts";

/** The options of a certificate's and a key's file on the controller. */
export const pairOptions = {
  path: path("The certificate's file"),
  privatekey_path: path("The private key's file"),
  mode: octalMode("The certificate's mode").default("0644"),
  privatekey_mode: octalMode("The private key's mode").default("0600"),
};

function octalMode(help: string): z.ZodType<string> {
  return mode(help)
    .pipe(z.string().regex(/^[0-7]{4}$/, "must be an octal mode"))
    .meta({ description: help });
}

export interface PairWant {
  readonly path: string;
  readonly privatekey_path: string;
  readonly mode: string;
  readonly privatekey_mode: string;
}

export interface PairFound {
  readonly certEntry: Entry | null;
  readonly keyEntry: Entry | null;
  /** Null also where the entry is foreseen but its content is not known. */
  readonly cert: Uint8Array | null;
  readonly key: Uint8Array | null;
}

/** Bytes that are enough for any certificate or key; a limit makes a file that is only foreseen read as null. */
const limit = 65_536;

export const readPem = (path: string): Query<Uint8Array | null> => read(path, { limit });

export function askPair(want: PairWant) {
  return {
    ...askParents(want.path),
    ...askParents(want.privatekey_path),
    certEntry: stat(want.path, { follow: true }),
    keyEntry: stat(want.privatekey_path, { follow: true }),
    cert: readPem(want.path),
    key: readPem(want.privatekey_path),
  };
}

/** Writes the key, then the certificate: after a crash in between they do not match, and the next run sees that. */
export function writePair(want: PairWant, found: FoundParents, step: PairStep): Change {
  const folders = new Set([
    ...missingParents(want.path, found),
    ...missingParents(want.privatekey_path, found),
  ]);
  const certificate = { path: want.path, mode: want.mode, content: step.pair.content("certificate") };
  const key = { path: want.privatekey_path, mode: want.privatekey_mode, content: step.pair.content("key") };
  const files = step.keepKey ? [certificate] : [key, certificate];
  return {
    summary: step.summary,
    diff: step.diff,
    actions: [
      ...(step.first ?? []),
      ...(folders.size > 0 ? [makeFolders([...folders])] : []),
      ...files.map((file): Action => ({ kind: "write", ...file })),
    ],
    forecasts: [
      ...[...folders].map((path) => foreseen(path, "directory", "0700")),
      ...files.map((file) => foreseen(file.path, "file", file.mode)),
    ],
  };
}

export interface PairStep {
  readonly summary: string;
  readonly diff: Diff;
  readonly pair: MadePair;
  readonly first?: readonly Action[];
  /** The key's file stays as it is. */
  readonly keepKey?: boolean;
}

function makeFolders(folders: readonly string[]): Action {
  return { kind: "run", script: joinShell([sh`umask 077`, sh`mkdir -p -- ${folders}`]) };
}

function foreseen(path: string, type: "file" | "directory", mode: string): Forecast {
  return { kind: "entry", path, entry: { type, mode } };
}

/** Modes of files that stay. */
export function planModes(want: PairWant, found: PairFound): readonly Change[] {
  return [
    ...planMode(want.path, want.mode, found.certEntry),
    ...planMode(want.privatekey_path, want.privatekey_mode, found.keyEntry),
  ];
}

function planMode(path: string, wanted: string, entry: Entry | null): readonly Change[] {
  if (!entry || entry.mode === wanted) return [];
  return [
    {
      summary: `set mode ${wanted} of ${path}, was ${entry.mode}`,
      actions: [{ kind: "run", script: sh`chmod ${wanted} -- ${path}` }],
      forecasts: [{ kind: "entry", path, entry: { ...entry, mode: wanted } }],
    },
  ];
}
