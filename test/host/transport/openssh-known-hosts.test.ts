import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { thisMachine } from "../../../engine/host/ssh-config/machine.ts";
import { makeConnection } from "../../../engine/host/ssh-config/make-connection.ts";
import { SshConfigs } from "../../../engine/host/ssh-config/ssh-configs.ts";
import { hashName, knownName } from "../../../engine/host/transport/known-hosts.ts";
import { silentServices } from "../../../engine/host/transport/services.ts";
import { openSsh } from "../../../engine/host/transport/ssh.ts";
import { PlayError } from "../../../engine/base/play-error.ts";
import { readCommand, runCommand } from "../../sandbox/command.ts";
import { type LoopbackSshd, makeKey, noSshd, publicKey, startSshd } from "./loopback-sshd.ts";

type Outcome = "accepts" | "refuses";

interface Case {
  readonly title: string;
  /** The file. `NAME` is `[127.0.0.1]:port`; `ED`, `RSA` are the server's keys, `OTHER`, `ECDSA` are not. */
  readonly known: string;
  readonly checking?: string;
  readonly config?: string;
  readonly ssh: Outcome;
  /** Where it is not what ssh does: what play does, deliberately. */
  readonly play?: Outcome;
  /** The lines that are there afterwards. */
  readonly after?: string;
  /** The same, where it is not what ssh leaves. */
  readonly afterSsh?: string;
}

const name = "NAME";
const cases: readonly Case[] = [
  { title: "a known key", known: `${name} ED`, ssh: "accepts" },
  { title: "an unknown host", known: "", ssh: "refuses" },
  {
    title: "an unknown host that may be new",
    known: "",
    checking: "accept-new",
    ssh: "accepts",
    after: `${name} ED\n`,
  },
  {
    title: "a new host after a line without an end",
    known: "other ED",
    checking: "accept-new",
    ssh: "accepts",
    after: `other ED\n${name} ED\n`,
    // ssh joins the two lines, and so loses both
    afterSsh: `other ED${name} ED\n`,
  },
  { title: "an unknown host without checking", known: "", checking: "no", ssh: "accepts" },
  { title: "a changed key", known: `${name} OTHER`, ssh: "refuses" },
  {
    title: "a changed key where hosts may be new",
    known: `${name} OTHER`,
    checking: "accept-new",
    ssh: "refuses",
  },
  {
    title: "a changed key without checking",
    known: `${name} OTHER`,
    checking: "no",
    ssh: "accepts",
    play: "refuses",
  },
  { title: "a name among several", known: `a,${name},b ED comment of three words`, ssh: "accepts" },
  { title: "the second of two lines", known: `${name} OTHER\n${name} ED`, ssh: "accepts" },
  {
    title: "a wrong key beside a right one of another type",
    known: `${name} OTHER\n${name} RSA`,
    ssh: "refuses",
  },
  { title: "the type that is known is asked for", known: `${name} RSA`, ssh: "accepts" },
  { title: "a type that the server does not have", known: `${name} ECDSA`, ssh: "refuses" },
  {
    title: "a type that the server does not have, where hosts may be new",
    known: `${name} ECDSA`,
    checking: "accept-new",
    ssh: "refuses",
  },
  { title: "the name without its port", known: "127.0.0.1 ED", ssh: "accepts" },
  { title: "another key for the name without its port", known: "127.0.0.1 OTHER", ssh: "refuses" },
  { title: "another port", known: "[127.0.0.1]:1 ED", ssh: "refuses" },
  { title: "a pattern with a star", known: "[127.0.0.*]:* ED", ssh: "accepts" },
  { title: "a pattern with question marks", known: "[127.?.?.?]:????? ED", ssh: "accepts" },
  { title: "a negated pattern", known: `[127.0.0.*]:*,!${name} ED`, ssh: "refuses" },
  { title: "a hashed name", known: "HASHED ED", ssh: "accepts" },
  { title: "another hashed name", known: "HASHEDOTHER ED", ssh: "refuses" },
  { title: "a revoked key", known: `${name} ED\n@revoked ${name} ED`, ssh: "refuses" },
  { title: "another key is revoked", known: `${name} ED\n@revoked * OTHER`, ssh: "accepts" },
  {
    title: "a revoked key where hosts may be new",
    known: "@revoked * ED",
    checking: "accept-new",
    ssh: "refuses",
  },
  {
    title: "a revoked key without checking",
    known: "@revoked * ED",
    checking: "no",
    ssh: "accepts",
    play: "refuses",
  },
  {
    title: "an authority, for a host without a certificate",
    known: "@cert-authority * OTHER",
    ssh: "refuses",
  },
  { title: "comments and empty lines", known: `# hosts\n\n   \n  ${name} ED`, ssh: "accepts" },
  { title: "lines that end in CRLF", known: `x OTHER\r\n${name} ED\r\n`, ssh: "accepts" },
  {
    title: "broken lines",
    known: `nonsense\n@what ${name} ED\n${name} ssh-ed25519 AAAA\n${name} ED`,
    ssh: "accepts",
  },
  { title: "a type that is not the key's", known: `${name} ssh-rsa MATERIAL`, ssh: "refuses" },
  { title: "an alias", known: "cluster ED", config: "HostKeyAlias CLUSTER", ssh: "accepts" },
  {
    title: "an alias, and the address is known",
    known: `${name} ED`,
    config: "HostKeyAlias cluster",
    ssh: "refuses",
  },
  {
    title: "a new alias",
    known: "",
    config: "HostKeyAlias cluster",
    checking: "accept-new",
    ssh: "accepts",
    after: "cluster ED\n",
  },
  { title: "a key of the second file", known: "", config: "UserKnownHostsFile KNOWN SECOND", ssh: "accepts" },
  { title: "a key of the global file", known: "", config: "GlobalKnownHostsFile SECOND", ssh: "accepts" },
  {
    title: "a wrong key before the global file's",
    known: `${name} OTHER`,
    config: "GlobalKnownHostsFile SECOND",
    ssh: "accepts",
  },
  { title: "no file at all", known: `${name} ED`, config: "UserKnownHostsFile none", ssh: "refuses" },
  {
    title: "a key named with tokens",
    known: `${name} ED`,
    config: "IdentitiesOnly yes\n  IdentityFile FOLDER/key-%r-%p-%h",
    ssh: "accepts",
  },
];

describe.skipIf(noSshd)("play trusts a host where ssh does", () => {
  let sshd: LoopbackSshd;
  let known: string;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ["ed25519", "rsa"] });
    await makeKey(join(sshd.folder, "other"), "ed25519");
    await makeKey(join(sshd.folder, "ecdsa"), "ecdsa");
    known = join(sshd.folder, "known");
    writeFileSync(
      join(sshd.folder, "second"),
      `${knownName("127.0.0.1", sshd.port)} ${sshd.hostKey("ed25519")}\n`,
    );
    const named = join(sshd.folder, `key-${sshd.user}-${sshd.port}-127.0.0.1`);
    writeFileSync(named, readFileSync(sshd.keyFile), { mode: 0o600 });
  });
  afterAll(async () => sshd.stop());

  const filled = (text: string): string => {
    const words: Readonly<Record<string, string>> = {
      NAME: knownName("127.0.0.1", sshd.port),
      ED: sshd.hostKey("ed25519"),
      RSA: sshd.hostKey("rsa"),
      MATERIAL: sshd.hostKey("ed25519").split(" ")[1] ?? "",
      OTHER: publicKey(join(sshd.folder, "other")),
      ECDSA: publicKey(join(sshd.folder, "ecdsa")),
      HASHED: hashName(knownName("127.0.0.1", sshd.port), Buffer.alloc(20, "salt")),
      HASHEDOTHER: hashName("other", Buffer.alloc(20, "salt")),
      KNOWN: known,
      SECOND: join(sshd.folder, "second"),
      FOLDER: sshd.folder,
    };
    const longestFirst = Object.keys(words).sort((left, right) => right.length - left.length);
    return text.replaceAll(new RegExp(longestFirst.join("|"), "g"), (word) => words[word] ?? word);
  };

  const configure = ({ checking = "yes", config = "" }: Case): string => {
    const file = join(sshd.folder, "config-of-test");
    const lines = [
      "Host 127.0.0.1",
      `  Port ${sshd.port}`,
      `  ${filled(config)}`,
      `  IdentityFile ${sshd.keyFile}`,
      "  IdentitiesOnly yes",
      `  StrictHostKeyChecking ${checking}`,
      `  UserKnownHostsFile ${known}`,
      "  GlobalKnownHostsFile none",
    ];
    writeFileSync(file, `${lines.filter((line) => line.trim() !== "").join("\n")}\n`);
    return file;
  };

  const connectAsSsh = async (config: string): Promise<Outcome> => {
    const words = ["ssh", "-F", config, "-o", "BatchMode=yes", "127.0.0.1", "true"];
    return (await runCommand(words)).status === 0 ? "accepts" : "refuses";
  };

  const connectAsPlay = async (config: string): Promise<Outcome> => {
    const given = { directives: [], configFile: config };
    const connection = makeConnection(
      { host: "127.0.0.1", given, givenForHops: [] },
      new SshConfigs(thisMachine()),
    );
    try {
      const transport = await openSsh(connection, silentServices());
      await transport.close();
      return "accepts";
    } catch (error) {
      if (error instanceof PlayError && /HOST_KEY/.test(error.code)) return "refuses";
      throw error;
    }
  };

  test.each(cases)("$title", async (row) => {
    const config = configure(row);
    const lines = filled(row.known);
    writeFileSync(known, lines);
    const ssh = await connectAsSsh(config);
    const afterSsh = readFileSync(known, "utf8");
    writeFileSync(known, lines);
    const play = await connectAsPlay(config);
    expect({ ssh, play }).toEqual({ ssh: row.ssh, play: row.play ?? row.ssh });
    if (row.after === undefined) return;
    expect(readFileSync(known, "utf8")).toBe(filled(row.after));
    expect(afterSsh).toBe(filled(row.afterSsh ?? row.after));
  });

  test("fifty connections at once note a new host once, hashed if that is wanted, in a file of the user's own", async () => {
    const file = join(sshd.folder, "fresh", "known_hosts");
    const config = configure({
      title: "",
      known: "",
      ssh: "accepts",
      checking: "accept-new",
      config: `UserKnownHostsFile ${file}\n  HashKnownHosts yes`,
    });
    const outcomes = await Promise.all(Array.from({ length: 50 }, async () => connectAsPlay(config)));
    expect(new Set(outcomes)).toEqual(new Set(["accepts"]));
    const noted = readFileSync(file, "utf8");
    expect(noted).toMatch(/^\|1\|[^\n]*\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const found = await readCommand(["ssh-keygen", "-F", filled(name), "-f", file]);
    expect(found).toContain(sshd.hostKey("ed25519"));
    appendFileSync(file, `${filled(name)} ${filled("OTHER")}\n`);
    expect(await connectAsSsh(config)).toBe("accepts");
  });
});
