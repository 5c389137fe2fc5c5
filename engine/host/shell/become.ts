import type { Become } from "../session.ts";
import { becomeCommand, type Terminal, timesAsked, type Tokens } from "./become-command.ts";
import { type Attempt, becomeTimeout, refused, wantsTerminal } from "./become-refusal.ts";
import { type Channel, writeAll } from "./channel.ts";
import { freshToken } from "./token.ts";
import { type Said, Transcript } from "./transcript.ts";
import { within } from "./within.ts";

/** Seconds for the program to ask, and again to answer, where nothing else is said. PAM delays a refusal by some. */
const usualPatience = 30;

/**
 * Opens a login shell and turns it into another user's. The password goes to the input of the program that asks for it,
 * once it has asked; a second question means that it was wrong. Throws BECOME, TIMEOUT.
 */
export async function openBecome(
  open: () => Promise<Channel>,
  host: string,
  identity: Become,
): Promise<Channel> {
  const attempt = { host, identity };
  const channel = await open();
  const end = await closingOnError(channel, () => become(channel, attempt, "none"));
  if (end === "became") return channel;
  channel.close();
  const other = await open();
  if ((await closingOnError(other, () => become(other, attempt, "given"))) === "became") return other;
  other.close();
  throw refused(attempt, `${identity.method} wants a terminal, even on the one that it is given`);
}

async function closingOnError<T>(channel: Channel, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    channel.close();
    throw error;
  }
}

async function become(
  channel: Channel,
  attempt: Attempt,
  terminal: Terminal,
): Promise<"became" | "wants terminal"> {
  const { identity } = attempt;
  const tokens: Tokens = { ready: freshToken(), prompt: freshToken(), gone: freshToken() };
  const transcript = new Transcript(channel);
  const conversation = new Conversation(transcript, attempt, tokens);
  await writeAll(channel, becomeCommand(identity, tokens, terminal).text);
  const state = await conversation.next(1);
  if (state === "prompt") {
    await writeAll(channel, `${passwordFor(attempt)}\n`);
    const next = await conversation.next(2);
    if (next === "prompt") throw refused(attempt, "the password is wrong");
    if (next === "ended") throw refused(attempt, conversation.complaint);
  }
  if (state === "ended") {
    if (terminal === "none" && wantsTerminal(identity, conversation.complaint)) return "wants terminal";
    throw refused(attempt, conversation.complaint);
  }
  transcript.stop();
  return "became";
}

function passwordFor(attempt: Attempt): string {
  const password = attempt.identity.password?.reveal();
  if (password === undefined) throw refused(attempt, "a password is required");
  if (/[\n\r\0]/.test(password)) throw refused(attempt, "the password holds a line break");
  return password;
}

/** What is said on the way to another user's shell. */
class Conversation {
  readonly #transcript: Transcript;
  readonly #attempt: Attempt;
  readonly #tokens: Tokens;

  constructor(transcript: Transcript, attempt: Attempt, tokens: Tokens) {
    this.#transcript = transcript;
    this.#attempt = attempt;
    this.#tokens = tokens;
  }

  /** Waits for the other user's shell, for the question that many times, or for the end. Throws TIMEOUT. */
  async next(questions: number): Promise<"ready" | "prompt" | "ended"> {
    const seconds = this.#attempt.identity.patience ?? usualPatience;
    const state = this.#transcript.wait((said) => this.#stateOf(said, questions));
    const late = (): Error => becomeTimeout(this.#attempt, seconds, this.complaint);
    return within(seconds * 1000, state, late);
  }

  /** What the program said, without words of ours. */
  get complaint(): string {
    const { stdout, stderr } = this.#transcript.said;
    const { prompt, gone } = this.#tokens;
    const said = [prompt, gone].reduce((text, token) => text.replaceAll(token, ""), `${stdout}${stderr}`);
    return said.replace(/('?\/bin\/sh)[^\n]* -c [^\n]*exec \/bin\/sh\S*( sh\b)?[^\n']*/, "$1").trim();
  }

  #stateOf({ stdout, stderr }: Said, questions: number): "ready" | "prompt" | "ended" | undefined {
    if (stdout.includes(`${this.#tokens.ready}\n`)) return "ready";
    if (stderr.includes(this.#tokens.gone)) return "ended";
    const asked = timesAsked(this.#attempt.identity, `${stdout}\n${stderr}`, this.#tokens);
    return asked >= questions ? "prompt" : undefined;
  }
}
