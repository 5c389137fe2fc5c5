import { sh } from "../../../base/shell-text.ts";
import type { ShellText } from "../../../base/shell-text.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Seconds for one try. */
  readonly connectTimeout: number;
}

/**
 * Exits 0 if something listens at the endpoint. The host's own addresses are looked up in the kernel's list of sockets
 * (proc_net_tcp), which troubles no server; others are connected to with what the host has: bash, nc (busybox's has no -z) or curl.
 */
export function portOpen({ host, port, connectTimeout }: Endpoint): ShellText {
  const number = port.toString(16).toUpperCase().padStart(4, "0");
  const listens = (addresses: string): ShellText =>
    sh`cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -Eq ${`: (${addresses}):${number} [0-9A-F]+:0000 0A `}`;
  const anywhere = "0{8}|0{32}|0{16}FFFF00000{8}";
  if (isLoopback(host)) return listens(`${anywhere}|${ownForms(host === "localhost" ? "127.0.0.1" : host)}`);
  const connect = sh`if command -v bash >/dev/null; then
  timeout ${connectTimeout} bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash ${host} ${port}
elif command -v nc >/dev/null; then
  { nc -z -w ${connectTimeout} ${host} ${port} || nc -w ${connectTimeout} ${host} ${port} -e true; } 2>/dev/null
elif command -v curl >/dev/null; then
  curl --silent --show-error --connect-timeout ${connectTimeout} ${`telnet://${host}:${port}`} </dev/null
else echo 'a port of another host cannot be checked without bash, nc or curl' >&2; false
fi`;
  if (!isIpv4(host)) return connect;
  const isOwn = sh`grep -A1 -F ${`|-- ${host}`} /proc/net/fib_trie 2>/dev/null | grep -q 'host LOCAL'`;
  return sh`if ${isOwn}; then ${listens(`${anywhere}|${ownForms(host)}`)}
else ${connect}
fi`;
}

function isIpv4(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIpv4(host) && host.startsWith("127."));
}

/** An address as the kernel writes it: words of four bytes, the least significant byte first; IPv4 also inside IPv6. */
function ownForms(host: string): string {
  if (host === "::1") return "0{24}01000000";
  const bytes = host.split(".").map((part) => Number(part).toString(16).toUpperCase().padStart(2, "0"));
  const word = bytes.toReversed().join("");
  return `${word}|0{16}FFFF0000${word}`;
}
