import { PlayError } from "../base/play-error.ts";
import type { Connection, Session } from "../host/session.ts";
import type { PlayEvent } from "../model/event.ts";
import { interruption, pause } from "./pause.ts";

/** How long a host is waited for that was reached before, and who is told of it. */
export interface Patience {
  /** Seconds. */
  readonly reconnectTimeout: number;
  readonly emit: (event: PlayEvent) => void;
  readonly interrupted: AbortSignal;
}

/** Seconds between two tries: soon at first, for most connections only break; a host that reboots takes a while. */
const pauses = [0.2, 1, 2, 3] as const;
const usualPause = 5;

/**
 * Opens a host whose connection broke: again and again until it is there or the time is over. Throws what the last try
 * threw, at once where the host is another one now, and INTERRUPTED.
 */
export async function reopen(
  host: string,
  connection: Connection,
  open: (connection: Connection) => Promise<Session>,
  { reconnectTimeout, emit, interrupted }: Patience,
): Promise<Session> {
  const since = performance.now();
  const left = (): number => reconnectTimeout - (performance.now() - since) / 1000;
  emit({ kind: "host awaited", host, reason: "the connection broke", limit: reconnectTimeout });
  for (let tried = 0; ; tried++) {
    if (interrupted.aborted) throw interruption();
    try {
      const session = await open(withLimit(connection, left()));
      emit({ kind: "host back", host, milliseconds: performance.now() - since });
      return session;
    } catch (error) {
      const seconds = Math.min(pauses[tried] ?? usualPause, left());
      if (!mayPass(error) || seconds <= 0) throw error;
      await pause(seconds, interrupted);
    }
  }
}

/** A host that boots refuses users and keys for a while. */
function mayPass(error: unknown): boolean {
  return error instanceof PlayError && passing.has(error.code);
}

const passing: ReadonlySet<PlayError["code"]> = new Set([
  "UNREACHABLE",
  "CONNECTION_LOST",
  "AUTHENTICATION",
  "TIMEOUT",
]);

function withLimit(connection: Connection, seconds: number): Connection {
  if (connection.kind !== "ssh") return connection;
  return { ...connection, connectTimeout: Math.max(1, Math.min(connection.connectTimeout, seconds)) };
}
