import { PlayError } from "../base/play-error.ts";
import type { Templates } from "../compile/program.ts";
import type { Enclosure, Connection } from "../host/session.ts";
import { didYouMean } from "../base/suggest.ts";
import { usualTimeout } from "../host/transport/ssh-connection.ts";
import { choicesOf, connectionKinds, named } from "../model/reaching.ts";
import type { ReachOptions, ReachScopes } from "./reach.ts";
import { firstText, textSetting } from "./settings.ts";
import { sshConnectionOf } from "./ssh-connection.ts";

/** How to reach `host`. Throws UNSUPPORTED, SSH_CONFIG. */
export function connectionOf(
  host: string,
  scopes: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): Connection {
  const { variables, task } = scopes;
  const word =
    firstText(variables, ["ansible_connection"]) ??
    textSetting(settings, "connection", task) ??
    options.connection ??
    defaultKind(host);
  const kind = named(connectionKinds, word);
  if (kind === undefined)
    throw new PlayError("UNSUPPORTED", `the connection ${word} is not supported`, {
      hint: didYouMean(word, Object.keys(connectionKinds)) ?? choicesOf(connectionKinds),
    });
  if (kind === "local") return { kind };
  if (kind !== "ssh") return enclosureOf(kind, host, scopes, { settings, options });
  return sshConnectionOf(host, scopes, settings, options);
}

/** A container, chroot or machine of this machine. */
function enclosureOf(
  kind: Enclosure["kind"],
  host: string,
  { variables, task }: ReachScopes,
  { settings, options }: { readonly settings: Templates; readonly options: ReachOptions },
): Enclosure {
  const user =
    firstText(variables, ["ansible_user"]) ?? textSetting(settings, "remote_user", task) ?? options.user;
  const name = firstText(variables, ["ansible_host"]) ?? host;
  const connectTimeout = options.timeout ?? usualTimeout;
  return { kind, name, ...(user !== undefined && { user }), connectTimeout };
}

function defaultKind(host: string): string {
  return host === "localhost" || host === "127.0.0.1" ? "local" : "ssh";
}
