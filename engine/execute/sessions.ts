import { PlayError } from "../base/play-error.ts";
import type { Opening } from "../host/open-session.ts";
import type { Connection, Session } from "../host/session.ts";
import { Answers } from "./answers.ts";
import { AttentiveSession } from "./attentive-session.ts";
import { type ClaimOptions, claimOn } from "./host-claims.ts";
import { type Patience, reopen } from "./reopen.ts";

type Open = (connection: Connection, opening: Opening) => Promise<Session>;

export type SessionOptions = Patience & ClaimOptions;

/** Opens each way to reach a host once, keeps it open until the run ends, and opens it again where it breaks. */
export class Sessions {
  /** Of the machine that play runs on, however it is reached. */
  readonly ownAnswers = new Answers();
  readonly #open: Open;
  readonly #patience: SessionOptions;
  readonly #sessions = new Map<string, Promise<AttentiveSession>>();
  readonly #keys = new Map<string, Set<string>>();

  constructor(open: Open, patience: SessionOptions) {
    this.#open = open;
    this.#patience = patience;
  }

  /**
   * `host`: for whom; each has a local session of its own, so that many can work on this machine at a time. A host that
   * was never reached is tried once; one whose connection broke is waited for.
   */
  async get(host: string, connection: Connection): Promise<AttentiveSession> {
    const key = connection.kind === "local" ? `local ${host}` : keyOf(connection);
    const keys = this.#keys.get(host) ?? new Set();
    this.#keys.set(host, keys.add(key));
    const known = this.#sessions.get(key);
    if (!known) return this.#keep(key, this.#attentive(connection, this.#openFor(host)(connection)));
    const session = await known;
    if (session.alive) return session;
    // another task may have begun to open it meanwhile
    if (this.#sessions.get(key) !== known) return this.get(host, connection);
    const open = this.#openFor(host, session.left);
    return this.#keep(key, this.#attentive(connection, reopen(host, connection, open, this.#patience)));
  }

  /** Closes whatever reaches a host, so that the next task connects anew. */
  async reset(host: string): Promise<void> {
    const keys = [...(this.#keys.get(host) ?? [])];
    this.#keys.delete(host);
    const sessions = keys.flatMap((key) => this.#sessions.get(key) ?? []);
    for (const key of keys) this.#sessions.delete(key);
    await Promise.all(sessions.map(closed));
  }

  /** Where a run is given up. A session that is still being opened has no commands. */
  async endCommands(): Promise<void> {
    const opened = await Promise.all([...this.#sessions.values()].map(openedAlready));
    const sessions = opened.filter((session) => session !== undefined);
    await Promise.all(sessions.map((session) => session.endCommands()));
  }

  async closeAll(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map(closed));
  }

  #openFor(host: string, earlier: Session["left"] = []): (connection: Connection) => Promise<Session> {
    // runs on many hosts share this machine
    return (connection) =>
      this.#open(
        connection,
        connection.kind === "local" ? {} : { claim: claimOn(host, this.#patience), earlier },
      );
  }

  #keep(key: string, opening: Promise<AttentiveSession>): Promise<AttentiveSession> {
    this.#sessions.set(key, opening);
    opening.catch(() => {
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
    });
    return opening;
  }

  async #attentive(connection: Connection, opening: Promise<Session>): Promise<AttentiveSession> {
    const answers = connection.kind === "local" ? this.ownAnswers : new Answers();
    return new AttentiveSession(await opening, answers);
  }
}

async function openedAlready(session: Promise<AttentiveSession>): Promise<AttentiveSession | undefined> {
  try {
    return await Promise.race([session, Promise.resolve(undefined)]);
  } catch {
    return undefined;
  }
}

async function closed(session: Promise<Session>): Promise<void> {
  try {
    await (await session).close();
  } catch (error) {
    // a session that never opened or is broken has been told about where it was used
    if (!(error instanceof PlayError)) throw error;
  }
}

/** Other credentials are another way to a host. */
function keyOf(connection: Connection): string {
  const credentials = connection.kind === "ssh" ? [connection.password, connection.passphrase] : [];
  return JSON.stringify([connection, credentials.map((secret) => secret?.reveal())]);
}
