import type { FileValues } from "./file-values.ts";
import type { Found } from "./resolve.ts";
import type { SshSettings } from "./settings.ts";
import { readFlag, readOptional } from "./values.ts";

type Identities = Pick<
  SshSettings,
  "identityFiles" | "usualIdentityFiles" | "certificateFiles" | "identitiesOnly" | "agent"
>;

/** The keys to offer. */
export function readIdentities(found: Found, files: FileValues): Identities {
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
