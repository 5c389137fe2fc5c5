import { HostSession } from "./host-session.ts";
import type { Connection, Session } from "./session.ts";
import { openEnclosure } from "./transport/enclosure.ts";
import { openLocal } from "./transport/local.ts";
import { silentServices, type SshServices } from "./transport/services.ts";
import { openSsh } from "./transport/ssh.ts";
import type { Transport } from "./transport/transport.ts";

/**
 * Opens a host. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY.
 * No shell is started yet; that may throw BECOME when something is first asked.
 */
export async function openSession(
  connection: Connection,
  services: SshServices = silentServices(),
): Promise<Session> {
  return new HostSession(await openTransport(connection, services));
}

async function openTransport(connection: Connection, services: SshServices): Promise<Transport> {
  if (connection.kind === "local") return openLocal();
  return connection.kind === "ssh" ? openSsh(connection, services) : openEnclosure(connection);
}
