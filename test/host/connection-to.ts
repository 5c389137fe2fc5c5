import type { Connection } from "../../engine/host/session.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

export type SshConnection = Extract<Connection, { kind: "ssh" }>;

/** How to reach a host of the sandbox as one of its users, by the sandbox's key. */
export function connectionTo(
  { hosts, keyPath, knownHostsPath }: Sandbox,
  user: string,
  changes: Partial<SshConnection> = {},
): SshConnection {
  const [host] = hosts;
  if (!host) throw new Error("the sandbox has no host");
  return {
    kind: "ssh",
    host: host.address,
    port: 22,
    user,
    privateKeyFiles: [keyPath],
    knownHostsFiles: [knownHostsPath],
    hostKeyChecking: "yes",
    connectTimeout: 20,
    ...changes,
  };
}
