import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import type { PlayError } from "../../base/play-error.ts";
import { Authentication } from "./authentication.ts";
import type { Countdown } from "./countdown.ts";
import { shakeHands } from "./handshake.ts";
import { knownName } from "./known-hosts.ts";
import type { SshServices } from "./services.ts";
import { closeWhenSilent } from "./silence.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { objectionTo, readTrust } from "./trust.ts";
import { unreachable } from "./unreachable.ts";

export interface LoggingIn {
  readonly services: SshServices;
  readonly clock: Countdown;
  readonly dial: () => Promise<Duplex>;
}

export interface LoggedIn {
  readonly kind: "open";
  readonly client: ssh2.Client;
  readonly stream: Duplex;
}

export type Outcome =
  | LoggedIn
  /** Hung up before the server said what it is. */
  | { readonly kind: "dropped"; readonly error: unknown };

/** Connects once. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY, INTERRUPTED. */
export async function logIn(
  connection: SshConnection,
  { services, clock, dial }: LoggingIn,
): Promise<Outcome> {
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
