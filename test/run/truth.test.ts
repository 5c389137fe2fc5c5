import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { changesOf, failuresOf, playRun, type PlayRun } from "./play-run.ts";

/**
 * The promise of `--check`, on real hosts: for every playbook in `truth`, the check run changes nothing, tells exactly
 * the changes that the run then makes, task by task and host by host; and the run after it changes nothing.
 * Each playbook works below `{{ base }}` on two hosts, and below `{{ here }}` on the controller; a script beside it
 * makes what is to be there before.
 */
const folder = path.join(import.meta.dirname, "truth");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => path.basename(name, ".yml"));

describeOnHosts("a check run tells what a run changes", () => {
  const here = mkdtempSync(path.join(tmpdir(), "play-truth-"));
  const foretold = new Map<string, PlayRun>();
  // hosts of its own, so that nobody else writes where the trees are compared
  let sandbox: Sandbox;

  const argumentsOf = (name: string): readonly string[] => [
    path.join(folder, `${name}.yml`),
    `--inventory=${path.join(here, "hosts")}`,
    `--extra-vars=base=/opt/truth-${name} here=${path.join(here, name)} archive=${path.join(here, "app.tar.gz")}`,
  ];

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 2 });
    writeFileSync(path.join(here, "hosts"), sandbox.inventoryText());
    execFileSync("tar", ["-czf", path.join(here, "app.tar.gz"), "-C", path.join(folder, "files"), "tree"]);
    const scripts = names.map((name) => path.join(folder, `${name}.sh`)).filter((file) => existsSync(file));
    for (const { name } of sandbox.hosts)
      for (const script of scripts) await sandbox.read(name, readFileSync(script, "utf8"));
  });

  afterAll(async () => {
    rmSync(here, { recursive: true, force: true });
    await sandbox?.stop();
  });

  const trees = async (): Promise<readonly string[]> =>
    Promise.all(sandbox.hosts.map(async ({ name }) => sandbox.read(name, describeTree)));

  test("writes nothing", async () => {
    const before = await trees();
    for (const name of names) foretold.set(name, await playRun([...argumentsOf(name), "--check", "--diff"]));
    expect(await trees()).toEqual(before);
    expect(readdirSync(here)).toEqual(["app.tar.gz", "hosts"]);
  });

  for (const name of names)
    test.concurrent(name, async () => {
      const first = await playRun(argumentsOf(name));
      expect(failuresOf(first)).toEqual([]);
      const check = foretold.get(name);
      expect(check && failuresOf(check)).toEqual([]);
      expect(changesOf(first).length).toBeGreaterThan(0);
      expect(check && changesOf(check)).toEqual(changesOf(first));
      const second = await playRun(argumentsOf(name));
      expect(failuresOf(second)).toEqual([]);
      expect(changesOf(second)).toEqual([]);
    });
});

const describeTree = `
find /etc /opt /usr /var/lib /home /root -path /var/lib/systemd -prune -o -printf '%p %y %m %u %g %s %T@ %l\\n' | sort
find /etc /opt /home /root -type f -exec sha256sum {} + | sort
systemctl list-units --plain --no-legend --type=service 'truth-*'`;
