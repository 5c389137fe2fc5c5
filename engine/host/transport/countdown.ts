/** A time limit that stands still while somebody is asked for a passphrase. */
export class Countdown {
  #left: number;
  #since = 0;
  #running = false;
  #holds = 0;
  #timer: NodeJS.Timeout | undefined;
  #expire: (() => void) | undefined;

  /** Milliseconds. */
  constructor(limit: number) {
    this.#left = limit;
    this.#start();
  }

  /** Milliseconds. */
  get left(): number {
    return Math.max(0, this.#left - (this.#running ? performance.now() - this.#since : 0));
  }

  /** The promise's outcome, or a rejection with `late()` when the time is over. */
  async limit<T>(promise: Promise<T>, late: () => Error): Promise<T> {
    const expired = new Promise<never>((_, reject) => {
      this.#expire = () => reject(late());
      this.#arm();
    });
    try {
      return await Promise.race([promise, expired]);
    } finally {
      clearTimeout(this.#timer);
      this.#expire = undefined;
    }
  }

  /** Time that `body` takes does not count. */
  async hold<T>(body: () => Promise<T>): Promise<T> {
    if (this.#holds++ === 0) this.#stop();
    try {
      return await body();
    } finally {
      if (--this.#holds === 0) this.#start();
    }
  }

  #start(): void {
    this.#since = performance.now();
    this.#running = true;
    this.#arm();
  }

  #stop(): void {
    this.#left = this.left;
    this.#running = false;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#running && this.#expire) this.#timer = setTimeout(this.#expire, this.left);
  }
}
