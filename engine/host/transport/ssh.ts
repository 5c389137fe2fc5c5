import { Channels } from "./channels.ts";
import { knownName } from "./known-hosts.ts";
import type { SshServices } from "./services.ts";
import { openClient } from "./ssh-client.ts";
import type { SshConnection } from "./ssh-connection.ts";
import type { Transport } from "./transport.ts";

/** One ssh connection. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY. */
export async function openSsh(connection: SshConnection, services: SshServices): Promise<Transport> {
  const host = knownName(connection.host, connection.port);
  const opened = await openClient(connection, services);
  const channels = new Channels(opened.client, host);
  return {
    host,
    get alive() {
      return opened.alive && !channels.closed;
    },
    open: async () => channels.open(),
    crowding: channels,
    close: async () => opened.close(),
  };
}
