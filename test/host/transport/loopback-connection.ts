import { openSession } from "../../../engine/host/open-session.ts";
import { script } from "../../../engine/host/query.ts";
import { sh } from "../../../engine/base/shell-text.ts";
import { knownName } from "../../../engine/host/transport/known-hosts.ts";
import type { SshConnection } from "../../../engine/host/transport/ssh-connection.ts";
import { silentServices, type SshServices } from "../../../engine/host/transport/services.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoopbackSshd } from "./loopback-sshd.ts";

/** How to reach an sshd of the loopback by its own key, its host key being known. */
export function connectionTo(
  sshd: LoopbackSshd,
  changes: Partial<SshConnection> = {},
  host = "127.0.0.1",
): SshConnection {
  const knownHosts = join(sshd.folder, "known_hosts");
  writeFileSync(knownHosts, `${knownName(host, sshd.port)} ${sshd.hostKey("ed25519")}\n`);
  return {
    kind: "ssh",
    host,
    port: sshd.port,
    user: sshd.user,
    privateKeyFiles: [sshd.keyFile],
    identitiesOnly: true,
    knownHostsFiles: [knownHosts],
    hostKeyChecking: "yes",
    connectTimeout: 30,
    ...changes,
  };
}

/** What a command says there, after connecting for it alone. */
export async function sayOver(
  connection: SshConnection,
  services: SshServices = silentServices(),
): Promise<string> {
  const session = await openSession(connection, services);
  try {
    const [said] = await session.ask([script("hello", sh`echo hello`)], { kind: "login" });
    return Buffer.from(said.stdout).toString().trim();
  } finally {
    await session.close();
  }
}
