import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { play } from "../../support/play.ts";
import { type LoopbackSshd, noSshd, startSshd } from "./loopback-sshd.ts";

describe.skipIf(noSshd)("known_hosts with accept-new", () => {
  const addresses = Array.from({ length: 10 }, (_, index) => `127.0.0.${index + 2}`);
  let sshd: LoopbackSshd;
  beforeAll(async () => {
    sshd = await startSshd({ listen: "0.0.0.0", settings: ["MaxStartups 100"] });
  });
  afterAll(async () => sshd.stop());

  const words = (knownHosts: string): readonly string[] => {
    const inventory = join(sshd.folder, "hosts");
    writeFileSync(inventory, `${addresses.join("\n")}\n`);
    const playbook = join(sshd.folder, "site.yml");
    writeFileSync(playbook, `- hosts: all\n  gather_facts: false\n  tasks: [{ command: "true" }]\n`);
    const variables = [
      `ansible_port=${sshd.port}`,
      `ansible_ssh_known_hosts_file=${knownHosts}`,
      `ansible_ssh_private_key_file=${sshd.keyFile}`,
    ];
    const given = variables.flatMap((variable) => ["-e", variable]);
    return [
      playbook,
      "-i",
      inventory,
      ...given,
      "--host-key-checking=accept-new",
      "--ssh-config=none",
      "--no-lock",
    ];
  };
  const lineOf = (address: string): string => `[${address}]:${sshd.port} ${sshd.hostKey("ed25519")}`;

  test("two runs that meet ten new hosts at once write ten whole lines", async () => {
    const file = join(sshd.folder, "known");
    writeFileSync(file, "# no newline");
    const runs = await Promise.all([play(words(file)), play(words(file))]);
    expect(runs.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const [comment, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(comment).toBe("# no newline");
    expect(lines.toSorted()).toEqual(addresses.map(lineOf).toSorted());
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test("the lock of a run that died is not waited for", async () => {
    const file = join(sshd.folder, "forsaken");
    writeFileSync(`${file}.lock`, "");
    utimesSync(`${file}.lock`, 0, 0);
    expect(await play(words(file))).toMatchObject({ status: 0 });
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(addresses.length);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
