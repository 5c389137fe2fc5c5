import { PlayError } from "../../base/play-error.ts";

const usualHint = "check the user, and give a key with --private-key, an agent, or a password with -k";

/** What could not be used to log in, and why. */
export class Obstacles {
  readonly #reasons: string[] = [];
  #hint = usualHint;
  #interruption: PlayError | undefined;

  get reasons(): readonly string[] {
    return this.#reasons;
  }

  get hint(): string {
    return this.#hint;
  }

  /** Somebody who was asked for a passphrase wants the run to end. */
  get interruption(): PlayError | undefined {
    return this.#interruption;
  }

  note(reason: string): void {
    this.#reasons.push(reason);
  }

  /** What to do about a locked key is better advice than that for anybody. */
  passOver(error: Error): void {
    if (error instanceof PlayError && error.code === "INTERRUPTED") this.#interruption = error;
    this.#reasons.push(error.message);
    if (error instanceof PlayError && error.hint !== undefined) this.#hint = error.hint;
  }
}
