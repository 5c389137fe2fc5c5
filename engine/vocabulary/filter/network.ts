import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { filter, textFilter } from "../define.ts";
import type { IpAddress } from "../shared/ip-address.ts";
import {
  bitsOf,
  contains,
  lastOf,
  netmaskOf,
  networkOf,
  parseIp,
  sizeOf,
  writeIp,
} from "../shared/ip-address.ts";

const ipaddr = filter(
  "ipaddr(query?)",
  "an address if it is one, or what a query asks of it: address, network, netmask, prefix, net, …; false where it has none",
  (value, args) => askEach(value, args),
);

export const networkFilters = {
  ipaddr,
  ipv4: filter("ipv4(query?)", "as ipaddr, IPv4 only", (value, args) => askEach(value, args, 4)),
  ipv6: filter("ipv6(query?)", "as ipaddr, IPv6 only", (value, args) => askEach(value, args, 6)),
  ipwrap: filter("ipwrap", "IPv6 addresses in brackets, everything else as it is", (value) =>
    isList(value) ? value.map((item) => wrap(toText(item))) : wrap(toText(value)),
  ),
  nthhost: textFilter(
    "nthhost(number)",
    "the address of a number in a network, without a prefix",
    (text, args) => {
      const ip = parseIp(text);
      return ip === undefined ? false : (nthAddress(ip, args.integer("number")) ?? false);
    },
  ),
} satisfies Record<string, Filter>;

/** Of a list, the answers of the items that have one. */
function askEach(value: Value, args: Arguments, version?: 4 | 6): Value {
  if (!isList(value)) return ask(value, args, version);
  return value.map((item) => ask(item, args, version)).filter((answer) => answer !== false);
}

function ask(value: Value, args: Arguments, version?: 4 | 6): Value {
  const text = toText(value);
  const ip = typeof value === "boolean" || value === null ? undefined : parseIp(text);
  const query = args.value("query") ?? "";
  const fitting = ip !== undefined && (version === undefined || ip.version === version);
  if (!fitting) return false;
  if (typeof query === "number") return withNumber(ip, query);
  const name = toText(query);
  if (/^-?\d+$/.test(name)) return withNumber(ip, Number(name));
  const answer = queries[name];
  if (answer) return answer(ip, text);
  const network = parseIp(name);
  if (network) return contains(network, ip) ? text : false;
  return args.fail(
    `knows no query "${name}"`,
    `queries: ${Object.keys(queries).filter(Boolean).join(", ")}, a number, a network`,
  );
}

type Query = (ip: IpAddress, text: string) => Value;

const queries: Readonly<Record<string, Query>> = {
  "": (_, text) => text,
  bool: () => true,
  address: (ip) => (isNetwork(ip) ? false : write(ip, ip.value)),
  host: (ip) => (isNetwork(ip) ? false : `${write(ip, ip.value)}/${ip.prefix}`),
  "address/prefix": (ip) => (isNetwork(ip) ? false : `${write(ip, ip.value)}/${ip.prefix}`),
  "host/prefix": (ip) => (isNetwork(ip) ? false : `${write(ip, ip.value)}/${ip.prefix}`),
  net: (ip) => (isNetwork(ip) ? `${write(ip, networkOf(ip))}/${ip.prefix}` : false),
  subnet: (ip) => `${write(ip, networkOf(ip))}/${ip.prefix}`,
  "network/prefix": (ip) => `${write(ip, networkOf(ip))}/${ip.prefix}`,
  network: (ip) => write(ip, networkOf(ip)),
  netmask: (ip) => write(ip, netmaskOf(ip)),
  hostmask: (ip) => write(ip, sizeOf(ip) - 1n),
  wildcard: (ip) => write(ip, sizeOf(ip) - 1n),
  broadcast: (ip) => (ip.prefix >= bitsOf(ip.version) - 1 ? false : write(ip, lastOf(ip))),
  prefix: (ip) => ip.prefix,
  size: (ip) => Number(sizeOf(ip)),
  version: (ip) => ip.version,
  type: (ip) => (isNetwork(ip) ? "network" : "address"),
  int: (ip) => (ip.written ? `${ip.value}/${ip.prefix}` : Number(ip.value)),
  first_usable: (ip) => write(ip, networkOf(ip) + (sizeOf(ip) > 2n ? 1n : 0n)),
  last_usable: (ip) => write(ip, lastOf(ip) - (sizeOf(ip) > 2n && ip.version === 4 ? 1n : 0n)),
  private: (ip, text) => (privateNetworks.some((network) => contains(network, ip)) ? text : false),
  public: (ip, text) => (privateNetworks.some((network) => contains(network, ip)) ? false : text),
};

/** RFC 1918, RFC 4193, and what stays on the host or the link. */
const privateNetworks: readonly IpAddress[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
].flatMap((text) => parseIp(text) ?? []);

/** A network's own address: `10.0.0.0/24`, but not `10.0.0.1/32`. */
function isNetwork(ip: IpAddress): boolean {
  return ip.written && sizeOf(ip) > 1n && ip.value === networkOf(ip);
}

function write(ip: IpAddress, value: bigint): string {
  return writeIp(value, ip.version);
}

/** The address of a number in the network; negative ones count from its end. */
function nthAddress(ip: IpAddress, number: number): string | undefined {
  const at = number < 0 ? sizeOf(ip) + BigInt(number) : BigInt(number);
  return at < 0n || at >= sizeOf(ip) ? undefined : write(ip, networkOf(ip) + at);
}

function withNumber(ip: IpAddress, number: number): Value {
  const address = nthAddress(ip, number);
  return address === undefined ? false : `${address}/${ip.prefix}`;
}

function wrap(text: string): string {
  if (parseIp(text)?.version !== 6) return text;
  const [address = "", prefix] = text.split("/");
  return prefix === undefined ? `[${address}]` : `[${address}]/${prefix}`;
}
