import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { PlayError } from "../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../base/shell-text.ts";
import type { WriteAction } from "../change.ts";
import { outputBound, unbounded } from "../shell/bounded-bytes.ts";
import { endOfStep, type RawOutput } from "../shell/frame.ts";
import type { Shell } from "../shell/shell.ts";
import { freshToken } from "../shell/token.ts";
import { type Sendable, unreadable } from "./content.ts";
import { runStep } from "./run-script.ts";
import type { Sent } from "./step.ts";
import { absolute, defineWriting, finish } from "./write-script.ts";

type Streamed = Exclude<Sendable, { kind: "remote" }>;

/**
 * An action whose content is streamed through the input of a shell of its own. The script is one compound command, so
 * that the shell has read no further when the content begins; it ends with `exit`, so that what is left of the content
 * when a command ends early is never read as commands.
 */
export async function streamAction(
  prepared: Sent,
  environment: Readonly<Record<string, string>>,
  shell: Shell,
): Promise<RawOutput> {
  const mark = freshToken();
  const { content } = prepared;
  if (!content || content.kind === "remote") throw new TypeError("there is nothing to stream");
  const size = await sizeOf(content);
  const script =
    prepared.kind === "write"
      ? receivingScript(prepared.action, size, mark)
      : runStep(prepared.action, environment, inputScript(size, mark), mark);
  await shell.send(joinShell([sh`{`, begin(mark), script, sh`exit`, sh`}`, sh``]).text);
  await shell.begun(mark);
  const first = await step(shell, mark);
  if (first.rc !== 0) return first;
  const sent = streamContent(content, size, shell);
  if (prepared.kind === "write") return confirm(shell, mark, await sent);
  // A command may end without having read all of its input; its answer need not wait for the stream, only for its failure.
  const answer = step(shell, mark, outputBound);
  const output = await Promise.race([answer, sent.then(async () => answer)]);
  return { ...output, stdout: Buffer.concat([first.stdout, output.stdout]) };
}

/** Before it whatever the shell said is dropped. */
export const begin = (mark: string): ShellText =>
  sh`printf '%s begin\n' ${mark}; printf '%s begin\n' ${mark} >&2`;

/** Says that it is ready, on the shell's own outputs, then passes so many bytes on. */
function inputScript(size: number, mark: string): ShellText {
  return joinShell([sh`play_rc=0; { ${endOfStep(mark)}; } >&4`, sh`head -c ${size}`]);
}

/** Three steps: ready; received, with the digest; replaced, once it is told to go on. Without that nothing stays. */
function receivingScript(action: WriteAction, size: number, mark: string): ShellText {
  return joinShell([
    sh`(`,
    defineWriting,
    sh`play_step() { play_rc=$1; ${endOfStep(mark)}; }`,
    sh`trap 'play_step "$?"' EXIT`,
    sh`play_prepare ${absolute(action.path)} ${freshToken()} ${action.follow === true ? "follow" : ""}`,
    sh`trap 'play_rc=$?; play_clean; play_step "$play_rc"' EXIT`,
    sh`play_step 0`,
    sh`head -c ${size} | tee -- "$play_temp" | sha256sum || exit 1`,
    sh`[ "$(stat -c %s -- "$play_temp")" = ${size} ] || play_fail "not all of the content has arrived"`,
    sh`play_step 0`,
    sh`read -r play_go && [ "$play_go" = go ] || exit 1`,
    finish(action),
    sh`exit 0`,
    sh`)`,
  ]);
}

async function confirm(shell: Shell, mark: string, digest: string): Promise<RawOutput> {
  const received = await step(shell, mark);
  if (received.rc !== 0) return received;
  if (!received.stdout.toString("latin1").includes(digest))
    throw new PlayError("WRITE_FAILED", "the content was damaged on its way to the host");
  await shell.send("go\n");
  return step(shell, mark);
}

async function step(shell: Shell, mark: string, bound = unbounded): Promise<RawOutput> {
  const answer = await shell.answer(mark, bound);
  if (answer === "end") throw new PlayError("HOST_DATA", "the host ended a transfer out of turn");
  return answer;
}

async function sizeOf(content: Streamed): Promise<number> {
  if (content.kind !== "file") return content.bytes.length;
  try {
    return (await stat(content.path)).size;
  } catch (error) {
    throw unreadable(content.path, error);
  }
}

/** Sends exactly `size` bytes; gives their SHA-256. The next chunk is read when the last one has gone. */
async function streamContent(content: Streamed, size: number, shell: Shell): Promise<string> {
  const hash = createHash("sha256");
  const chunks =
    content.kind === "file" ? createReadStream(content.path, { end: size - 1 }) : slices(content.bytes);
  let sent = 0;
  for await (const chunk of chunks) {
    const bytes: Uint8Array = chunk;
    hash.update(bytes);
    sent += bytes.length;
    // The host's end is noticed by whoever waits for its answer.
    if (shell.spent) return "";
    await shell.send(bytes);
  }
  if (sent !== size && content.kind === "file")
    throw new PlayError("FILE_UNREADABLE", `${content.path} became shorter while it was sent`);
  return hash.digest("hex");
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  const length = 65_536;
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}
