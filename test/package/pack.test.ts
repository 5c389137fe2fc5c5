import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCommand } from "../sandbox/command.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { ensureEtcdPrograms } from "../sandbox/etcd-programs.ts";
import { changesOf, play, playEvents } from "../support/play.ts";

describeOnHosts("the packed package", (sandbox) => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    await ensureEtcdPrograms();
    folder = mkdtempSync(join(tmpdir(), "play-pack-"));
    await readCommand(["npm", "pack", "--silent", "--pack-destination", folder]);
    const [packed] = readdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    await readCommand([
      "npm",
      "install",
      "--silent",
      "--no-audit",
      "--no-fund",
      "--prefix",
      folder,
      join(folder, String(packed)),
    ]);
    program = join(folder, "node_modules/.bin/play");
    writeFileSync(join(folder, "hosts"), sandbox.inventoryText());
  }, 240_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("tells its version and its modules", async () => {
    expect((await play(["--version"], { program, cwd: folder })).stdout).toMatch(/^play \d+\.\d+\.\d+\n$/);
    expect((await play(["doc"], { program, cwd: folder })).stdout).toMatch(/^certificate_authority /m);
  });

  test("plays a playbook of the user's from an empty folder", async () => {
    const playbook = "- hosts: all\n  tasks:\n    - copy: content=packed dest=/etc/played-from-package\n";
    writeFileSync(join(folder, "mine.yml"), playbook);
    const words = ["mine.yml", "-i", "hosts"];
    expect(changesOf(await playEvents(words, { program, cwd: folder }))).toHaveLength(sandbox.hosts.length);
    expect(changesOf(await playEvents(words, { program, cwd: folder }))).toEqual([]);
  });

  test("brings playbooks and their roles along", async () => {
    const events = await playEvents(["etcd.yml", "-i", "hosts", "--check"], { program, cwd: folder });
    expect(changesOf(events)).toContain("etcd : start @ h1");
  });
});
