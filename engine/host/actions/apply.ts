import type { Action, Output } from "../change.ts";
import { CommandFailure } from "../command-failure.ts";
import type { ApplyContext } from "../session.ts";
import { makeFrame, type RawOutput } from "../shell/frame.ts";
import type { Shell } from "../shell/shell.ts";
import { prepareContent } from "./content.ts";
import { failureOf } from "./judge.ts";
import { fetchAction } from "./fetch-action.ts";
import { isInline, type Prepared, type Sent, stepOf } from "./step.ts";
import { streamAction } from "./stream-action.ts";

/** Bytes of content after which a frame is sent, so that no shell has to hold too much text at once. */
const frameLimit = 1_048_576;

/** The exit status of whatever is ended by KILL. */
const killed = 137;

/** Where actions are carried out: the identity's shell, and fresh ones beside it for bulk content. */
export interface Workplace {
  /** The shell to use now: another one after a command has left something running. */
  shell(): Promise<Shell>;
  /** A shell of its own for `body`, closed afterwards. */
  withFreshShell<Result>(body: (shell: Shell) => Promise<Result>): Promise<Result>;
}

/**
 * Carries out actions in order. Small writes, and a command after them, share a round trip; a command ends its frame,
 * because a shell that it leaves hanging must have nothing more to do. Throws {@link CommandFailure} at the first failure.
 */
export async function applyActions(
  actions: readonly Action[],
  context: ApplyContext,
  workplace: Workplace,
): Promise<Output[]> {
  const done: Output[] = [];
  let frame: Sent[] = [];
  const flush = async (): Promise<void> => {
    const sent = frame;
    frame = [];
    if (sent.length > 0) await carryOut(sent, done, () => sendFrame(sent, context, workplace));
  };
  for (const action of actions) {
    const prepared = await prepare(action);
    if (!isInline(prepared)) {
      await flush();
      await carryOut([prepared], done, () =>
        workplace.withFreshShell(async (shell) => [await transfer(prepared, context.environment, shell)]),
      );
      continue;
    }
    frame.push(prepared);
    if (prepared.kind === "run" || sizeOf(frame) > frameLimit) await flush();
  }
  await flush();
  return done;
}

async function transfer(
  prepared: Prepared,
  environment: ApplyContext["environment"],
  shell: Shell,
): Promise<RawOutput> {
  return prepared.kind === "fetch"
    ? fetchAction(prepared.action, shell)
    : streamAction(prepared, environment, shell);
}

async function prepare(action: Action): Promise<Prepared> {
  if (action.kind === "fetch") return { kind: "fetch", action };
  if (action.kind === "write")
    return { kind: "write", action, content: await prepareContent(action.content) };
  if (!action.stdin) return { kind: "run", action };
  return { kind: "run", action, content: await prepareContent(action.stdin) };
}

async function sendFrame(
  steps: readonly Sent[],
  context: ApplyContext,
  workplace: Workplace,
): Promise<readonly RawOutput[]> {
  const ending = steps.at(-1)?.kind === "run" ? "command" : "question";
  const frame = makeFrame((mark) => steps.map((step) => stepOf(step, context.environment, mark)), ending);
  const shell = await workplace.shell();
  return shell.request(frame);
}

/** Adds the outputs to `done`; throws where one is a failure. */
async function carryOut(
  steps: readonly Prepared[],
  done: Output[],
  send: () => Promise<readonly RawOutput[]>,
): Promise<void> {
  const started = Date.now();
  const raw = await send();
  const ended = Date.now();
  for (const [index, output] of raw.entries()) {
    const result: Output = { ...output, started, ended };
    const action = steps[index]?.action;
    const failure = action && failureOf(action, result);
    if (failure) throw withEarlier(failure, done);
    done.push(result);
  }
  if (raw.length < steps.length) throw withEarlier(silenced({ started, ended }), done);
}

/** A command can end the processes around it, those that tell its exit status among them. */
function silenced(times: Pick<Output, "started" | "ended">): CommandFailure {
  const nothing = new Uint8Array();
  return new CommandFailure("COMMAND_FAILED", "the command ended without telling its exit status", {
    output: { rc: killed, stdout: nothing, stderr: nothing, ...times },
    hint: "something ended the shell around it: a signal to $PPID, or the host ran out of memory",
  });
}

function withEarlier(failure: CommandFailure, done: readonly Output[]): CommandFailure {
  const { output, hint, cause } = failure;
  return new CommandFailure(failure.code, failure.message, { output, hint, cause }, done);
}

function sizeOf(frame: readonly Sent[]): number {
  return frame.reduce((sum, { content }) => sum + (content?.kind === "inline" ? content.bytes.length : 0), 0);
}
