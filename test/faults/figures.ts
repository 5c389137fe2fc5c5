/**
 * Counts what came of each round of a fault. `tell` prints one line for docs/faults.md:
 * `connection cut: 50 tried; finished 41, failed as unknown 9; noticed within 12.4 s`.
 */
export class Figures {
  readonly #name: string;
  readonly #ends = new Map<string, number>();
  readonly #most = new Map<string, number>();

  constructor(name: string) {
    this.#name = name;
  }

  /** One round came to this end. */
  add(end: string): void {
    this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
  }

  /** Keeps the largest of what is measured, in seconds. */
  most(what: string, seconds: number): void {
    this.#most.set(what, Math.max(seconds, this.#most.get(what) ?? 0));
  }

  get text(): string {
    const tried = [...this.#ends.values()].reduce((sum, count) => sum + count, 0);
    const ends = [...this.#ends].map(([end, count]) => `${end} ${count}`).join(", ");
    const most = [...this.#most].map(([what, seconds]) => `; ${what} within ${seconds.toFixed(1)} s`);
    return `${this.#name}: ${tried} tried; ${ends}${most.join("")}`;
  }

  tell(): void {
    process.stderr.write(`${this.text}\n`);
  }
}
