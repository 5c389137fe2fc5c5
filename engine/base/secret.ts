/** Text that shows itself to nobody who does not ask for it: printed, joined, inspected or as JSON it is not there. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "********";
  }
}
