import { isIPv4, isIPv6 } from "node:net";

/** An address with its prefix length; `written` tells whether the text named the prefix. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
  readonly prefix: number;
  readonly written: boolean;
}

/** Reads `10.0.0.1`, `10.0.0.1/24`, `10.0.0.1/255.255.255.0`, `fd00::1/64`; undefined for any other text. */
export function parseIp(text: string): IpAddress | undefined {
  const [address = "", suffix, ...more] = text.trim().split("/");
  if (more.length > 0) return undefined;
  const version = isIPv4(address) ? 4 : isIPv6(address) && !address.includes("%") ? 6 : undefined;
  if (version === undefined) return undefined;
  const value = version === 4 ? readV4(address) : readV6(address);
  const prefix = suffix === undefined ? bitsOf(version) : readPrefix(suffix, version);
  return prefix === undefined ? undefined : { version, value, prefix, written: suffix !== undefined };
}

export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

function readPrefix(text: string, version: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bitsOf(version) ? Number(text) : undefined;
  if (version !== 4 || !isIPv4(text)) return undefined;
  const bits = readV4(text).toString(2).padStart(32, "0");
  return /^1*0*$/.test(bits) ? bits.replaceAll("0", "").length : undefined;
}

function readV4(text: string): bigint {
  return text.split(".").reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function readV6(text: string): bigint {
  // The last two groups may be written as an IPv4 address.
  const groups = text.replace(/[\d.]+$/, (tail) =>
    tail.includes(".") ? hexGroups(readV4(tail), 2).join(":") : tail,
  );
  const [left = "", right = ""] = groups.split("::");
  const [high, low] = [left, right].map((side) => side.split(":").filter((group) => group !== ""));
  const missing = 8 - (high?.length ?? 0) - (low?.length ?? 0);
  const all = [...(high ?? []), ...Array.from({ length: missing }, () => "0"), ...(low ?? [])];
  return all.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function hexGroups(value: bigint, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    ((value >> BigInt(16 * (count - 1 - index))) & 0xffffn).toString(16),
  );
}

/** The address as text; IPv6 in the short form of RFC 5952. */
export function writeIp(value: bigint, version: 4 | 6): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const text = hexGroups(value, 8).join(":");
  const zeros = [...text.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].map((match) => match[0]);
  const longest = zeros.sort((left, right) => right.length - left.length)[0];
  if (longest === undefined) return text;
  const at = new RegExp(`(?<![^:])${longest}(?![^:])`).exec(text)?.index ?? 0;
  return `${text.slice(0, at).replace(/:$/, "")}::${text.slice(at + longest.length).replace(/^:/, "")}`;
}

export function netmaskOf({ version, prefix }: IpAddress): bigint {
  return ((1n << BigInt(prefix)) - 1n) << BigInt(bitsOf(version) - prefix);
}

export function networkOf(ip: IpAddress): bigint {
  return ip.value & netmaskOf(ip);
}

/** How many addresses its network has. */
export function sizeOf({ version, prefix }: IpAddress): bigint {
  return 1n << BigInt(bitsOf(version) - prefix);
}

export function lastOf(ip: IpAddress): bigint {
  return networkOf(ip) + sizeOf(ip) - 1n;
}

export function contains(network: IpAddress, ip: IpAddress): boolean {
  return (
    network.version === ip.version &&
    ip.prefix >= network.prefix &&
    networkOf({ ...ip, prefix: network.prefix }) === networkOf(network)
  );
}
