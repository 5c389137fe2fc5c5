import type { Sandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";

/**
 * Fails where hosts cannot reach each other. Frames on a bridge pass the machine's FORWARD rules where br_netfilter is
 * loaded, and docker, for one, sets that chain to DROP; rules that others have made are not ours to change.
 */
export async function checkNeighbours(sandbox: Sandbox): Promise<void> {
  const [first, second] = sandbox.hosts;
  if (first === undefined || second === undefined) return;
  const connect = `timeout 5 bash -c 'exec 3<>/dev/tcp/${second.address}/22'`;
  if ((await sandbox.run(first.name, connect)).status === 0) return;
  throw new SandboxError(
    `${first.name} does not reach ${second.name}: a firewall drops what passes the sandbox's bridge; ` +
      "allow it: iptables -I FORWARD -i play-+ -o play-+ -j ACCEPT",
  );
}
