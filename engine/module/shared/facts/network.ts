import type { ResultFields } from "../../contract.ts";
import type { Value } from "../../../model/value.ts";
import { broadcastOf, netmaskOf, networkOf } from "./ipv4.ts";
import type { Sections } from "./sections.ts";

interface Link {
  readonly device: string;
  readonly active: boolean;
  readonly mtu: number;
  readonly type: string;
  readonly macaddress?: string;
}

interface Address {
  readonly device: string;
  readonly version: 4 | 6;
  readonly address: string;
  readonly prefix: number;
  readonly broadcast?: string;
  readonly scope: string;
}

/** Interfaces with their addresses, and those by which the host reaches the rest of the world (ip(8), one line each). */
export function networkFacts(sections: Sections): ResultFields {
  const links = sections.lines("links").flatMap(readLink);
  const addresses = sections.lines("addresses").flatMap(readAddress);
  const outside = (version: 4 | 6): readonly string[] =>
    addresses.filter((each) => each.version === version && !isLoopback(each)).map((each) => each.address);
  return {
    ...Object.fromEntries(links.map((link) => [factName(link.device), interfaceFacts(link, addresses)])),
    interfaces: links.map((link) => link.device),
    all_ipv4_addresses: outside(4),
    all_ipv6_addresses: outside(6),
    default_ipv4: defaultFacts(sections.text("route4"), 4, links, addresses),
    default_ipv6: defaultFacts(sections.text("route6"), 6, links, addresses),
  };
}

/** `2: eth0@if5: <UP,LOWER_UP> mtu 1500 … \    link/ether 02:… brd …` */
function readLink(line: string): readonly Link[] {
  const match = /^\d+: ([^:@]+)(?:@\S+)?: <([^>]*)>.*? mtu (\d+)/.exec(line);
  if (!match) return [];
  const [, device = "", flags = "", mtu] = match;
  const [, type = "unknown", macaddress] = /link\/(\S+)(?: ([\da-f:]{17}))?/.exec(line) ?? [];
  const link = { device, active: flags.split(",").includes("UP"), mtu: Number(mtu), type };
  return [macaddress === undefined || type === "loopback" ? link : { ...link, macaddress }];
}

/** `2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\ …` */
function readAddress(line: string): readonly Address[] {
  const match = /^\d+: (\S+)\s+inet(6?) ([\da-f.:]+)(?: peer [\da-f.:]+)?(?:\/(\d+))?/.exec(line);
  if (!match) return [];
  const [, device = "", six, address = "", length] = match;
  const version = six === "6" ? 6 : 4;
  const prefix = Number(length ?? (version === 4 ? 32 : 128));
  const broadcast = / brd ([\d.]+)/.exec(line)?.[1];
  const scope = / scope (\S+)/.exec(line)?.[1] ?? "global";
  return [{ device, version, address, prefix, scope, ...(broadcast !== undefined && { broadcast }) }];
}

function isLoopback(address: Address): boolean {
  return address.version === 4 ? address.address.startsWith("127.") : address.scope === "host";
}

function interfaceFacts(link: Link, addresses: readonly Address[]): ResultFields {
  const own = addresses.filter((address) => address.device === link.device);
  const [ipv4, ...secondaries] = own.filter((address) => address.version === 4).map(ipv4Facts);
  const ipv6 = own.filter((address) => address.version === 6).map(ipv6Facts);
  return {
    ...link,
    ...(ipv4 && { ipv4 }),
    ...(secondaries.length > 0 && { ipv4_secondaries: secondaries }),
    ...(ipv6.length > 0 && { ipv6 }),
  };
}

function ipv4Facts({ address, prefix, broadcast }: Address): ResultFields {
  return {
    address,
    broadcast: broadcast ?? broadcastOf(address, prefix),
    netmask: netmaskOf(prefix),
    network: networkOf(address, prefix),
    prefix: String(prefix),
  };
}

function ipv6Facts({ address, prefix, scope }: Address): ResultFields {
  return { address, prefix: String(prefix), scope };
}

/** `8.8.8.8 via 10.0.0.1 dev eth0 src 10.0.0.2 …`; nothing where there is no route. */
function defaultFacts(
  route: string,
  version: 4 | 6,
  links: readonly Link[],
  addresses: readonly Address[],
): Record<string, Value> {
  const device = / dev (\S+)/.exec(route)?.[1];
  const source = / src (\S+)/.exec(route)?.[1];
  const address = addresses.find((each) => each.address === source && each.version === version);
  if (device === undefined || !address || isLoopback(address)) return {};
  const link = links.find((each) => each.device === device);
  const gateway = / via (\S+)/.exec(route)?.[1];
  return {
    interface: device,
    ...(gateway !== undefined && { gateway }),
    ...(link && { mtu: link.mtu, type: link.type, macaddress: link.macaddress ?? "" }),
    ...(version === 4 ? ipv4Facts(address) : ipv6Facts(address)),
  };
}

/** A fact is a variable, so its name holds no dash. */
function factName(device: string): string {
  return device.replaceAll("-", "_");
}
