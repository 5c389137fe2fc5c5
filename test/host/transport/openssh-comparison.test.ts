import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { thisMachine } from "../../../engine/host/ssh-config/machine.ts";
import { readSshArguments } from "../../../engine/host/ssh-config/ssh-arguments.ts";
import { SshConfigs } from "../../../engine/host/ssh-config/ssh-configs.ts";
import type { SshSettings } from "../../../engine/host/ssh-config/settings.ts";
import { expandTilde } from "../../../engine/host/ssh-config/tokens.ts";
import { readCommand } from "../../sandbox/command.ts";

/** What `ssh -G` prints, in the order of its lines; the keywords that play heeds, as both name them. */
type Printed = Readonly<Record<string, readonly string[]>>;

const machine = thisMachine();
const folder = mkdtempSync(join(tmpdir(), "play-ssh-g-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function openssh(host: string, words: readonly string[]): Promise<Printed> {
  const printed: Record<string, string[]> = {};
  for (const line of (await readCommand(["ssh", "-G", ...words, host])).trim().split("\n")) {
    const [keyword = "", ...value] = line.split(" ");
    (printed[keyword] ??= []).push(value.join(" "));
  }
  return printed;
}

/** Keys of kinds that we cannot use, which ssh tries by default. */
const foreignKeys = /id_(ecdsa_sk|ed25519_sk|xmss|dsa)$/;

function comparable(printed: Printed): object {
  const one = (keyword: string): string | undefined => printed[keyword]?.[0];
  const words = (keyword: string): readonly string[] =>
    one(keyword)
      ?.split(" ")
      .filter((word) => word !== "none") ?? [];
  const checking = { true: "yes", ask: "yes", false: "no", off: "no" }[one("stricthostkeychecking") ?? ""];
  const noneIsNothing = (text: string | undefined): string | undefined =>
    text === "none" ? undefined : text;
  const family = { inet: 4, inet6: 6 }[one("addressfamily") ?? ""];
  return {
    host: one("hostname"),
    user: one("user"),
    port: Number(one("port")),
    family,
    identityFiles: (printed["identityfile"] ?? [])
      .filter((file) => !foreignKeys.test(file) && file !== "none")
      .map((file) => expandTilde(file, machine.home)),
    certificateFiles: (printed["certificatefile"] ?? []).map((file) => expandTilde(file, machine.home)),
    identitiesOnly: one("identitiesonly") === "yes",
    jump: noneIsNothing(one("proxyjump")),
    command: noneIsNothing(one("proxycommand")),
    userKnownHostsFiles: words("userknownhostsfile"),
    globalKnownHostsFiles: words("globalknownhostsfile"),
    hostKeyAlias: one("hostkeyalias"),
    hostKeyChecking: checking ?? one("stricthostkeychecking"),
    hashKnownHosts: one("hashknownhosts") === "yes",
    connectTimeout: noneIsNothing(one("connecttimeout")),
    interval: one("serveraliveinterval"),
    count: one("serveraliveinterval") === "0" ? "3" : one("serveralivecountmax"),
    bindAddress: noneIsNothing(one("bindaddress")),
    authentications: methodsOf(one),
  };
}

function methodsOf(one: (keyword: string) => string | undefined): readonly string[] {
  const switches: Readonly<Record<string, string>> = {
    publickey: "pubkeyauthentication",
    password: "passwordauthentication",
    "keyboard-interactive": "kbdinteractiveauthentication",
  };
  const preferred = one("preferredauthentications")?.split(",") ?? Object.keys(switches);
  return preferred.filter(
    (method) => switches[method] && !/^(no|false)$/.test(one(switches[method]) ?? "no"),
  );
}

function ours(settings: SshSettings): object {
  const { proxy, keepAlive } = settings;
  return {
    host: settings.host,
    user: settings.user,
    port: settings.port,
    family: settings.family,
    identityFiles: settings.identityFiles ?? settings.usualIdentityFiles,
    certificateFiles: settings.certificateFiles,
    identitiesOnly: settings.identitiesOnly,
    jump: proxy?.kind === "jump" ? proxy.hops.join(",") : undefined,
    command: proxy?.kind === "command" ? proxy.command : undefined,
    userKnownHostsFiles: settings.userKnownHostsFiles,
    globalKnownHostsFiles: settings.globalKnownHostsFiles,
    hostKeyAlias: settings.hostKeyAlias,
    hostKeyChecking: settings.hostKeyChecking,
    hashKnownHosts: settings.hashKnownHosts,
    connectTimeout: settings.connectTimeout?.toString(),
    interval: String(keepAlive?.interval ?? 0),
    count: String(keepAlive && keepAlive.interval > 0 ? keepAlive.count : 3),
    bindAddress: settings.bindAddress,
    authentications: settings.authentications,
  };
}

interface Case {
  readonly title: string;
  readonly host: string;
  readonly config: string;
  /** Arguments for ssh, which are also `ansible_ssh_common_args`. */
  readonly words?: string;
  /** Beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  { title: "an empty file", host: "web", config: "" },
  {
    title: "the first value holds, and keys gather",
    host: "web1",
    config:
      "Host web*\n  User a\n  IdentityFile ~/.ssh/a\nHost *\n  User b\n  Port 2222\n  IdentityFile ~/.ssh/b\n",
  },
  { title: "a name in capitals", host: "WEB1", config: "Host web1\n  User a\nHost WEB1\n  Port 23\n" },
  {
    title: "a negated pattern",
    host: "web2",
    config: "Host web* !web2\n  User a\nHost !web1 web?\n  Port 24\n",
  },
  { title: "only negated patterns", host: "db", config: "Host !web\n  User a\n" },
  {
    title: "a question mark is one character",
    host: "web",
    config: "Host web?\n  User a\nHost we?\n  User b\n",
  },
  { title: "HostName with a token", host: "web", config: "Host web\n  HostName %h.example.org\n" },
  { title: "HostName in capitals", host: "web", config: "Host web\n  HostName WEB.Example.ORG\n" },
  { title: "an equal sign and quotes", host: "web", config: 'Host "web"\n  User="a b"\n  Port = 26\n' },
  {
    title: "tabs, comments and CRLF",
    host: "web",
    config: "# all\r\n\tHost web # one\r\n\tPort 27\r\n\r\n\tUser a\r\n",
  },
  { title: "keywords in any case", host: "web", config: "HOST web\n  uSeR a\n  hostname h\n" },
  {
    title: "Match host looks at HostName",
    host: "web",
    config:
      "Host web\n  HostName w.example.org\nMatch host *.example.org\n  Port 28\nMatch host web\n  Port 29\n",
  },
  {
    title: "Match originalhost looks at the name",
    host: "web",
    config: "Host web\n  HostName w.example.org\nMatch originalhost web\n  Port 28\n",
  },
  {
    title: "Match user, negated and with several criteria",
    host: "web",
    config: "User a\nMatch !user b,c host web\n  Port 28\nMatch user a,b\n  HashKnownHosts yes\n",
  },
  {
    title: "Match localuser and all",
    host: "web",
    config: `Match localuser ${machine.user}\n  Port 31\nMatch all\n  User z\n`,
  },
  {
    title: "Match exec",
    host: "web",
    config: 'Match exec "test %h = web"\n  Port 32\nMatch exec "false"\n  User never\n',
  },
  {
    title: "Match final comes last",
    host: "web",
    config: "Match final host w.example.org\n  Port 33\nHost web\n  HostName w.example.org\n  User a\n",
  },
  {
    title: "Include, relative to itself, with a pattern, within a Host",
    host: "web",
    config: "Host web\n  Include FOLDER/part*.conf\n  User late\nHost other\n  Include FOLDER/never.conf\n",
    files: {
      "part1.conf": "User early\nHost web\n  Port 34\n",
      "part2.conf": "Host x\n  Port 1\n",
      "never.conf": "Port 99\n",
    },
  },
  {
    title: "ProxyJump over several hops",
    host: "web",
    config: "Host web\n  ProxyJump a@one:2201,two\nHost *\n  ProxyCommand never\n",
  },
  { title: "ProxyJump none", host: "web", config: "Host web\n  ProxyJump none\nHost *\n  ProxyJump one\n" },
  {
    title: "ProxyCommand before ProxyJump",
    host: "web",
    config: "Host web\n  ProxyCommand nc -X connect proxy 22\nHost *\n  ProxyJump one\n",
  },
  {
    title: "several files of known hosts",
    host: "web",
    config: "UserKnownHostsFile /a /b\nGlobalKnownHostsFile /c\nUserKnownHostsFile /d\n",
  },
  {
    title: "no files of known hosts",
    host: "web",
    config: "GlobalKnownHostsFile none\nUserKnownHostsFile none\n",
  },
  { title: "StrictHostKeyChecking accept-new", host: "web", config: "StrictHostKeyChecking accept-new\n" },
  { title: "StrictHostKeyChecking no", host: "web", config: "StrictHostKeyChecking no\n" },
  { title: "StrictHostKeyChecking ask", host: "web", config: "StrictHostKeyChecking ask\n" },
  { title: "HostKeyAlias in capitals", host: "web", config: "HostKeyAlias Cluster\nHashKnownHosts yes\n" },
  {
    title: "times",
    host: "web",
    config: "ConnectTimeout 1m30s\nServerAliveInterval 15\nServerAliveCountMax 4\n",
  },
  {
    title: "IdentitiesOnly and certificates",
    host: "web",
    config: "IdentitiesOnly yes\nIdentityFile /k\nCertificateFile /c\n",
  },
  { title: "the same key twice", host: "web", config: "IdentityFile /k\nHost web\n  IdentityFile /k\n" },
  { title: "AddressFamily", host: "web", config: "AddressFamily inet6\n" },
  { title: "an IPv6 address", host: "::1", config: "Host ::1\n  Port 2222\n" },
  { title: "BindAddress", host: "web", config: "BindAddress 127.0.0.2\n" },
  { title: "no login by keys", host: "web", config: "PubkeyAuthentication no\n" },
  {
    title: "no login by passwords",
    host: "web",
    config: "PasswordAuthentication no\nChallengeResponseAuthentication no\n",
  },
  {
    title: "PreferredAuthentications in their order",
    host: "web",
    config: "PreferredAuthentications hostbased,keyboard-interactive,publickey\n",
  },
  {
    title: "arguments go before the file",
    host: "web",
    config:
      "Host web\n  User a\n  Port 1\n  IdentityFile /file\n  ProxyJump one\n  StrictHostKeyChecking yes\n",
    words: "-p 2 -l b -i /etc/passwd -J two,three -o StrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null",
  },
  {
    title: "an option of two words, and a flag without meaning",
    host: "web",
    config: "",
    words: "-C -4 -o 'ProxyCommand=nc proxy 22' -o ControlMaster=auto -o ControlPersist=60s -o \"User a\"",
  },
];

describe("a configuration means what it means to ssh -G", () => {
  test.each(cases)("$title", async ({ host, config, words = "", files = {} }) => {
    const place = mkdtempSync(join(folder, "case-"));
    mkdirSync(place, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const file = join(place, "config");
    writeFileSync(file, config.replaceAll("FOLDER", place));
    const given = readSshArguments(words, "ansible_ssh_common_args");
    const settings = new SshConfigs(machine).settings(host, { ...given, configFile: file });
    const split = [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
    expect(ours(settings)).toEqual(comparable(await openssh(host, ["-F", file, ...split])));
  });
});
