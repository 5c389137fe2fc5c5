import type { Readable } from "node:stream";

/** Bytes that came before a mark, and the rest of the mark's line. */
export interface Marked {
  readonly before: Buffer;
  readonly line: string;
}

interface Search {
  readonly mark: Buffer;
  readonly resolve: (marked: Marked | null) => void;
}

/** Cuts a stream at marks. Binary-safe: everything but the mark being waited for is content. One search at a time. */
export class MarkedReader {
  /** Bytes in which no mark begins. */
  #settled: Buffer[] = [];
  /** Bytes still to be searched. */
  #recent: Buffer = Buffer.alloc(0);
  #search: Search | undefined;
  #ended = false;

  constructor(stream: Readable) {
    stream.on("data", (chunk: Buffer) => {
      this.#recent = this.#recent.length === 0 ? chunk : Buffer.concat([this.#recent, chunk]);
      this.#advance();
    });
    const end = (): void => {
      this.#ended = true;
      this.#advance();
    };
    stream.once("end", end).once("close", end).once("error", end);
  }

  /** Null where the stream ends before the mark's line does. */
  async until(mark: string): Promise<Marked | null> {
    return new Promise((resolve) => {
      this.#search = { mark: Buffer.from(mark), resolve };
      this.#advance();
    });
  }

  /** What has come since the last mark. */
  get rest(): Buffer {
    return Buffer.concat([...this.#settled, this.#recent]);
  }

  #advance(): void {
    if (!this.#search) return;
    const found = this.#take(this.#search.mark);
    if (!found && !this.#ended) return;
    const { resolve } = this.#search;
    this.#search = undefined;
    resolve(found);
  }

  #take(mark: Buffer): Marked | null {
    const start = this.#recent.indexOf(mark);
    if (start === -1) {
      this.#settle(this.#recent.length - mark.length + 1);
      return null;
    }
    const lineEnd = this.#recent.indexOf("\n", start + mark.length);
    if (lineEnd === -1) return null;
    const before = Buffer.concat([...this.#settled, this.#recent.subarray(0, start)]);
    const line = this.#recent.toString("utf8", start + mark.length, lineEnd).trim();
    this.#settled = [];
    this.#recent = this.#recent.subarray(lineEnd + 1);
    return { before, line };
  }

  #settle(count: number): void {
    if (count <= 0) return;
    this.#settled.push(this.#recent.subarray(0, count));
    this.#recent = this.#recent.subarray(count);
  }
}
