import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from "node:fs";
import type { Line } from "./line.ts";

/** Milliseconds after which what was written is on the disk, too. */
const syncAfter = 1000;

/** Bytes that a journal may have; a run that goes on after that can be resumed only from there. */
const mostBytes = 64 * 1024 * 1024;

/** Appends lines, each with one write, so that only the last can be torn. The first error ends it and is told. */
export class JournalFile {
  #file: number | undefined;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #failed: (error: unknown) => void;

  /** 0600; throws what node:fs throws. */
  constructor(path: string, failed: (error: unknown) => void) {
    this.#file = openSync(path, "ax", 0o600);
    this.#failed = failed;
  }

  write(line: Line): void {
    this.writeText(JSON.stringify(line));
  }

  writeText(text: string): void {
    if (this.#file === undefined || this.#bytes > mostBytes) return;
    try {
      this.#bytes += writeSync(this.#file, `${text}\n`);
      this.#syncSoon(this.#file);
    } catch (error) {
      this.#end();
      this.#failed(error);
    }
  }

  close(): void {
    if (this.#file === undefined) return;
    try {
      fdatasyncSync(this.#file);
    } catch (error) {
      this.#failed(error);
    }
    this.#end();
  }

  #syncSoon(file: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // an error shows at the next write or at the end
      if (this.#file === file) fdatasync(file, () => undefined);
    }, syncAfter).unref();
  }

  #end(): void {
    clearTimeout(this.#timer);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
