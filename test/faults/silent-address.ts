import { readCommand } from "../sandbox/command.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/**
 * An address in the sandbox's network that swallows packets, as a host does that was switched off behind a router. It is
 * gone with the sandbox: a neighbour is on record there that nobody is.
 */
export async function silentAddress({ id, hosts }: Sandbox): Promise<string> {
  const [host] = hosts;
  if (!host) throw new Error("the sandbox has no host");
  const address = host.address.replace(/\d+$/, "250");
  const neighbour = [address, "lladdr", "02:00:00:00:00:fa", "nud", "permanent"];
  await readCommand(["ip", "neighbour", "replace", ...neighbour, "dev", `play-${id}`]);
  return address;
}
