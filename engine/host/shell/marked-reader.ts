import type { Readable } from "node:stream";
import { BoundedBytes, unbounded } from "./bounded-bytes.ts";

/** Bytes that came before a mark, how many of them were left out, and the rest of the mark's line. */
export interface Marked {
  readonly before: Buffer;
  readonly dropped: number;
  readonly line: string;
}

interface Search {
  readonly mark: Buffer;
  readonly resolve: (marked: Marked | null) => void;
}

/** Cuts a stream at marks. Binary-safe: everything but the mark being waited for is content. One search at a time. */
export class MarkedReader {
  /** Bytes in which no mark begins. */
  #settled = new BoundedBytes(unbounded);
  /** Bytes still to be searched. */
  #recent: Buffer = Buffer.alloc(0);
  /** Bytes that came while nobody searched. */
  #waiting: Buffer[] = [];
  #search: Search | undefined;
  /** Called when more has come, or the end. */
  #wake: () => void = () => undefined;
  #ended = false;
  readonly #stream: Readable;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => {
      this.#waiting.push(chunk);
      this.#advance();
    });
    const end = (): void => {
      this.#ended = true;
      this.#advance();
    };
    stream.once("end", end).once("close", end).once("error", end);
  }

  /** Null where the stream ends before the mark's line does. What is beyond the bound is left out of the middle. */
  async until(mark: string, bound = unbounded): Promise<Marked | null> {
    return new Promise((resolve) => {
      this.#settled = new BoundedBytes(bound);
      this.#search = { mark: Buffer.from(mark), resolve };
      this.#advance();
    });
  }

  /**
   * Hands on what comes before the mark, piece by piece; the stream waits while a piece is being taken. Gives the rest of
   * the mark's line, null where the stream ends before it does.
   */
  async pour(mark: string, take: (bytes: Buffer) => Promise<void>): Promise<string | null> {
    for (;;) {
      const found = this.#take(Buffer.from(mark));
      const piece = found?.before ?? this.#settled.take().bytes;
      this.#settled = new BoundedBytes(unbounded);
      if (piece.length > 0) {
        this.#stream.pause();
        await take(piece);
        this.#stream.resume();
      }
      if (found) return found.line;
      if (this.#ended && this.#waiting.length === 0) return null;
      if (this.#waiting.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** What has come since the last mark. */
  get rest(): Buffer {
    return Buffer.concat([this.#settled.take().bytes, this.#recent, ...this.#waiting]);
  }

  #advance(): void {
    this.#wake();
    if (!this.#search) return;
    const found = this.#take(this.#search.mark);
    if (!found && !this.#ended) return;
    const { resolve } = this.#search;
    this.#search = undefined;
    resolve(found);
  }

  #take(mark: Buffer): Marked | null {
    this.#recent = Buffer.concat([this.#recent, ...this.#waiting]);
    this.#waiting = [];
    const start = this.#recent.indexOf(mark);
    if (start === -1) {
      this.#settle(this.#recent.length - mark.length + 1);
      return null;
    }
    const lineEnd = this.#recent.indexOf("\n", start + mark.length);
    if (lineEnd === -1) return null;
    this.#settle(start);
    const { bytes, dropped } = this.#settled.take();
    const line = this.#recent.toString("utf8", mark.length, lineEnd - start).trim();
    this.#settled = new BoundedBytes(unbounded);
    this.#recent = this.#recent.subarray(lineEnd - start + 1);
    return { before: bytes, dropped, line };
  }

  #settle(count: number): void {
    if (count <= 0) return;
    this.#settled.push(this.#recent.subarray(0, count));
    this.#recent = this.#recent.subarray(count);
  }
}
