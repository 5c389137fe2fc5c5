import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
  const variables = {
    restore_id: "then.now",
    restore_time: "now",
    restore_found: { restored: "" },
    restore_described: {},
  };
  return play(host, "    - import_role: name=restore tasks_from=data\n", variables);
}

/** What a restore is called that finds this on the member. */
async function nameOf(host: string, variables: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const told = join(host, "told");
  const tasks = `    - import_role: name=restore tasks_from=ask\n    - copy: { content: "{{ restore_id }}", dest: ${told} }\n`;
  expect(await play(host, tasks, { restore_from: "/nowhere/then", ...variables })).toEqual([]);
  return readFileSync(told, "utf8");
}

async function play(
  host: string,
  tasks: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const playbook = join(host, "play.yml");
  writeFileSync(playbook, `- hosts: n1\n  gather_facts: false\n  tasks:\n${tasks}`);
  const words = {
    k8s_line: "legacy",
    bin_dir: join(host, "bin"),
    etcd_data_dir: join(host, "data"),
    restore_host_dir: join(host, "work"),
    ...variables,
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

test("an interrupted restore is gone on with, but not with other members: the data that was laid down knows those of then", async () => {
  const host = member("interrupted");
  const begun = await nameOf(host);
  writeFileSync(join(host, "work/play-restore/id"), begun);
  expect(await nameOf(host)).toBe(begun);
  const fewer = { etcd_initial_cluster: "n1=https://192.0.2.11:2380,n2=https://192.0.2.12:2380" };
  expect(await nameOf(host, fewer)).not.toBe(begun);
});

test("a write-ahead log in a folder that is a link is a member's data as any other", async () => {
  const host = member("log");
  mkdirSync(join(host, "etcd/cert"), { recursive: true });
  writeFileSync(join(host, "etcd/first-start.env"), "ETCD_INITIAL_CLUSTER_STATE=existing\n");
  writeFileSync(join(host, "there/0.wal"), "");
  symlinkSync(join(host, "there"), join(host, "log"));
  const folders = { etcd_cert_dir: join(host, "etcd/cert"), etcd_wal_dir: join(host, "log") };
  expect(await play(host, "    - import_role: name=etcd tasks_from=past\n", folders)).toEqual([]);
});
