import { PlayError } from "../base/play-error.ts";
import type { Connection, Session } from "../host/session.ts";

/** Opens each way to reach a host once, and keeps it open until the run ends or the connection breaks. */
export class Sessions {
  readonly #open: (connection: Connection) => Promise<Session>;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(open: (connection: Connection) => Promise<Session>) {
    this.#open = open;
  }

  get(connection: Connection): Promise<Session> {
    const key = JSON.stringify(connection);
    const known = this.#sessions.get(key);
    if (known) return known;
    const session = this.#open(connection);
    this.#sessions.set(key, session);
    session.catch(() => this.#sessions.delete(key));
    return session;
  }

  /** Closes what reaches a host in this way, so that the next task connects anew. */
  async reset(connection: Connection): Promise<void> {
    const key = JSON.stringify(connection);
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    await session?.then((open) => open.close()).catch(ignoreBroken);
  }

  async closeAll(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map((session) => session.then((open) => open.close()).catch(ignoreBroken)));
  }
}

function ignoreBroken(error: unknown): void {
  // a session that never opened or is broken has been told about where it was used
  if (!(error instanceof PlayError)) throw error;
}
