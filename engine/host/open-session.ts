import { HostSession } from "./host-session.ts";
import type { Connection, Session } from "./session.ts";
import { openLocal } from "./transport/local.ts";
import { openSsh } from "./transport/ssh.ts";

/**
 * Opens a host. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY.
 * No shell is started yet; that may throw BECOME when something is first asked.
 */
export async function openSession(connection: Connection): Promise<Session> {
  const transport = connection.kind === "local" ? openLocal() : await openSsh(connection);
  return new HostSession(transport);
}
