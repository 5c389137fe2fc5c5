import { setTimeout as pause } from "node:timers/promises";
import type ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Channel, ChannelEnd } from "../shell/channel.ts";
import type { Crowding } from "./transport.ts";

/** Milliseconds after which a refused channel is asked for again: sshd frees a place only when its shell is gone. */
const retryAfter = 200;

/** Milliseconds for which a server without any channel of ours may go on refusing one. */
const patience = 5000;

/** The channels of a connection. sshd allows only so many at a time (MaxSessions): who is refused waits for another's end. */
export class Channels implements Crowding {
  readonly #client: ssh2.Client;
  readonly #host: string;
  #open = 0;
  #everOpen = false;
  #waiting = 0;
  #lastEnd = 0;
  #closed = false;
  #relieve: () => void = () => {};

  constructor(client: ssh2.Client, host: string) {
    this.#client = client;
    this.#host = host;
    client.once("close", () => (this.#closed = true));
    // each channel that is being opened listens
    client.setMaxListeners(0);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get crowded(): boolean {
    return this.#waiting > 0;
  }

  onCrowded(relieve: () => void): void {
    this.#relieve = relieve;
  }

  /** Throws CONNECTION_LOST, UNREACHABLE. */
  async open(): Promise<Channel> {
    for (;;) {
      if (this.#closed) throw new PlayError("CONNECTION_LOST", `the connection to ${this.#host} broke`);
      const outcome = await this.#exec().catch((error: unknown) => ({ error }));
      if (!("error" in outcome)) return this.#counted(outcome);
      if (this.#closed) continue;
      if (!this.#mayWait(outcome.error)) throw this.#refused(outcome.error);
      await this.#waitForPlace();
    }
  }

  #mayWait(error: unknown): boolean {
    if (!isTooMany(error) || !this.#everOpen) return false;
    return this.#open > 0 || performance.now() - this.#lastEnd < patience;
  }

  async #waitForPlace(): Promise<void> {
    this.#waiting++;
    try {
      this.#relieve();
      await pause(retryAfter);
    } finally {
      this.#waiting--;
    }
  }

  /** `exec /bin/sh` means the same to every login shell: sh, bash, csh, fish. */
  async #exec(): Promise<ssh2.ClientChannel> {
    return new Promise((resolve, reject) => {
      const broke = (): void => reject(new Error("the connection broke"));
      this.#client.once("close", broke);
      // ssh2 throws where the connection has just gone
      this.#client.exec("exec /bin/sh", (error, stream) => {
        this.#client.off("close", broke);
        if (error) reject(error);
        else resolve(stream);
      });
    });
  }

  #counted(stream: ssh2.ClientChannel): Channel {
    this.#open++;
    this.#everOpen = true;
    const channel = channelOf(stream);
    stream.once("close", () => {
      this.#open--;
      this.#lastEnd = performance.now();
    });
    return channel;
  }

  #refused(error: unknown): PlayError {
    const reason = error instanceof Error ? error.message : String(error);
    return new PlayError("UNREACHABLE", `${this.#host} opens no channel: ${reason}`, {
      cause: error,
      hint: "sshd may allow no commands to this user or key (ForceCommand, command= or restrict in authorized_keys), or no sessions at all (MaxSessions 0)",
    });
  }
}

/** sshd refuses to open one more; another refusal is about the command. */
function isTooMany(error: unknown): boolean {
  return error instanceof Error && /channel open failure/i.test(error.message);
}

function channelOf(stream: ssh2.ClientChannel): Channel {
  let rc: number | null = null;
  stream.once("exit", (code: number | null) => (rc = code));
  stream.on("error", () => {});
  const ended = new Promise<ChannelEnd>((resolve) => stream.once("close", () => resolve({ rc })));
  return { stdin: stream, stdout: stream, stderr: stream.stderr, ended, close: () => stream.close() };
}
