import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Secret } from "../../../engine/base/secret.ts";
import { readHop } from "../../../engine/host/ssh-config/hop.ts";
import type { Machine } from "../../../engine/host/ssh-config/machine.ts";
import { makeConnection } from "../../../engine/host/ssh-config/make-connection.ts";
import { given } from "../../../engine/host/ssh-config/ssh-arguments.ts";
import { SshConfigs } from "../../../engine/host/ssh-config/ssh-configs.ts";
import type { SshConnection } from "../../../engine/host/transport/ssh-connection.ts";

const folder = mkdtempSync(join(tmpdir(), "play-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const machine: Machine = {
  user: "me",
  uid: 1000,
  home: "/home/me",
  hostName: "here.example.org",
  environment: { SSH_AUTH_SOCK: "/run/agent", OTHER_AGENT: "/run/other", KEYS: "/keys" },
  succeeds: () => false,
};

function connect(config: string, host = "web", directives = [given("Port", "22", "x")]): SshConnection {
  const file = join(mkdtempSync(join(folder, "case-")), "config");
  writeFileSync(file, config);
  const wanted = {
    host,
    given: { directives, configFile: file },
    givenForHops: [given("ConnectTimeout", "7", "--timeout")],
    password: new Secret("secret"),
  };
  return makeConnection(wanted, new SshConfigs(machine));
}

/** `user@host:port` of each host on the way, the target first. */
function way({ user, host, port, through }: SshConnection): readonly string[] {
  const name = `${user}@${host}:${port}`;
  return through?.kind === "host" ? [name, ...way(through.connection)] : [name];
}

test("each hop has its own configuration, and what is meant for the target stays with it", () => {
  const config = `
Host web
  ProxyJump ops@one:2201,two
  IdentityFile /web
Host one
  HostName one.example.org
  IdentityFile /one
Host two
  User second
Host *
  UserKnownHostsFile /known
`;
  const connection = connect(config);
  expect(way(connection)).toEqual(["me@web:22", "second@two:22", "ops@one.example.org:2201"]);
  const { through } = connection;
  if (through?.kind !== "host") throw new Error("there is no hop");
  expect(connection).toMatchObject({
    password: new Secret("secret"),
    privateKeyFiles: ["/web"],
    connectTimeout: 10,
  });
  expect(through.connection).not.toHaveProperty("password");
  expect(through.connection).toMatchObject({
    connectTimeout: 7,
    knownHostsFiles: ["/known", expect.any(String), expect.any(String)],
  });
  expect(through.connection.through).toMatchObject({ connection: { privateKeyFiles: ["/one"] } });
});

test("the last hop's own configuration may lead further", () => {
  const config = "Host web\n  ProxyJump one\nHost one\n  ProxyJump two\n";
  expect(way(connect(config))).toEqual(["me@web:22", "me@one:22", "me@two:22"]);
});

test("a host that is reached over its own address is no circle", () => {
  const config = "Host one web\n  HostName 127.0.0.1\nHost web\n  ProxyJump one\n";
  expect(way(connect(config))).toEqual(["me@127.0.0.1:22", "me@127.0.0.1:22"]);
});

test.each([
  ["Host *\n  ProxyJump one\n", "me@web to me@one to me@one"],
  ["Host web\n  ProxyJump one\nHost one\n  ProxyJump web\n", "me@web to me@one to me@web to me@one"],
])("a circle is refused, and shown", (config, circle) => {
  expect(() => connect(config)).toThrow(
    expect.objectContaining({ code: "SSH_CONFIG", message: expect.stringContaining(circle) }),
  );
});

describe("mistakes name the file and the line", () => {
  test.each([
    ["Port many", "line 1: port"],
    ["\n\nHost *\n  ConnectTimeout soon", "line 4: connecttimeout"],
    ["StrictHostKeyChecking perhaps", "line 1: StrictHostKeyChecking"],
    ["Host *\n  IdentitiesOnly perhaps", "line 2: identitiesonly"],
    ["Match tagged x", "line 1: Match tagged is not supported"],
    ["User", "config"],
    ['User "a', "not understood"],
  ])("%s", (config, said) => {
    expect(() => connect(config, "web", [])).toThrow(
      expect.objectContaining({ code: "SSH_CONFIG", message: expect.stringContaining(said) }),
    );
  });
});

test("a token or variable that means nothing is refused", () => {
  expect(() => connect("IdentityFile /%z")).toThrow(/%z/);
  expect(() => connect("IdentityFile ${NOTHING}/k")).toThrow(/NOTHING/);
  expect(connect("IdentityFile ${KEYS}/%%%r-%h").privateKeyFiles).toEqual(["/keys/%me-web"]);
});

test.each([
  ["", "/run/agent"],
  ["IdentityAgent none", undefined],
  ["IdentityAgent $OTHER_AGENT", "/run/other"],
  ["IdentityAgent ~/agent-%u", "/home/me/agent-me"],
  ["IdentityAgent SSH_AUTH_SOCK", "/run/agent"],
])("the agent of %j is at %s", (config, agent) => {
  expect(connect(config).agent).toBe(agent);
});

test.each([
  ["a", { host: "a" }],
  ["u@a:23", { user: "u", host: "a", port: "23" }],
  ["[::1]:23", { host: "::1", port: "23" }],
  ["u@::1", { user: "u", host: "::1" }],
  ["ssh://u@a:23/", { user: "u", host: "a", port: "23" }],
  ["u@x@a", { user: "u@x", host: "a" }],
])("the hop %s", (text, hop) => {
  expect(readHop(text)).toEqual(hop);
});

test.each(["", "u@", "a:b", "[a"])("no hop: %j", (text) => {
  expect(() => readHop(text)).toThrow(expect.objectContaining({ code: "SSH_CONFIG" }));
});

test.each([
  ["", ["publickey", "password", "keyboard-interactive"]],
  ["PubkeyAuthentication no", ["password", "keyboard-interactive"]],
  ["PubkeyAuthentication host-bound", ["publickey", "password", "keyboard-interactive"]],
  ["PasswordAuthentication no\nKbdInteractiveAuthentication no", ["publickey"]],
  ["ChallengeResponseAuthentication no", ["publickey", "password"]],
  [
    "PreferredAuthentications gssapi-with-mic,keyboard-interactive,publickey",
    ["keyboard-interactive", "publickey"],
  ],
  ["PreferredAuthentications password,publickey\nPasswordAuthentication no", ["publickey"]],
])("the ways to log in with %j", (config, methods) => {
  expect(connect(config).authentications).toEqual(methods);
});

test("BindAddress is where the connection comes from", () => {
  expect(connect("BindAddress 127.0.0.2").bindAddress).toBe("127.0.0.2");
});

test("what is asked for in vain is told with its place, and what is harmless is not", () => {
  const config = `
ForwardAgent yes
ControlMaster auto
SendEnv LANG LC_*
Ciphers aes256-gcm@openssh.com
CanonicalizeHostname no
HostKeyAlgorithms +ssh-rsa
Host web
  HostKeyAlgorithms ssh-ed25519
  CanonicalizeHostname always
  VerifyHostKeyDNS yes
Host other
  RevokedHostKeys /revoked
`;
  const told = connect(config).notices?.map(({ message, hint }) => [message, hint]);
  // as in ssh the first value holds
  expect(told).toEqual([
    [
      "VerifyHostKeyDNS of ssh's configuration is not heeded: the DNS is not asked for fingerprints",
      expect.stringMatching(/^see .*config line 11$/),
    ],
  ]);
  const late = connect("Host web\n  HostKeyAlgorithms ssh-ed25519\n  ProxyUseFdpass yes\n").notices;
  expect(late?.map(({ message }) => message.split(" ", 1)[0])).toEqual([
    "HostKeyAlgorithms",
    "ProxyUseFdpass",
  ]);
});
