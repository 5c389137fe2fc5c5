import { randomInt } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Runs that are kept. */
const mostRuns = 50;

/** A journal's file is named by when its run began and by its id, so that names sort by time. */
export interface RunFile {
  readonly id: string;
  readonly path: string;
}

/** `$XDG_STATE_HOME/play/runs`; by the specification a relative XDG_STATE_HOME does not count. */
export function runsFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment["XDG_STATE_HOME"];
  const state =
    given !== undefined && path.isAbsolute(given) ? given : path.join(os.homedir(), ".local/state");
  return path.join(state, "play", "runs");
}

/** The runs that are kept, the last one first; none where there is no folder. */
export function runFiles(folder: string): readonly RunFile[] {
  return namesIn(folder).flatMap((name) => {
    const id = /^\d{8}T\d{9}Z-(\w+)\.jsonl$/.exec(name)?.[1];
    return id === undefined ? [] : [{ id, path: path.join(folder, name) }];
  });
}

/** The file of a run that begins now; makes the folder, and removes the oldest runs. Throws what node:fs throws. */
export function newRunFile(folder: string, now: Date): RunFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = runFiles(folder);
  for (const old of known.slice(mostRuns - 1)) rmSync(old.path, { force: true });
  const id = freshId(new Set(known.map((file) => file.id)));
  const time = now.toISOString().replaceAll(/[-:.]/g, "");
  return { id, path: path.join(folder, `${time}-${id}.jsonl`) };
}

/** Without letters and digits that look alike, and without vowels that make words. */
const alphabet = "bcdfghjkmnpqrstvwxz23456789";

function freshId(known: ReadonlySet<string>): string {
  const id = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return known.has(id) ? freshId(known) : id;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted().toReversed();
  } catch {
    return [];
  }
}
