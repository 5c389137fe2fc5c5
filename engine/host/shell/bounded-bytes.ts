/** How many bytes of an output are kept: so many of its beginning and of its end. */
export interface Bound {
  readonly head: number;
  readonly tail: number;
}

export const unbounded: Bound = { head: Infinity, tail: 0 };

/** What a command may print on each of its outputs before the middle is left out: 2 MiB of both ends are kept. */
export const outputBound: Bound = { head: 2_097_152, tail: 2_097_152 };

/** Bytes of a stream of any length, of which the middle is dropped where there are too many. */
export class BoundedBytes {
  readonly #bound: Bound;
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headSize = 0;
  #tailSize = 0;
  #dropped = 0;

  constructor(bound: Bound) {
    this.#bound = bound;
  }

  push(bytes: Buffer): void {
    const room = this.#bound.head - this.#headSize;
    if (room > 0) {
      add(this.#head, bytes.subarray(0, room));
      this.#headSize += Math.min(room, bytes.length);
    }
    if (bytes.length <= room) return;
    add(this.#tail, bytes.subarray(Math.max(room, 0)));
    this.#tailSize += bytes.length - Math.max(room, 0);
    this.#dropOld();
  }

  /** What was kept, with a line in the place of what was not, and the number of bytes left out. */
  take(): { readonly bytes: Buffer; readonly dropped: number } {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    const over = Math.max(0, tail.length - this.#bound.tail);
    if (this.#dropped + over === 0) return { bytes: Buffer.concat([head, tail]), dropped: 0 };
    const first = wholeStart(head);
    const last = wholeEnd(tail.subarray(over));
    const dropped = this.#dropped + head.length - first.length + tail.length - last.length;
    return { bytes: Buffer.concat([first, Buffer.from(`\n${leftOut(dropped)}\n`), last]), dropped };
  }

  /** Whole chunks, so that no byte is copied more than once. */
  #dropOld(): void {
    for (;;) {
      const [oldest] = this.#tail;
      if (!oldest || this.#tailSize - oldest.length < this.#bound.tail) return;
      this.#tail.shift();
      this.#tailSize -= oldest.length;
      this.#dropped += oldest.length;
    }
  }
}

/** Chunks may be of one byte each, which as objects take a hundred. */
function add(chunks: Buffer[], chunk: Buffer): void {
  chunks.push(chunk);
  if (chunks.length > mostChunks) chunks.splice(0, chunks.length, Buffer.concat(chunks));
}

const mostChunks = 1000;

export function leftOut(bytes: number): string {
  return `[... ${bytes} bytes left out ...]`;
}

/** UTF-8 (RFC 3629): bytes 10xxxxxx continue a character, 11xxxxxx begin one. */
const continues = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 0b10;
const begins = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 0b11;

/** Without a character at the end that is cut in two. */
function wholeStart(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > bytes.length - 3 && continues(bytes[end - 1])) end--;
  return begins(bytes[end - 1]) ? bytes.subarray(0, end - 1) : bytes;
}

/** Without the rest of a character that is cut in two. */
function wholeEnd(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && continues(bytes[start])) start++;
  return bytes.subarray(start);
}
