import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const root = mkdtempSync(join(tmpdir(), "play-reset-"));
afterAll(() => rmSync(root, { recursive: true }));

/** What is on a host, by whether a check run of a part of the role says that it would go. Folders end with a slash. */
interface Case {
  readonly name: string;
  readonly part: string;
  readonly goes: readonly string[];
  readonly stays?: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** kubectl, with what it needs and the folders that all of it is in. */
const kubectl = [
  "k8s/bin/kubectl",
  "k8s/bin/",
  "k8s/",
  "etc/kubectl.kubeconfig",
  "etc/cert/ca.pem",
  "etc/cert/",
  "etc/",
];

const cases: readonly Case[] = [
  {
    name: "takes what an upgrade.yml that was killed was about to keep",
    part: "etcd",
    goes: ["k8s/bin/etcd", "k8s/bin/", "k8s/previous/etcd.new/", "k8s/previous/", "k8s/"],
  },
  {
    name: "takes what a rollback.yml that was killed was about to put back",
    part: "node",
    goes: [
      "k8s/bin/kubelet",
      "k8s/bin/kubelet.play",
      "k8s/bin/",
      "k8s/",
      "etc/kubelet-config.yaml.play",
      "etc/",
    ],
  },
  {
    name: "takes folders of data, what was moved aside beside them, and the folder that they are in",
    part: "etcd",
    goes: [
      "k8s/bin/etcd",
      "k8s/bin/",
      "k8s/",
      "etcd/data/",
      "etcd/data.before-restore-then/",
      "etcd/wal/",
      "etcd/",
    ],
  },
  {
    name: "leaves the folder that data is in where there is something else in it",
    part: "etcd",
    goes: ["k8s/bin/etcd", "k8s/bin/", "k8s/", "etcd/data/", "etcd/wal/"],
    stays: ["etcd/", "etcd/mine"],
  },
  {
    name: "takes a containerd that was not brought to the end, but no data, which it cannot have",
    part: "node",
    goes: [
      "k8s/bin/containerd",
      "k8s/bin/crictl",
      "k8s/bin/",
      "k8s/",
      "cni/bin/bridge",
      "cni/bin/",
      "cni/",
      "certs/etc/",
      "certs/",
    ],
    stays: ["runtime/", "runtime/containerd/"],
  },
  {
    name: "takes the folders of a containerd that was hardly begun",
    part: "node",
    goes: ["k8s/bin/containerd", "k8s/bin/", "k8s/", "cni/bin/", "cni/", "certs/etc/", "certs/"],
  },
  {
    name: "leaves plugins of a network where nothing was installed",
    part: "node",
    goes: [],
    stays: ["cni/bin/bridge", "cni/bin/", "cni/", "certs/etc/", "certs/"],
  },
  {
    name: "takes kubectl of a master",
    part: "master",
    goes: kubectl,
  },
  {
    name: "leaves kubectl of a former master that is to have it all the same",
    part: "master",
    goes: ["etc/cert/sa.key"],
    stays: kubectl,
    variables: { kubectl_wanted: true },
  },
];

test.each(cases)("$name", async ({ part, goes, stays = [], variables }) => {
  const host = mkdtempSync(join(root, "host-"));
  for (const path of [...goes, ...stays]) make(join(host, path));
  const playbook = `${host}.yml`;
  const task = `    - import_role: name=reset tasks_from=${part}\n`;
  writeFileSync(playbook, `- hosts: n1\n  gather_facts: false\n  tasks:\n${task}`);
  const words = ["-e", JSON.stringify({ ...foldersIn(host), ...variables }), "--check"];
  const run = await playRun([playbook, "-i", "test/roles/decisions/hosts", ...words]);
  expect(failuresOf(run)).toEqual([]);
  const gone = run.events.flatMap((event) =>
    event.kind === "item ended" && event.label.startsWith(`${host}/`) ? [event.label] : [],
  );
  expect(gone.toSorted()).toEqual(goes.map((path) => join(host, path).replace(/\/$/, "")).toSorted());
});

test("leaves rules of others as they are, backslashes in them, too", async () => {
  const folder = mkdtempSync(join(root, "rules-"));
  const program = (name: string, script: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const others = [
    "*filter",
    ":FORWARD ACCEPT [0:0]",
    '-A INPUT -m comment --comment "C:\\\\new" -j ACCEPT',
    "COMMIT",
  ];
  const ours = [":KUBE-FORWARD - [0:0]", "-A FORWARD -j KUBE-FORWARD"];
  writeFileSync(
    join(folder, "rules"),
    `${[...others.slice(0, 2), ...ours, ...others.slice(2)].join("\n")}\n`,
  );
  program("iptables-save", `cat ${folder}/rules`);
  program("iptables-restore", `cat >${folder}/restored`);
  program("ip6tables-save", "");
  const variables = {
    reset_part: "the node",
    reset_rules: "KUBE-|DOCKER",
    reset_interfaces: "none",
    reset_tables: "none",
  };
  const play = {
    hosts: "n1",
    gather_facts: false,
    environment: { PATH: `${folder}:/usr/bin:/bin` },
    tasks: [{ import_role: { name: "reset", tasks_from: "rules" }, vars: variables }],
  };
  writeFileSync(`${folder}.yml`, JSON.stringify([play]));
  const run = await playRun([`${folder}.yml`, "-i", "test/roles/decisions/hosts"]);
  expect(failuresOf(run)).toEqual([]);
  expect(readFileSync(join(folder, "restored"), "utf8").trim().split("\n")).toEqual(others);
});

function make(path: string): void {
  mkdirSync(path.endsWith("/") ? path : dirname(path), { recursive: true });
  if (!path.endsWith("/")) writeFileSync(path, "");
}

function foldersIn(host: string): Readonly<Record<string, string>> {
  const folders = {
    bin_dir: "k8s/bin",
    conf_dir: "etc",
    cert_dir: "etc/cert",
    etcd_cert_dir: "etcd-settings/cert",
    etcd_data_dir: "etcd/data",
    etcd_wal_dir: "etcd/wal",
    kubelet_root_dir: "kubelet",
    k8s_data_dir: "kubernetes",
    docker_data_root: "runtime/docker",
    containerd_root: "runtime/containerd",
    containerd_certs_dir: "certs/etc",
    cni_bin_dir: "cni/bin",
    backup_host_dir: "work",
    restore_host_dir: "work",
    binaries_dir: "binaries",
  };
  return Object.fromEntries(Object.entries(folders).map(([name, path]) => [name, join(host, path)]));
}
