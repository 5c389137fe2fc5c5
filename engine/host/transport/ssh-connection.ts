import type { Secret } from "../../base/secret.ts";
import type { HostKeyChecking } from "./host-key.ts";

/** Seconds to reach a host in, where nobody says. */
export const usualTimeout = 10;

/** All that it takes to reach one host by ssh: what variables, flags and ssh's own configuration come to. */
export interface SshConnection {
  readonly kind: "ssh";
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Only IPv4 or only IPv6 addresses of a name. */
  readonly family?: 4 | 6;
  /** An address of this machine to come from. */
  readonly bindAddress?: string;
  readonly privateKeyFiles: readonly string[];
  /** Keys that are tried where they exist; nothing is said where they do not. */
  readonly usualKeyFiles?: readonly string[];
  /** Certificates that ssh would offer; we cannot, and say so where nothing else lets us in. */
  readonly certificateFiles?: readonly string[];
  /** For keys that are encrypted; asked for where there is none. */
  readonly passphrase?: Secret;
  readonly password?: Secret;
  /** The ways to log in that may be tried, in this order; all where nothing is said. */
  readonly authentications?: readonly AuthenticationMethod[];
  /** A socket. */
  readonly agent?: string;
  /** Of the agent's keys only those that are named as files, too. */
  readonly identitiesOnly?: boolean;
  /** Files in OpenSSH's known_hosts format; all of them count. */
  readonly knownHostsFiles: readonly string[];
  /** The name that stands for the host in them. */
  readonly hostKeyAlias?: string;
  readonly hostKeyChecking: HostKeyChecking;
  /** Where "accept-new" writes what it accepts; nowhere if it is not there. */
  readonly newKeysFile?: string;
  readonly hashNewKeys?: boolean;
  /** Seconds for TCP, key exchange and authentication together. */
  readonly connectTimeout: number;
  readonly keepAlive?: KeepAlive;
  /** What stands between: another host, or a command whose input and output are the connection. */
  readonly through?:
    | { readonly kind: "host"; readonly connection: SshConnection }
    | { readonly kind: "command"; readonly command: string };
  /** What ssh's configuration asks for in vain; told when the connection is opened. */
  readonly notices?: readonly Notice[];
}

/** As servers name them (RFC 4252, RFC 4256). */
export type AuthenticationMethod = (typeof authenticationMethods)[number];

export const authenticationMethods = ["publickey", "password", "keyboard-interactive"] as const;

export interface Notice {
  readonly message: string;
  readonly hint: string;
}

export interface KeepAlive {
  /** Seconds of silence before the other side is asked for a sign of life; 0: it never is. */
  readonly interval: number;
  /** Such silences in a row after which it counts as dead. */
  readonly count: number;
}
