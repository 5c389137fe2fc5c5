import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const folder = mkdtempSync(join(tmpdir(), "play-no-cluster-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["token.yml", "kube_master", "no master is played, the group kube_master is empty [token-masters]"],
  [
    "encryption-rotate.yml",
    "kube_master",
    "no master is played, the group kube_master is empty [masters-missing]",
  ],
  ["encryption-rotate.yml", "etcd", "there is no member of etcd, the group etcd is empty"],
  ["rollback.yml", "etcd", "nothing is kept in"],
  ["backup.yml", "etcd", "no member of etcd is played, the group etcd is empty [members]"],
])("%s is refused by name where %s is empty", async (playbook, empty, cause) => {
  const hosts = join(folder, "hosts");
  const groups = ["kube_master", "etcd"].map((group) => `[${group}]\n${group === empty ? "" : "a\n"}`);
  writeFileSync(hosts, `a ansible_connection=local\n[kube_node]\n[lb]\n${groups.join("")}`);
  const own = ["pki_dir", "bin_dir", "conf_dir", "previous_dir"].map((name) => [name, join(folder, name)]);
  const words = ["--check", "-e", JSON.stringify(Object.fromEntries(own))];
  const run = await playRun([`playbooks/${playbook}`, "-i", hosts, ...words]);
  expect(failuresOf(run)).toEqual([expect.stringContaining(cause)]);
});
