import path from "node:path";
import os from "node:os";
import type { SettingName } from "../compile/around.ts";
import type { Templates } from "../compile/program.ts";
import type { Connection, Identity } from "../host/session.ts";
import { PlayError } from "../base/play-error.ts";
import { toText } from "../model/text-form.ts";
import { isList, Unknown, type Value } from "../model/value.ts";
import type { LayeredScope } from "./layers.ts";
import { ownUser } from "./own-user.ts";
import { toFlag } from "./truth.ts";

/** What the command line says about reaching hosts; it is what holds where playbook and inventory say nothing. */
export interface ReachOptions {
  readonly user: string | undefined;
  readonly connection: string | undefined;
  readonly privateKeyFiles: readonly string[];
  readonly password: string | undefined;
  readonly become: boolean;
  readonly becomeUser: string | undefined;
  readonly becomePassword: string | undefined;
  /** Seconds. */
  readonly timeout: number;
}

/** A keyword of the task or of what it stands in, rendered. */
export function setting(settings: Templates, name: SettingName, scope: LayeredScope): Value | undefined {
  return settings.get(name)?.render(scope);
}

export function flagSetting(settings: Templates, name: SettingName, scope: LayeredScope): boolean {
  const value = settings.get(name)?.render(scope);
  // in a check run what a flag depends on may not be known; the careful answer is no
  if (value === undefined || value instanceof Unknown) return false;
  return toFlag(value, name, settings.get(name)?.source);
}

/** Where variables about reaching a host come from, and where keywords of the task are rendered. */
export interface ReachScopes {
  readonly variables: LayeredScope;
  readonly task: LayeredScope;
}

/** How to reach `host`. Throws UNSUPPORTED. */
export function connectionOf(
  host: string,
  scopes: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): Connection {
  const { variables, task } = scopes;
  const kind =
    firstText(variables, ["ansible_connection"]) ??
    textSetting(settings, "connection", task) ??
    options.connection ??
    defaultKind(host);
  if (kind === "local") return { kind: "local" };
  if (kind !== "ssh" && kind !== "smart" && kind !== "paramiko")
    throw new PlayError("UNSUPPORTED", `the connection "${kind}" is not supported`, { hint: "ssh or local" });
  return {
    kind: "ssh",
    ...addressOf(host, scopes, settings),
    ...credentialsOf(scopes, settings, options),
    knownHostsFiles: knownHosts(firstText(variables, ["ansible_ssh_known_hosts_file"])),
    hostKeyChecking: hostKeyChecking(variables),
    connectTimeout: options.timeout,
  };
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

/** Who commands run as on the host whose scope this is. */
export function identityOf(scopes: ReachScopes, settings: Templates, options: ReachOptions): Identity {
  const { variables, task } = scopes;
  if (!isBecoming(scopes, settings, options)) return { kind: "login" };
  const method =
    firstText(variables, ["ansible_become_method"]) ?? textSetting(settings, "become_method", task) ?? "sudo";
  if (method !== "sudo")
    throw new PlayError("UNSUPPORTED", `become_method ${method} is not supported`, { hint: "sudo" });
  const password =
    firstText(variables, ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"]) ??
    options.becomePassword;
  const user =
    firstText(variables, ["ansible_become_user"]) ??
    textSetting(settings, "become_user", task) ??
    options.becomeUser;
  return {
    kind: "become",
    method: "sudo",
    user: user ?? "root",
    ...(password !== undefined && { password }),
  };
}

function isBecoming(
  { variables, task }: ReachScopes,
  settings: Templates,
  { become }: ReachOptions,
): boolean {
  const variable = variables.get("ansible_become");
  if (variable !== undefined && !(variable instanceof Unknown)) return toFlag(variable, "ansible_become");
  return settings.has("become") ? flagSetting(settings, "become", task) : become;
}

function defaultKind(host: string): string {
  return host === "localhost" || host === "127.0.0.1" ? "local" : "ssh";
}

function firstText(scope: LayeredScope, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = scope.get(name);
    if (value !== undefined && value !== null && !(value instanceof Unknown)) return toText(value);
  }
  return undefined;
}

function textSetting(settings: Templates, name: SettingName, scope: LayeredScope): string | undefined {
  const value = setting(settings, name, scope);
  return value === undefined || value === null || value instanceof Unknown || isList(value)
    ? undefined
    : toText(value);
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
