import { PlayError } from "../../base/play-error.ts";
import { sh, type ShellText } from "../../base/shell-text.ts";
import type { Identity } from "../session.ts";
import type { Transport } from "../transport/transport.ts";
import { type Channel, writeAll } from "./channel.ts";
import { freshToken } from "./token.ts";

type Become = Extract<Identity, { kind: "become" }>;

/**
 * Turns a login shell into another user's. The password goes to sudo's input and nowhere else, once sudo has asked for
 * it with a prompt of our own; a second prompt means that it was wrong. Throws BECOME.
 */
export async function become(transport: Transport, channel: Channel, identity: Become): Promise<void> {
  const ready = freshToken();
  const prompt = freshToken();
  const transcript = new Transcript(channel);
  await writeAll(channel, `${sudoCommand(identity, { ready, prompt }).text}\n`);
  const state = await transcript.wait((said) => stateOf(said, { ready, prompt }, 1));
  if (state === "prompt") {
    await writeAll(channel, `${passwordOf(transport, identity)}\n`);
    const next = await transcript.wait((said) => stateOf(said, { ready, prompt }, 2));
    if (next === "prompt") throw refused(transport, identity, "the password is wrong");
    if (next === "ended") throw refused(transport, identity, transcript.complaint(prompt));
  }
  if (state === "ended") throw refused(transport, identity, transcript.complaint(prompt));
  transcript.stop();
}

interface Tokens {
  readonly ready: string;
  readonly prompt: string;
}

function sudoCommand(identity: Become, { ready, prompt }: Tokens): ShellText {
  const asking = identity.password === undefined ? sh`-n` : sh`-S -p ${prompt}`;
  const inner = sh`echo ${ready}; exec /bin/sh`.text;
  return sh`exec sudo -H ${asking} -u ${identity.user} -- /bin/sh -c ${inner}`;
}

function stateOf(said: Said, { ready, prompt }: Tokens, prompts: number): "ready" | "prompt" | undefined {
  if (said.stdout.includes(`${ready}\n`)) return "ready";
  return said.stderr.split(prompt).length > prompts ? "prompt" : undefined;
}

function passwordOf(transport: Transport, identity: Become): string {
  const password = identity.password ?? "";
  if (!/[\n\r\0]/.test(password)) return password;
  throw refused(transport, identity, "the password holds a line break");
}

function refused(transport: Transport, identity: Become, reason: string): PlayError {
  const message = `cannot become ${identity.user} on ${transport.host}: ${reason}`;
  return new PlayError("BECOME", message, { hint: hintFor(reason) });
}

function hintFor(reason: string): string {
  if (reason.includes("password is required"))
    return "give sudo's password with -K, or allow NOPASSWD in sudoers";
  if (reason.includes("not found")) return "install sudo on the host, or log in as that user";
  if (reason.includes("password is wrong"))
    return "check the become password; it is the login user's, not root's";
  return "see that sudoers lets the login user run /bin/sh as that user";
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Everything a process has said since the transcript began. */
class Transcript {
  readonly #channel: Channel;
  #stdout = "";
  #stderr = "";
  #ended = false;
  #check: () => void = () => {};

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.stdout.on("data", this.#hearStdout);
    channel.stderr.on("data", this.#hearStderr);
    void this.#hearEnd();
  }

  async wait<State>(look: (said: Said) => State | undefined): Promise<State | "ended"> {
    return new Promise((resolve) => {
      this.#check = () => {
        const state =
          look({ stdout: this.#stdout, stderr: this.#stderr }) ?? (this.#ended ? "ended" : undefined);
        if (state !== undefined) resolve(state);
      };
      this.#check();
    });
  }

  complaint(prompt: string): string {
    return this.#stderr.replaceAll(prompt, "").trim() || "sudo ended without a word";
  }

  /** Must be followed by another listener at once, or output is lost. */
  stop(): void {
    this.#channel.stdout.off("data", this.#hearStdout);
    this.#channel.stderr.off("data", this.#hearStderr);
  }

  async #hearEnd(): Promise<void> {
    await this.#channel.ended;
    this.#ended = true;
    this.#check();
  }

  readonly #hearStdout = (chunk: Buffer): void => {
    this.#stdout += chunk.toString("latin1");
    this.#check();
  };

  readonly #hearStderr = (chunk: Buffer): void => {
    this.#stderr += chunk.toString("latin1");
    this.#check();
  };
}
