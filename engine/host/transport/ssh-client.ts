import type { Duplex } from "node:stream";
import type ssh2 from "ssh2";
import type { PlayError } from "../../base/play-error.ts";
import { Countdown } from "./countdown.ts";
import { dialByCommand, dialDirectly, dialFrom } from "./dial.ts";
import { passDoor } from "./door.ts";
import { knownName } from "./known-hosts.ts";
import type { LoggedIn } from "./log-in.ts";
import type { SshServices } from "./services.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { unreachable } from "./unreachable.ts";

/** A client that has logged in, over whatever stands in between. */
export interface OpenClient {
  readonly client: ssh2.Client;
  /** False once the connection has broken. */
  readonly alive: boolean;
  close(): Promise<void>;
}

/**
 * Connects and logs in, over the hosts in between. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY,
 * CHANGED_HOST_KEY, INTERRUPTED.
 */
export async function openClient(connection: SshConnection, services: SshServices): Promise<OpenClient> {
  for (const { message, hint } of connection.notices ?? []) services.warn(message, hint);
  const between = connection.through?.kind === "host" ? connection.through.connection : undefined;
  const hop = between && (await openClient(between, services));
  const clock = new Countdown(connection.connectTimeout * 1000);
  const dial = async (): Promise<Duplex> => dialThrough(connection, hop, clock);
  try {
    return openClientOf(await passDoor(connection, { services, clock, dial }), hop);
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

function openClientOf({ client, stream }: LoggedIn, hop: OpenClient | undefined): OpenClient {
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
