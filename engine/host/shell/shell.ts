import { PlayError } from "../../base/play-error.ts";
import { unbounded } from "./bounded-bytes.ts";
import { type Channel, writeAll } from "./channel.ts";
import type { Frame, RawOutput } from "./frame.ts";
import type { LockState } from "./host-lock.ts";
import type { MarkedReader } from "./marked-reader.ts";
import type { ProcessId } from "./processes.ts";

/** Milliseconds that a shell has to come back after a command ended, before it is put away. */
const lingerTime = 500;

/**
 * A long-lived POSIX shell on a host that answers one frame at a time; the caller queues.
 *
 * A command's output goes through pipes of its own, so a process that it leaves in the background cannot write into the
 * answers of later frames. If such a process keeps those pipes open, the shell cannot go on: it is `spent`, and the
 * caller opens another one.
 */
export class Shell {
  readonly pid: number;
  readonly id: ProcessId;
  /** What came of the taking that it began with. */
  readonly lockState: LockState;
  readonly #channel: Channel;
  readonly #host: string;
  readonly #stdout: MarkedReader;
  readonly #stderr: MarkedReader;
  #spent = false;

  constructor(channel: Channel, streams: ShellStreams) {
    this.#channel = channel;
    this.#host = streams.host;
    this.#stdout = streams.stdout;
    this.#stderr = streams.stderr;
    this.pid = streams.pid;
    this.id = streams.id;
    this.lockState = streams.lockState;
    void channel.ended.then(() => (this.#spent = true));
  }

  get spent(): boolean {
    return this.#spent;
  }

  /** The outputs of the frame's steps, fewer where a step ended the frame. Throws CONNECTION_LOST. */
  async request(frame: Frame): Promise<readonly RawOutput[]> {
    const written = this.send(frame.text.text);
    await this.begun(frame.mark);
    const outputs: RawOutput[] = [];
    for (;;) {
      const answering = this.answer(frame.mark, frame.bound);
      const answer = outputs.length === frame.mayLingerAfter ? await soon(answering) : await answering;
      if (answer === "late") this.close();
      if (answer === "late" || answer === "end") break;
      outputs.push(answer);
    }
    await written;
    return outputs;
  }

  /** Sends script text, or content to a command that reads the shell's own input. */
  async send(bytes: string | Uint8Array): Promise<void> {
    await writeAll(this.#channel, bytes);
  }

  /** Waits for a frame's first mark; what came before is dropped. */
  async begun(mark: string): Promise<void> {
    const [out, err] = await Promise.all([this.#stdout.until(mark), this.#stderr.until(mark)]);
    if (!out || !err) throw this.#lost();
  }

  /** The next step of a frame, or its end. Both outputs are read at once: either may be long. */
  async answer(mark: string, bound = unbounded): Promise<RawOutput | "end"> {
    const [out, err] = await Promise.all([this.#stdout.until(mark, bound), this.#stderr.until(mark, bound)]);
    if (!out || !err) throw this.#lost();
    if (out.line === "end" || err.line === "end") return "end";
    const output = { rc: Number(out.line), stdout: out.before, stderr: err.before };
    if (out.dropped + err.dropped === 0) return output;
    return { ...output, dropped: { stdout: out.dropped, stderr: err.dropped } };
  }

  /** Like {@link answer}, but its output is handed on piece by piece, and not kept. */
  async pour(mark: string, take: (bytes: Buffer) => Promise<void>): Promise<RawOutput> {
    const [line, err] = await Promise.all([this.#stdout.pour(mark, take), this.#stderr.until(mark)]);
    if (line === null || !err) throw this.#lost();
    return { rc: Number(line), stdout: Buffer.alloc(0), stderr: err.before };
  }

  close(): void {
    this.#spent = true;
    this.#channel.close();
  }

  #lost(): PlayError {
    this.close();
    const last = this.#stderr.rest.toString("utf8").trim();
    return new PlayError(
      "CONNECTION_LOST",
      `the shell on ${this.#host} ended in the middle of a request${last ? `: ${last}` : ""}`,
      {
        hint: "what was under way may or may not have been done",
      },
    );
  }
}

export interface ShellStreams {
  readonly host: string;
  readonly pid: number;
  readonly id: ProcessId;
  readonly lockState: LockState;
  readonly stdout: MarkedReader;
  readonly stderr: MarkedReader;
}

async function soon<T>(promise: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), lingerTime);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
