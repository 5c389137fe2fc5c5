import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const root = mkdtempSync(join(tmpdir(), "play-restore-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Makes data of a snapshot as etcdctl does: only where there is none. */
const etcdctl = String.raw`#!/bin/sh
for word; do case $word in --data-dir=*) data=$(printf %s "$word" | cut -d = -f 2-) ;; esac; done
mkdir "$data" "$data/member" && echo new >"$data/member/db"
`;

/** A member with data, which is in the folder `there` where `data` is a link. */
function member(name: string): string {
  const host = join(root, name);
  for (const folder of ["bin", "work/play-restore", "there/member"])
    mkdirSync(join(host, folder), { recursive: true });
  writeFileSync(join(host, "bin/etcdctl"), etcdctl, { mode: 0o755 });
  writeFileSync(join(host, "there/member/db"), "old\n");
  return host;
}

async function layDown(host: string): Promise<readonly string[]> {
  const playbook = join(host, "play.yml");
  const task = "    - import_role: name=restore tasks_from=data\n";
  writeFileSync(playbook, `- hosts: n1\n  gather_facts: false\n  tasks:\n${task}`);
  const words = {
    k8s_line: "legacy",
    bin_dir: join(host, "bin"),
    etcd_data_dir: join(host, "data"),
    restore_host_dir: join(host, "work"),
    restore_id: "then.now",
    restore_time: "now",
    restore_found: { restored: "" },
  };
  return failuresOf(
    await playRun([playbook, "-i", "test/roles/decisions/hosts", "-e", JSON.stringify(words)]),
  );
}

test("data in a folder that is a link is moved aside, and another's comes to where it leads", async () => {
  const host = member("linked");
  symlinkSync(join(host, "there"), join(host, "data"));
  expect(await layDown(host)).toEqual([]);
  expect(readFileSync(join(host, "there/member/db"), "utf8")).toBe("new\n");
  expect(readFileSync(join(host, "data.before-restore-now/member/db"), "utf8")).toBe("old\n");
  expect(readdirSync(join(host, "data"))).toEqual(["member"]);
});
