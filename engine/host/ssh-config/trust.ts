import type { FileValues } from "./file-values.ts";
import type { Found } from "./resolve.ts";
import type { SshSettings } from "./settings.ts";
import { readChecking, readFlag, readOptional } from "./values.ts";

type Trust = Pick<
  SshSettings,
  "userKnownHostsFiles" | "globalKnownHostsFiles" | "hostKeyChecking" | "hashKnownHosts"
>;

/** Which hosts are known, and what becomes of others. */
export function readTrust(found: Found, files: FileValues): Trust {
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
