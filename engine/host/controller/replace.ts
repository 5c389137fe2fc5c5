import { copyFile, lstat, open, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { quoteWord, ShellText } from "../../base/shell-text.ts";
import { PlayError } from "../../base/play-error.ts";
import type { RunAction, WriteAction } from "../change.ts";
import { longestBackedUp } from "../actions/write-script.ts";
import { freshToken } from "../shell/token.ts";
import { idOf, readNames } from "./names.ts";
import { noteTemporary } from "./temporaries.ts";

/** Runs a command here; gives its exit status and what it said. */
export type RunLocal = (action: RunAction) => Promise<{ readonly rc: number; readonly said: string }>;

/** All about the new file but its content. */
export type Replacement = Omit<WriteAction, "kind" | "content">;

/**
 * Replaces a file of the controller as a whole, by the same steps as on a host; `fill` writes the content, and leaves the
 * old file where it throws. Gives the backup's path, or "". Throws errors of node:fs, VALIDATION, and what `fill` throws.
 */
export async function replaceHere(
  wish: Replacement,
  fill: (file: FileHandle) => Promise<void>,
  run?: RunLocal,
): Promise<string> {
  const target = wish.follow === true ? await realpath(wish.path).catch(() => wish.path) : wish.path;
  const old = await stat(target).catch(() => null);
  if (old?.isDirectory() && !(await lstat(target)).isSymbolicLink())
    throw new PlayError("WRITE_FAILED", `${wish.path} could not be written: it is a directory`);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 60)}.play-${freshToken()}`);
  noteTemporary(temporary);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await fill(file);
      await dress(file, wish, old);
      await file.sync();
    } finally {
      await file.close();
    }
    if (wish.validate !== undefined && run) await validate(wish, temporary, run);
    const backup = wish.backup === true && old ? await keepOld(target) : "";
    await (wish.unsafe === true && old ? copyFile(temporary, target) : rename(temporary, target));
    return backup;
  } finally {
    await rm(temporary, { force: true });
  }
}

interface Old {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Owner first: chown clears setuid. */
async function dress(file: FileHandle, wish: Replacement, old: Old | null): Promise<void> {
  const own = await file.stat();
  const uid = wish.owner === undefined ? undefined : await idNamed("/etc/passwd", wish.owner);
  const gid = wish.group === undefined ? undefined : await idNamed("/etc/group", wish.group);
  if (uid !== undefined || gid !== undefined) await file.chown(uid ?? own.uid, gid ?? own.gid);
  else if (old) await file.chown(old.uid, old.gid).catch(() => {});
  const mode = old ? old.mode & 0o7777 : 0o666 & ~process.umask();
  await file.chmod(wish.mode === undefined ? mode : Number.parseInt(wish.mode, 8));
}

async function idNamed(file: "/etc/passwd" | "/etc/group", name: string): Promise<number> {
  const id = idOf(await readNames(file), name);
  if (id === undefined) throw new PlayError("WRITE_FAILED", `${name} is not in ${file} on this machine`);
  return id;
}

async function validate(
  { path, validate: command = "" }: Replacement,
  temporary: string,
  run: RunLocal,
): Promise<void> {
  const script = ShellText.trusted(command.replaceAll("%s", () => quoteWord(temporary)));
  const { rc, said } = await run({ kind: "run", script, accept: "any" });
  if (rc === 0) return;
  throw new PlayError("VALIDATION", `the new content of ${path} did not pass \`${command}\`: ${said}`, {
    hint: "the old file is still in place",
  });
}

async function keepOld(target: string): Promise<string> {
  const date = new Date().toISOString().slice(0, 19).replace("T", "@");
  const name = Buffer.from(basename(target)).subarray(0, longestBackedUp);
  const suffix = `.${process.pid}.${date}~`;
  const backup = join(dirname(target), `${name.toString("utf8").replace(/\uFFFD+$/, "")}${suffix}`);
  await copyFile(target, backup);
  return backup;
}
