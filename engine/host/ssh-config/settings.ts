import type { HostKeyChecking } from "../transport/host-key.ts";
import type { AuthenticationMethod, KeepAlive, Notice } from "../transport/ssh-connection.ts";
import { readAuthentications } from "./authentications.ts";
import { FileValues } from "./file-values.ts";
import { readIdentities } from "./identities.ts";
import type { Machine } from "./machine.ts";
import { noticesOf } from "./notices.ts";
import { readProxy } from "./proxy.ts";
import type { Found } from "./resolve.ts";
import { readTarget } from "./target.ts";
import { readTrust } from "./trust.ts";
import { firstOf, readCount, readOptional, readTime } from "./values.ts";

/** What ssh would do about a host, its defaults filled in. */
export interface SshSettings {
  readonly host: string;
  readonly user: string;
  readonly port: number;
  readonly family?: 4 | 6;
  /** Those that are named somewhere; undefined where none is, so that the usual ones are tried. */
  readonly identityFiles?: readonly string[];
  readonly usualIdentityFiles: readonly string[];
  readonly certificateFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket; undefined where no agent is to be asked. */
  readonly agent?: string;
  readonly proxy?: Proxy;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly hostKeyAlias?: string;
  readonly hostKeyChecking: HostKeyChecking;
  readonly hashKnownHosts: boolean;
  /** The ways to log in that may be tried, in this order. */
  readonly authentications: readonly AuthenticationMethod[];
  /** An address of this machine to come from. */
  readonly bindAddress?: string;
  /** Seconds. */
  readonly connectTimeout?: number;
  readonly keepAlive?: KeepAlive;
  /** What the configuration asks for in vain. */
  readonly notices: readonly Notice[];
}

/** `hops`: as they are written, the first to be reached first. */
export type Proxy =
  | { readonly kind: "jump"; readonly hops: readonly string[] }
  | { readonly kind: "command"; readonly command: string };

/** `host` is the name that ssh would be called with. Throws SSH_CONFIG. */
export function readSettings(host: string, found: Found, machine: Machine): SshSettings {
  const target = readTarget(host, found, machine);
  const files = new FileValues(found, target.tokens, machine);
  const { tokens, ...place } = target;
  return {
    ...place,
    ...familyOf(found),
    ...bindAddressOf(found),
    ...readProxy(found, tokens),
    ...readIdentities(found, files),
    ...readTrust(found, files),
    authentications: readAuthentications(found),
    notices: noticesOf(found),
    ...timesOf(found),
  };
}

function timesOf(found: Found): Pick<SshSettings, "connectTimeout" | "keepAlive"> {
  const connectTimeout = readOptional(found, "connecttimeout", readTime);
  const interval = readOptional(found, "serveraliveinterval", readTime);
  const count = readOptional(found, "serveralivecountmax", readCount) ?? 3;
  return {
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(interval !== undefined && { keepAlive: { interval, count } }),
  };
}

const families: Readonly<Record<string, 4 | 6>> = { inet: 4, inet6: 6 };

function familyOf(found: Found): Pick<SshSettings, "family"> {
  const family = families[firstOf(found, "addressfamily")?.text.toLowerCase() ?? "any"];
  return family === undefined ? {} : { family };
}

function bindAddressOf(found: Found): Pick<SshSettings, "bindAddress"> {
  const bindAddress = firstOf(found, "bindaddress")?.text;
  return bindAddress === undefined ? {} : { bindAddress };
}
