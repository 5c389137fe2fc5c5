import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectionTo } from "../host/transport/loopback-connection.ts";
import { type LoopbackSshd, makeKey, noSshd, publicKey, startSshd } from "../host/transport/loopback-sshd.ts";
import { playOnTerminal } from "./terminal.ts";

const ctrlC = "\u0003";
const noTerminal = spawnSync("script", ["--version"]).error !== undefined;

describe.skipIf(noSshd !== undefined || noTerminal)("Ctrl-C at a question", () => {
  let sshd: LoopbackSshd;
  let words: readonly string[];
  beforeAll(async () => {
    sshd = await startSshd();
    const { knownHostsFiles } = connectionTo(sshd);
    const key = join(sshd.folder, "sealed");
    await makeKey(key, "ed25519", "open me");
    writeFileSync(`${sshd.keyFile}.pub`, `${publicKey(key)}\n`);
    const reach = {
      ansible_host: "127.0.0.1",
      ansible_port: sshd.port,
      ansible_ssh_private_key_file: key,
      ansible_ssh_known_hosts_file: knownHostsFiles[0],
    };
    const variables = Object.entries(reach).map(([name, value]) => `${name}=${value}`);
    const inventory = join(sshd.folder, "hosts");
    writeFileSync(inventory, `h1\nh2\n[all:vars]\n${variables.join("\n")}\n`);
    const playbook = join(sshd.folder, "site.yml");
    writeFileSync(
      playbook,
      `- hosts: all
  gather_facts: false
  tasks:
    - name: first
      command: "true"
    - name: second
      command: "true"
`,
    );
    words = [playbook, "-i", inventory, "--ssh-config", "none"];
  });
  afterAll(async () => sshd.stop());

  test("for a passphrase ends the run with its recap, and no host counts as unreachable", async () => {
    const terminal = playOnTerminal(words);
    await terminal.until("passphrase of");
    terminal.type(ctrlC);
    const { status, shown } = await terminal.ended();
    expect(status).toBe(130);
    expect(shown).toContain("the run was interrupted");
    expect(shown).toContain("interrupted: not every task was played");
    expect(shown.match(/passphrase of/g)).toHaveLength(1);
    expect(shown).not.toMatch(/unreachable: |unreachable=[1-9]|task second/);
  });

  test("for a password ends before any host is touched", async () => {
    const terminal = playOnTerminal([...words, "-k"]);
    await terminal.until("ssh password: ");
    terminal.type(ctrlC);
    const { status, shown } = await terminal.ended();
    expect(status).toBe(130);
    expect(shown).toContain("no password was given");
    expect(shown).not.toContain("first");
  });
});
