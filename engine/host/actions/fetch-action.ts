import { createHash, type Hash } from "node:crypto";
import { mkdir, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../base/shell-text.ts";
import type { FetchAction } from "../change.ts";
import { reasonOf } from "../controller/file-error.ts";
import { replaceHere } from "../controller/replace.ts";
import { endOfStep, type RawOutput } from "../shell/frame.ts";
import type { Shell } from "../shell/shell.ts";
import { freshToken } from "../shell/token.ts";
import { begin } from "./stream-action.ts";

/**
 * Copies a file to the controller through the output of a shell of its own, hashed as it comes. The file may grow or shrink
 * meanwhile: not its size but a mark tells its end. Without that mark nothing stays. Throws CONNECTION_LOST.
 */
export async function fetchAction(action: FetchAction, shell: Shell): Promise<RawOutput> {
  const mark = freshToken();
  await shell.send(joinShell([sh`{`, begin(mark), sendingScript(action.from, mark), sh`}`, sh``]).text);
  await shell.begun(mark);
  const opened = await shell.answer(mark);
  if (opened === "end") throw new PlayError("HOST_DATA", "the host ended a transfer out of turn");
  if (opened.rc !== 0) return opened;
  const hash = createHash("sha1");
  try {
    await receive(action, async (file) => pourInto(file, { action, shell, mark, hash }));
  } catch (error) {
    return refused(error);
  }
  return { rc: 0, stdout: Buffer.from(hash.digest("hex")), stderr: Buffer.alloc(0) };
}

/** Two steps: open, or why not; then the content, and how its reading ended. */
function sendingScript(from: string, mark: string): ShellText {
  return joinShell([
    sh`LC_ALL=C; export LC_ALL; play_rc=0`,
    sh`{ ${endOfStep(mark)}; cat <&3; } 3< ${from}`,
    sh`play_rc=$?; ${endOfStep(mark)}`,
    sh`exit`,
  ]);
}

/** It may be secret, whatever its mode on the host was; who has made it less so here is not contradicted. */
async function receive({ path }: FetchAction, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const isNew = (await stat(path).catch(() => null)) === null;
  await replaceHere({ path, follow: true, ...(isNew && { mode: "0600" }) }, fill);
}

interface Pouring {
  readonly action: FetchAction;
  readonly shell: Shell;
  readonly mark: string;
  readonly hash: Hash;
}

async function pourInto(file: FileHandle, { action, shell, mark, hash }: Pouring): Promise<void> {
  const { rc, stderr } = await shell.pour(mark, async (bytes) => {
    hash.update(bytes);
    await file.appendFile(bytes);
  });
  if (rc !== 0) throw new PlayError("WRITE_FAILED", stderr.toString("utf8"));
  if (action.checksum !== undefined && hash.copy().digest("hex") !== action.checksum)
    throw new PlayError("WRITE_FAILED", "checksum mismatch: it changed meanwhile");
}

/** What went wrong with the files, here or on the host, in the place of the host's answer. */
function refused(error: unknown): RawOutput {
  const isOurs = error instanceof PlayError;
  if (isOurs ? error.code !== "WRITE_FAILED" : !(error instanceof Error && "code" in error)) throw error;
  const reason = isOurs ? error.message : `on this machine: ${reasonOf(error)}`;
  return { rc: 1, stdout: Buffer.alloc(0), stderr: Buffer.from(reason) };
}
