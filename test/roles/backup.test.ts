import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const root = mkdtempSync(join(tmpdir(), "play-backup-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A healthy member with a database of 20 kB. */
const etcdctl = String.raw`#!/bin/sh
case "$*" in
  *"endpoint status"*) echo '[{"Status":{"header":{"revision":77},"version":"3.4.23","dbSize":20480}}]' ;;
  *"snapshot save"*) echo snapshot >etcd-snapshot.db ;;
  *"snapshot status"*) echo '{"hash":123,"revision":77,"totalKey":9,"totalSize":20480}' ;;
  *"member list"*) echo "8e9e05c52164694d, started, n1, https://192.0.2.11:2380, https://192.0.2.11:2379, false" ;;
esac
`;

for (const folder of ["bin", "work"]) mkdirSync(join(root, folder));
writeFileSync(join(root, "bin/etcdctl"), etcdctl, { mode: 0o755 });
mkdirSync(join(root, "pki/etcd"), { recursive: true });
for (const name of ["ca.pem", "ca-key.pem"]) writeFileSync(join(root, "pki/etcd", name), "");

async function backup(folder: string): Promise<void> {
  const playbook = join(root, "play.yml");
  writeFileSync(playbook, "- hosts: n1\n  gather_facts: false\n  roles: [backup]\n");
  const words = {
    k8s_line: "legacy",
    bin_dir: join(root, "bin"),
    etcd_cert_dir: join(root, "cert"),
    pki_dir: join(root, "pki"),
    backup_host_dir: join(root, "work"),
    backup_dir: folder,
    masters_absent: ["n1"],
    nodes_absent: ["n1"],
  };
  const run = await playRun([playbook, "-i", "test/roles/decisions/hosts", "-e", JSON.stringify(words)]);
  expect(failuresOf(run)).toEqual([]);
}

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test("a folder of backups that is made is for nobody else, one that is there stays as open as it was", async () => {
  const [own, shared] = [join(root, "own"), join(root, "shared")];
  mkdirSync(shared);
  chmodSync(shared, 0o1777);
  for (const folder of [own, shared]) await backup(folder);
  expect([modeOf(own), modeOf(shared)]).toEqual(["700", "1777"]);
  for (const folder of [own, shared]) {
    const [name] = readdirSync(folder);
    expect(modeOf(join(folder, String(name)))).toBe("700");
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], {
      cwd: join(folder, String(name)),
    });
  }
});
