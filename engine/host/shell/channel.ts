import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

/** A process on the host with its three streams: a child here, or an exec channel of an ssh connection. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves, never rejects, once the process has ended and its outputs have been read. */
  readonly ended: Promise<ChannelEnd>;
  /** Closes the streams and lets go of the process. */
  close(): void;
}

export interface ChannelEnd {
  /** Null where a signal or a broken connection ended it. */
  readonly rc: number | null;
}

/** Writes with backpressure: resolves when the stream wants more. A closed stream is noticed by its reader, not here. */
export async function writeAll(channel: Channel, bytes: string | Uint8Array): Promise<void> {
  if (channel.stdin.destroyed || channel.stdin.writableEnded || channel.stdin.write(bytes)) return;
  await Promise.race([once(channel.stdin, "drain").catch(() => null), channel.ended]);
}
