import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import { Authentication } from "./authentication.ts";
import { Countdown } from "./countdown.ts";
import { dialByCommand, dialDirectly, dialFrom } from "./dial.ts";
import { shakeHands } from "./handshake.ts";
import { knownName } from "./known-hosts.ts";
import type { SshServices } from "./services.ts";
import { closeWhenSilent } from "./silence.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { objectionTo, readTrust } from "./trust.ts";
import { unreachable } from "./unreachable.ts";

/** A client that has logged in, over whatever stands in between. */
export interface OpenClient {
  readonly client: ssh2.Client;
  /** False once the connection has broken. */
  readonly alive: boolean;
  close(): Promise<void>;
}

/** Milliseconds before a connection is tried again that was dropped before the server said a word. */
const firstPause = 150;
const longestPause = 2000;

/**
 * Connects and logs in. A server that hangs up before it says a word has too many at the door (MaxStartups): it is
 * tried again, after growing pauses, until the connection's time is over.
 *
 * Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY.
 */
export async function openClient(connection: SshConnection, services: SshServices): Promise<OpenClient> {
  const between = connection.through?.kind === "host" ? connection.through.connection : undefined;
  const hop = between && (await openClient(between, services));
  const clock = new Countdown(connection.connectTimeout * 1000);
  const dial = async (): Promise<Duplex> => dialThrough(connection, hop, clock);
  try {
    return openClientOf(await tryUntilHeard(connection, { services, clock, dial }), hop);
  } catch (error) {
    await hop?.close();
    throw error;
  }
}

async function dialThrough(
  connection: SshConnection,
  hop: OpenClient | undefined,
  clock: Countdown,
): Promise<Duplex> {
  const { through } = connection;
  if (!through) return dialDirectly(connection, clock);
  if (through.kind === "command") return dialByCommand(through.command);
  if (!hop) throw new TypeError("the host in between is not open");
  const late = (): PlayError => unreachable(knownName(connection.host, connection.port), "it did not answer");
  return clock.limit(dialFrom(hop.client, through.connection, connection), late);
}

interface Attempting {
  readonly services: SshServices;
  readonly clock: Countdown;
  readonly dial: () => Promise<Duplex>;
}

async function tryUntilHeard(connection: SshConnection, attempting: Attempting): Promise<Opened> {
  for (let wait = firstPause; ; wait = Math.min(wait * 1.6, longestPause)) {
    const outcome = await attempt(connection, attempting);
    if (outcome.kind === "open") return outcome;
    // hosts that were turned away together must not come back together
    const milliseconds = wait * (0.5 + Math.random());
    if (attempting.clock.left < milliseconds) throw tooMany(connection, outcome.error);
    await pause(milliseconds);
  }
}

interface Opened {
  readonly kind: "open";
  readonly client: ssh2.Client;
  readonly stream: Duplex;
}

type Outcome =
  | Opened
  /** Hung up before the server said what it is. */
  | { readonly kind: "dropped"; readonly error: unknown };

async function attempt(connection: SshConnection, { services, clock, dial }: Attempting): Promise<Outcome> {
  const { connectTimeout } = connection;
  const known = await readTrust(connection, services);
  const authentication = await Authentication.prepare(connection, services.keys, clock);
  const stream = await dial();
  const client = new ssh2.Client();
  const objection = async (key: Buffer): Promise<PlayError | undefined> =>
    objectionTo(key, known, { connection, services });
  const shaking = shakeHands(client, stream, { connection, known, authentication, objectionTo: objection });
  const banner = listenForBanner(stream);
  let isLate = false;
  const late = (): PlayError => {
    isLate = true;
    const name = knownName(connection.host, connection.port);
    return unreachable(name, `it did not finish the handshake within ${connectTimeout} seconds`);
  };
  try {
    await clock.limit(shaking, late);
  } catch (error) {
    client.destroy();
    stream.destroy();
    // a command in between that fails will fail again
    if (!banner.heard && !isLate && connection.through?.kind !== "command") return { kind: "dropped", error };
    throw error;
  }
  closeWhenSilent(stream, connection.keepAlive);
  // Channels notice the end by themselves; but an error that nobody listens to would end the process.
  client.on("error", () => {});
  return { kind: "open", client, stream };
}

/** Whether the server has said what it is. What some say before it hangs up is no banner. */
function listenForBanner(stream: Duplex): { readonly heard: boolean } {
  const banner = { heard: false };
  stream.once("error", () => {});
  const listen = (chunk: Buffer): void => {
    if (!/(^|\n)SSH-/.test(chunk.toString("latin1"))) return;
    banner.heard = true;
    stream.off("data", listen);
  };
  stream.on("data", listen);
  return banner;
}

function tooMany({ host, port, connectTimeout }: SshConnection, cause: unknown): PlayError {
  const reason = `it hangs up before it says a word, for ${connectTimeout} seconds`;
  return new PlayError("UNREACHABLE", `${knownName(host, port)} cannot be reached: ${reason}`, {
    cause,
    hint: "sshd may have too many at the door (MaxStartups; PerSourcePenalties): try fewer --forks, or a longer --timeout",
  });
}

function openClientOf({ client, stream }: Opened, hop: OpenClient | undefined): OpenClient {
  let closed = false;
  client.once("close", () => {
    closed = true;
    void hop?.close();
  });
  return {
    client,
    get alive() {
      return !closed && !stream.destroyed && !stream.readableEnded;
    },
    async close() {
      if (closed) return;
      await new Promise<void>((resolve) => {
        client.once("close", () => resolve());
        client.end();
        setTimeout(() => client.destroy(), 1000).unref();
      });
      await hop?.close();
    },
  };
}
