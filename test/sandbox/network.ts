import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readCommand, toolPath } from "./command.ts";

/** Private networks, and as a second choice the one that RFC 2544 sets apart for benchmarks. */
const networkPrefixes = ["10.213", "198.18"];

export interface Network {
  readonly bridge: string;
  /** "10.213.4": the hosts' addresses are this, a dot and a number; always a /24. */
  readonly prefix: string;
}

/** The network that sandbox number `id` may have, or `undefined` where this machine already uses it otherwise. */
export async function planNetwork(id: number): Promise<Network | undefined> {
  const bridge = `play-${id}`;
  if (existsSync(`/sys/class/net/${bridge}`)) return undefined;
  const routes = await readCommand(["ip", "-4", "route", "show", "table", "all"]);
  const prefix = networkPrefixes
    .map((start) => `${start}.${id}`)
    .find((start) => !isRouted(`${start}.0/24`, routes));
  return prefix === undefined ? undefined : { bridge, prefix };
}

/** Whether `ip route`'s text has a route to a part of the network or to all of it; the default route does not count. */
export function isRouted(network: string, routes: string): boolean {
  const found = routes.matchAll(/^(?:[a-z]+ )?(\d+\.\d+\.\d+\.\d+(?:\/\d+)?)/gm);
  return [...found].some(([, route = ""]) => overlap(network, route));
}

function overlap(one: string, other: string): boolean {
  const length = Math.min(prefixLength(one), prefixLength(other));
  const shift = 2 ** (32 - length);
  return Math.floor(addressNumber(one) / shift) === Math.floor(addressNumber(other) / shift);
}

function prefixLength(network: string): number {
  return Number(network.split("/")[1] ?? 32);
}

function addressNumber(network: string): number {
  const bytes = (network.split("/")[0] ?? "").split(".").map(Number);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export async function createBridge(bridge: string, address: string): Promise<void> {
  await readCommand(["ip", "link", "add", bridge, "type", "bridge"]);
  await readCommand(["ip", "address", "add", `${address}/24`, "dev", bridge]);
  await readCommand(["ip", "link", "set", bridge, "up"]);
}

/** Blocking, for exit handlers; the hosts' links are gone already, together with their network namespaces. */
export function removeBridge(bridge: string): void {
  if (!existsSync(`/sys/class/net/${bridge}`)) return;
  spawnSync("ip", ["link", "delete", bridge], { env: { PATH: toolPath }, stdio: "inherit" });
}
