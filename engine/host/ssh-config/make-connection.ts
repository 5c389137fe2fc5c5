import { PlayError } from "../../base/play-error.ts";
import type { Secret } from "../../base/secret.ts";
import { knownName } from "../transport/known-hosts.ts";
import { type SshConnection, usualTimeout } from "../transport/ssh-connection.ts";
import { readHop } from "./hop.ts";
import { given, type SshArguments } from "./ssh-arguments.ts";
import type { Given, SshConfigs } from "./ssh-configs.ts";
import type { Proxy, SshSettings } from "./settings.ts";

/** What holds for the host itself, and not for hosts on the way to it. */
export interface Credentials {
  readonly password?: Secret | undefined;
  readonly passphrase?: Secret | undefined;
}

export interface Wanted extends Credentials {
  /** The name that ssh would be called with. */
  readonly host: string;
  readonly given: Given;
  /** What of it holds for each host on the way, too; ssh itself hands on nothing but its file. */
  readonly givenForHops: SshArguments["directives"];
}

/** How to reach a host, over the hosts that its configuration puts in between. Throws SSH_CONFIG and what reading files throws. */
export function makeConnection(wanted: Wanted, configs: SshConfigs): SshConnection {
  return connect(wanted, configs, []);
}

/** A host on the way: what was asked for, and its name for messages. */
interface Seen {
  readonly question: string;
  readonly name: string;
}

/** Two names may well lead to one address; the same question asked again is what never ends. */
function connect(wanted: Wanted, configs: SshConfigs, seen: readonly Seen[]): SshConnection {
  const settings = configs.settings(wanted.host, wanted.given);
  const name = `${settings.user}@${knownName(settings.host, settings.port)}`;
  const asked = wanted.given.directives.map(({ keyword, text }) => [keyword, text]);
  const question = JSON.stringify([wanted.host, asked]);
  const way = [...seen, { question, name }];
  if (seen.some((one) => one.question === question)) throw circle(way);
  const through = throughOf(settings.proxy, wanted, configs, way);
  return { ...plainConnection(settings), ...secretsOf(wanted), ...(through && { through }) };
}

function circle(way: readonly Seen[]): PlayError {
  const names = way.map(({ name }) => name).join(" to ");
  return new PlayError("SSH_CONFIG", `ProxyJump goes round in a circle: ${names}`, {
    hint: `say "ProxyJump none" for the host that all others are reached over`,
  });
}

function secretsOf({ password, passphrase }: Credentials): Pick<SshConnection, "password" | "passphrase"> {
  return { ...(password !== undefined && { password }), ...(passphrase !== undefined && { passphrase }) };
}

function throughOf(
  proxy: Proxy | undefined,
  { given: { configFile }, givenForHops }: Wanted,
  configs: SshConfigs,
  seen: readonly Seen[],
): SshConnection["through"] {
  if (!proxy) return undefined;
  if (proxy.kind === "command") return proxy;
  const last = proxy.hops.at(-1) ?? "";
  const hop = readHop(last);
  const origin = `ProxyJump ${last}`;
  const before = proxy.hops.slice(0, -1);
  const directives = [
    ...(hop.user === undefined ? [] : [given("User", hop.user, origin)]),
    ...(hop.port === undefined ? [] : [given("Port", hop.port, origin)]),
    ...(before.length === 0 ? [] : [given("ProxyJump", before.join(","), origin)]),
    ...givenForHops,
  ];
  const wanted = { host: hop.host, given: { directives, configFile }, givenForHops };
  return { kind: "host", connection: connect(wanted, configs, seen) };
}

function plainConnection(settings: SshSettings): SshConnection {
  const { userKnownHostsFiles, globalKnownHostsFiles, identityFiles, usualIdentityFiles } = settings;
  const { family, bindAddress, agent, hostKeyAlias, keepAlive } = settings;
  const [newKeysFile] = userKnownHostsFiles;
  return {
    kind: "ssh",
    host: settings.host,
    port: settings.port,
    user: settings.user,
    ...(family !== undefined && { family }),
    ...(bindAddress !== undefined && { bindAddress }),
    privateKeyFiles: identityFiles ?? [],
    usualKeyFiles: identityFiles === undefined ? usualIdentityFiles : [],
    certificateFiles: settings.certificateFiles,
    ...(agent !== undefined && { agent }),
    identitiesOnly: settings.identitiesOnly,
    authentications: settings.authentications,
    knownHostsFiles: [...userKnownHostsFiles, ...globalKnownHostsFiles],
    ...(hostKeyAlias !== undefined && { hostKeyAlias }),
    hostKeyChecking: settings.hostKeyChecking,
    ...(newKeysFile !== undefined && { newKeysFile }),
    hashNewKeys: settings.hashKnownHosts,
    connectTimeout: settings.connectTimeout ?? usualTimeout,
    ...(keepAlive && { keepAlive }),
    notices: settings.notices,
  };
}
