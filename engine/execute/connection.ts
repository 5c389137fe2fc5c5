import os from "node:os";
import path from "node:path";
import type { Templates } from "../compile/program.ts";
import type { Connection, Enclosure } from "../host/session.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { choicesOf, connectionKinds, named } from "../model/reaching.ts";
import { toText } from "../model/text-form.ts";
import { Unknown } from "../model/value.ts";
import type { LayeredScope } from "./layers.ts";
import { ownUser } from "./own-user.ts";
import type { ReachOptions, ReachScopes } from "./reach.ts";
import { firstText, textSetting } from "./settings.ts";

/** How to reach `host`. Throws UNSUPPORTED. */
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
  return {
    kind: "ssh",
    ...addressOf(host, scopes, settings),
    ...credentialsOf(scopes, settings, options),
    knownHostsFiles: knownHosts(firstText(variables, ["ansible_ssh_known_hosts_file"])),
    hostKeyChecking: hostKeyChecking(variables),
    connectTimeout: options.timeout,
  };
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
  return { kind, name, ...(user !== undefined && { user }), connectTimeout: options.timeout };
}

type Ssh = Extract<Connection, { kind: "ssh" }>;

function addressOf(
  host: string,
  { variables, task }: ReachScopes,
  settings: Templates,
): Pick<Ssh, "host" | "port"> {
  const port = firstText(variables, ["ansible_port", "ansible_ssh_port"]);
  return {
    host: firstText(variables, ["ansible_host", "ansible_ssh_host"]) ?? host,
    port: Number(port ?? textSetting(settings, "port", task) ?? 22),
  };
}

function credentialsOf(
  { variables, task }: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): Pick<Ssh, "user" | "privateKeyFiles" | "password" | "agent"> {
  const user = firstText(variables, ["ansible_user", "ansible_ssh_user"]);
  const keys = firstText(variables, ["ansible_ssh_private_key_file", "ansible_private_key_file"]);
  const password =
    firstText(variables, ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"]) ??
    options.password;
  const agent = process.env["SSH_AUTH_SOCK"];
  return {
    user: user ?? textSetting(settings, "remote_user", task) ?? options.user ?? ownUser(),
    privateKeyFiles: keys === undefined ? options.privateKeyFiles : [expandHome(keys)],
    ...(password !== undefined && { password }),
    ...(agent !== undefined && { agent }),
  };
}

function defaultKind(host: string): string {
  return host === "localhost" || host === "127.0.0.1" ? "local" : "ssh";
}

function knownHosts(file: string | undefined): readonly string[] {
  const usual = [path.join(os.homedir(), ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"];
  return file === undefined ? usual : [expandHome(file)];
}

function hostKeyChecking(scope: LayeredScope): boolean {
  const value = scope.get("ansible_host_key_checking") ?? scope.get("ansible_ssh_host_key_checking");
  if (value === undefined || value instanceof Unknown) return true;
  return !["false", "no", "off", "0"].includes(toText(value).toLowerCase());
}

function expandHome(file: string): string {
  return file === "~" || file.startsWith("~/") ? path.join(os.homedir(), file.slice(1)) : path.resolve(file);
}
