import { type AuthenticationMethod, authenticationMethods } from "../transport/ssh-connection.ts";
import { badSshConfig, type Directive } from "./parse-ssh-config.ts";
import type { Found } from "./resolve.ts";
import { firstOf, readFlag, readOptional } from "./values.ts";

/** The ways to log in that ssh would try and we can, in its order. Throws SSH_CONFIG. */
export function readAuthentications(found: Found): readonly AuthenticationMethod[] {
  const preferred = firstOf(found, "preferredauthentications")?.text.split(",");
  const known = preferred
    ? preferred.flatMap((name) => authenticationMethods.filter((method) => method === name.trim()))
    : authenticationMethods;
  return known.filter((method) => isAllowed(method, found));
}

function isAllowed(method: AuthenticationMethod, found: Found): boolean {
  switch (method) {
    case "publickey":
      return readOptional(found, "pubkeyauthentication", readPublicKeyFlag) ?? true;
    case "password":
      return readOptional(found, "passwordauthentication", readFlag) ?? true;
    case "keyboard-interactive":
      return interactiveNames.every((name) => readOptional(found, name, readFlag) ?? true);
  }
}

/** The old name is taken by ssh to this day. */
const interactiveNames = ["kbdinteractiveauthentication", "challengeresponseauthentication"] as const;

/** How a key is bound to its host is the server's to ask for; ssh2 does not. */
function readPublicKeyFlag(directive: Directive): boolean {
  const value = directive.text.toLowerCase();
  if (value === "unbound" || value === "host-bound") return true;
  if (["yes", "true", "no", "false"].includes(value)) return readFlag(directive);
  throw badSshConfig(directive.place, `${directive.keyword} is "${directive.text}"`, "yes or no");
}
