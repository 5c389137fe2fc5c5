import type { Content } from "../../../host/change.ts";
import type { IssuedPair } from "./want.ts";

/** A key and its certificate, made together when the first of them is written, and only then. */
export class MadePair {
  readonly #make: () => Promise<IssuedPair>;
  #pending: Promise<IssuedPair> | undefined;
  #made: IssuedPair | undefined;

  constructor(make: () => Promise<IssuedPair>) {
    this.#make = make;
  }

  /** Undefined until it has been written. */
  get made(): IssuedPair | undefined {
    return this.#made;
  }

  content(part: keyof IssuedPair): Content {
    return {
      kind: "made",
      make: async () => {
        this.#pending ??= this.#make();
        this.#made = await this.#pending;
        return new TextEncoder().encode(this.#made[part]);
      },
    };
  }
}
