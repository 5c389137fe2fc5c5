import type { Claim } from "./claim.ts";
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
  opening: Opening = {},
): Promise<Session> {
  return new HostSession(await openTransport(connection, services), opening.claim, opening.earlier);
}

export interface Opening {
  readonly claim?: Claim | undefined;
  /** What a session whose connection broke may have left on the host. */
  readonly earlier?: Session["left"];
}

async function openTransport(connection: Connection, services: SshServices): Promise<Transport> {
  if (connection.kind === "local") return openLocal();
  return connection.kind === "ssh" ? openSsh(connection, services) : openEnclosure(connection);
}
