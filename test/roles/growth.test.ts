import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const root = mkdtempSync(join(tmpdir(), "play-growth-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Hosts of all groups by their names; each is a folder of this machine, with programs that tell what files beside them hold. */
interface Case {
  readonly name: string;
  readonly part: string;
  readonly named?: Readonly<Record<string, string>>;
  /** What each host's etcd tells of members; a host that is not here has none. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** Members that do not answer. */
  readonly ill?: readonly string[];
  /** More files: host/path. */
  readonly files?: readonly string[];
  readonly refusals: readonly string[];
}

const hosts = ["h1", "h2", "h3"];

const cases: readonly Case[] = [
  {
    name: "no member is added where the first host of etcd is of another cluster, and nobody is told to move data away",
    part: "add-etcd",
    members: { h1: ["h1"], h2: ["h2", "h3"], h3: ["h2", "h3"] },
    files: ["h1/data/member/wal", "h2/data/member/wal", "h3/data/member/wal"],
    refusals: ["other-cluster"],
  },
  {
    name: "a member of another cluster is not removed, which would take its data",
    part: "remove-etcd",
    named: { member: "h3" },
    members: { h1: ["h1", "h2"], h2: ["h1", "h2"], h3: ["h3"] },
    files: ["h3/etcd/first-start.env"],
    refusals: ["other-cluster"],
  },
  {
    name: "a host with a former member's log is not added, though its data were moved away",
    part: "add-etcd",
    members: { h1: ["h1"] },
    files: ["h3/wal/0000000000000000-0000000000000000.wal"],
    refusals: ["etcd-data"],
  },
  {
    name: "where all are members already, one that is ill stands in the way of telling others of them",
    part: "add-etcd",
    members: { h1: hosts, h2: hosts },
    ill: ["h3"],
    refusals: ["cluster-ill"],
  },
];

test.each(cases)("$name", async ({ part, named = {}, members, ill = [], files = [], refusals }) => {
  const folder = mkdtempSync(join(root, "hosts-"));
  const write = (path: string, text = "", mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  };
  for (const host of hosts) {
    for (const [program, script] of Object.entries(programs)) write(`${host}/bin/${program}`, script, 0o755);
    write(`${host}/bin/members`, (members[host] ?? []).map(memberLine).join(""));
    write(`${host}/bin/ill`, ill.map((name) => `${addressOf(name)}:2379\n`).join(""));
    write(`${host}/conf/started-with/kube-scheduler.sha256`);
  }
  for (const path of files) write(path);
  const groups = ["etcd", "kube_master", "kube_node"].map((group) => `[${group}]\n${hosts.join("\n")}\n`);
  const addresses = hosts.map((host) => `${host} ansible_connection=local ansible_host=${ipOf(host)}\n`);
  write("hosts", [...addresses, ...groups].join(""));
  write(
    "play.yml",
    `- hosts: all
  gather_facts: false
  any_errors_fatal: true
  environment: { PATH: "{{ bin_dir }}:/usr/bin:/bin" }
  tasks:
    - import_role: name=growth tasks_from=${part}
`,
  );
  const words = ["-e", JSON.stringify({ ...foldersIn(folder), ...named }), "--check"];
  const run = await playRun([join(folder, "play.yml"), "-i", join(folder, "hosts"), ...words]);
  const told = failuresOf(run).join("\n");
  expect(
    [...told.matchAll(/\[([a-z-]+)\]$/gm)].map(([, name]) => name),
    told,
  ).toEqual(refusals);
});

test("CoreDNS is told by a master that stays where the first of the group has gone", async () => {
  const path = join(root, "masters");
  const line = "ansible_connection=local ansible_host=192.0.2.11";
  writeFileSync(
    path,
    ["h1", "h2"].reduce((text, host) => `${text}${host} ${line}\n`, "[kube_master]\n"),
  );
  const words = ["-i", path, "-e", '{"masters_absent": ["h1"]}', "--tags", "coredns-check", "--check"];
  const { events } = await playRun(["playbooks/coredns.yml", ...words]);
  const told = events.filter((event) => event.kind === "task ended" && event.task.name.startsWith("coredns"));
  expect(told.map((event) => "host" in event && event.host)).toEqual(["h2", "h2"]);
});

/** Each tells what files beside it hold. */
const programs = {
  etcdctl: `#!/bin/sh
cd "\${0%/*}"
for word; do
  case $word in
  --endpoints=*) endpoint=\${word#*=} ;;
  list) cat members ;;
  health) ! grep -qx "$endpoint" ill; exit ;;
  esac
done
`,
  kubectl: `#!/bin/sh
case $* in *" get nodes -o json") cat "\${0%/*}/nodes" ;; esac
`,
  systemctl: "#!/bin/sh\n",
};

const ipOf = (host: string) => `192.0.2.1${host.slice(1)}`;
const addressOf = (host: string) => `https://${ipOf(host)}`;
const memberLine = (host: string) =>
  `8e9e05c52164694${host.slice(1)}, started, ${host}, ${addressOf(host)}:2380, ${addressOf(host)}:2379, false\n`;

function foldersIn(folder: string): Readonly<Record<string, string>> {
  const folders = {
    bin_dir: "bin",
    conf_dir: "conf",
    etcd_cert_dir: "etcd/cert",
    etcd_data_dir: "data",
    etcd_wal_dir: "wal",
  };
  return Object.fromEntries(
    Object.entries(folders).map(([name, path]) => [name, `${folder}/{{ inventory_hostname }}/${path}`]),
  );
}
