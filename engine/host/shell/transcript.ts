import type { Channel } from "./channel.ts";

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Everything a process has said since the transcript began. */
export class Transcript {
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

  get said(): Said {
    return { stdout: this.#stdout, stderr: this.#stderr };
  }

  async wait<State>(look: (said: Said) => State | undefined): Promise<State | "ended"> {
    return new Promise((resolve) => {
      this.#check = () => {
        const state = look(this.said) ?? (this.#ended ? "ended" : undefined);
        if (state !== undefined) resolve(state);
      };
      this.#check();
    });
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
