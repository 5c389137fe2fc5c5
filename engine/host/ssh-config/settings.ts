import type { HostKeyChecking } from "../transport/host-key.ts";
import type { KeepAlive } from "../transport/ssh-connection.ts";
import { FileValues } from "./file-values.ts";
import type { Machine } from "./machine.ts";
import { readProxy } from "./proxy.ts";
import type { Found } from "./resolve.ts";
import { readTarget } from "./target.ts";
import { firstOf, readChecking, readCount, readFlag, readOptional, readTime } from "./values.ts";

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
  /** Seconds. */
  readonly connectTimeout?: number;
  readonly keepAlive?: KeepAlive;
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
    ...readProxy(found, tokens),
    ...identitiesOf(found, files),
    ...trustOf(found, files),
    ...timesOf(found),
  };
}

type Identities = Pick<
  SshSettings,
  "identityFiles" | "usualIdentityFiles" | "certificateFiles" | "identitiesOnly" | "agent"
>;

function identitiesOf(found: Found, files: FileValues): Identities {
  const identityFiles = files.all("identityfile");
  const agent = files.socket("identityagent", "SSH_AUTH_SOCK");
  return {
    ...(identityFiles && { identityFiles }),
    usualIdentityFiles: files.of(["~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519"]),
    certificateFiles: files.all("certificatefile") ?? [],
    identitiesOnly: readOptional(found, "identitiesonly", readFlag) ?? false,
    ...(agent !== undefined && { agent }),
  };
}

type Trust = Pick<
  SshSettings,
  "userKnownHostsFiles" | "globalKnownHostsFiles" | "hostKeyChecking" | "hashKnownHosts"
>;

function trustOf(found: Found, files: FileValues): Trust {
  return {
    userKnownHostsFiles: files.list("userknownhostsfile", ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"]),
    globalKnownHostsFiles: files.list("globalknownhostsfile", [
      "/etc/ssh/ssh_known_hosts",
      "/etc/ssh/ssh_known_hosts2",
    ]),
    hostKeyChecking: readOptional(found, "stricthostkeychecking", readChecking) ?? "yes",
    hashKnownHosts: readOptional(found, "hashknownhosts", readFlag) ?? false,
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
