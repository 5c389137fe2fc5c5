import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { binariesFolder } from "../sandbox/cache.ts";
import { renderClusterInventory } from "../sandbox/cluster-inventory.ts";
import { ensureEtcdPrograms } from "../sandbox/etcd-programs.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { play, playEvents } from "../support/play.ts";
import { brokenClusters, closesEtcd, groups } from "./broken-clusters.ts";

/** Preflight looks only whether programs are there, so these are no real ones. */
const folders = {
  "kubernetes-1.20.2": "kubectl kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy",
  "etcd-3.4.23": "etcd etcdctl",
  "etcd-3.6.8": "etcd etcdctl",
  "docker-20.10.24": "dockerd docker docker-init containerd containerd-shim-runc-v2 runc",
  "flannel-0.11.0": "flanneld mk-docker-opts.sh",
  "haproxy-2.6.12": "haproxy",
};

describeOnHosts("preflight.yml", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 2 });
    folder = mkdtempSync(join(tmpdir(), "play-preflight-"));
    for (const [name, programs] of Object.entries(folders)) {
      mkdirSync(join(folder, "binaries", name), { recursive: true });
      for (const program of programs.split(" "))
        writeFileSync(join(folder, "binaries", name, program), "#!/bin/sh\n");
    }
    mkdirSync(join(folder, "torn"));
    for (const program of ["etcd", "etcdctl"]) writeFileSync(join(folder, "torn", program), "");
    writeFileSync(join(folder, "hosts"), renderInventory());
    const evenly = renderInventory().replace("[etcd]\nh1\n", "[etcd]\nh1\nh2\n");
    writeFileSync(join(folder, "even"), evenly);
    const masterless = renderInventory().replace("[kube_master]\nh1\n", "[kube_master]\n");
    writeFileSync(join(folder, "masterless"), masterless);
    writeFileSync(join(folder, "balanced"), renderInventory().replace("[lb]\n", "[lb]\nh1\nh2\n"));
    mkdirSync(join(folder, "foreign"));
    for (const program of ["etcd", "etcdctl"])
      writeFileSync(join(folder, "foreign", program), foreignProgram());
    mkdirSync(join(folder, "altered"));
    for (const program of ["etcd", "etcdctl"]) writeFileSync(join(folder, "altered", program), program);
    execFileSync("sh", ["-c", "sha256sum * > .sha256sums"], { cwd: join(folder, "altered") });
    writeFileSync(join(folder, "altered/etcdctl"), "etcdctm");
    makeAuthority("short", 5);
    makeAuthority("keyless", 500);
    makeAuthority("mixed", 500);
    copyFileSync(join(folder, "keyless-key.pem"), join(folder, "mixed-key.pem"));
    rmSync(join(folder, "keyless-key.pem"));
    const [id = ""] = await Promise.all(
      sandbox.hosts.map(({ name }) => sandbox.read(name, "cat /etc/machine-id")),
    );
    await sandbox.read("h2", `echo ${id.trim()} > /run/other-id`);
    await bringEtcd();
  });

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  const preflight = (variables: Readonly<Record<string, unknown>> = {}, inventory = "hosts") =>
    play([
      "preflight.yml",
      "-i",
      join(folder, inventory),
      "-e",
      // a plain host of the sandbox is in memory, which may be small, and does not see the kernel's modules
      JSON.stringify({ preflight_ignore: ["disk", "modules"], ...variables }),
    ]);

  const everywhere = (hosts: readonly string[], script = "true") =>
    Promise.all(hosts.map((host) => sandbox.read(host, script)));

  test("each group of checks has a broken cluster", () => {
    const shown = new Set(brokenClusters.map(({ group }) => String(group)));
    expect(Object.keys(groups).filter((group) => !shown.has(group))).toEqual([]);
  });

  test("finds nothing where nothing stands in the way, and changes nothing", async () => {
    const { status, stdout, stderr } = await preflight();
    expect(stdout + stderr).not.toContain("The cluster cannot be built");
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/changed[=: ]+[1-9]/);
  });

  test.each(brokenClusters)("tells of $what, with cause and remedy", async (broken) => {
    const hosts = broken.on ?? ["h2"];
    await everywhere(hosts, broken.breaks);
    const { status, stdout, stderr } = await preflight(broken.variables, broken.inventory);
    await everywhere(hosts, broken.mends);
    const told = (stdout + stderr).split("\n");
    const cause = told.findIndex(
      (line) => line.trim().startsWith(`${broken.where}: `) && line.includes(`[${broken.finding}]`),
    );
    expect(told[cause], told.join("\n")).toMatch(broken.cause);
    expect(told[cause + 1]).toMatch(/^ *do: /);
    expect(told[cause + 1]).toMatch(broken.remedy);
    expect(status).not.toBe(0);
  });

  test("leaves out what a firewall closes that kubernetes_common is to stop", async () => {
    await everywhere(["h1"], `systemd-run --unit=firewalld sleep 1000 && ${closesEtcd.breaks}`);
    const stopped = await preflight();
    const kept = await preflight({ common_firewall_off: false });
    await everywhere(["h1"], `systemctl stop firewalld && ${closesEtcd.mends}`);
    expect(stopped.status).toBe(0);
    expect(kept.stdout + kept.stderr).toContain("[firewall]");
  });

  test("tells of everything at once", async () => {
    const variables = {
      pod_cidr: "172.30.0.0/23",
      kubelet_extra_flags: ["--allow-privileged"],
      preflight_clock_tolerance: -1,
    };
    const { stdout, stderr } = await preflight(variables);
    for (const finding of ["flannel-hosts", "removed-flags", "clock"])
      expect(stdout + stderr).toContain(`[${finding}]`);
  });

  function renderInventory(): string {
    const programs = {
      kubernetes: "1.20.2",
      etcd: "3.4.23",
      docker: "20.10.24",
      containerd: "1.6.20",
      cni: "1.1.1",
      haproxy: "2.6.12",
      keepalived: "2.2.7",
      flannel: {
        v2: { version: "0.11.0", folder: join(folder, "binaries/flannel-0.11.0") },
        v3: { version: "0.11.0", folder: join(folder, "binaries/flannel-0.11.0") },
      },
      images: { pause: join(folder, "hosts"), test: join(folder, "hosts"), dns: join(folder, "hosts") },
    };
    return `${renderClusterInventory(sandbox, programs)}binaries_dir=${folder}/binaries\n`;
  }

  /** Puts a real etcd on h1, where nothing runs it. */
  async function bringEtcd(): Promise<void> {
    const src = join(binariesFolder(), `etcd-${await ensureEtcdPrograms()}`, "etcd");
    const tasks = [{ copy: { src, dest: "/run/etcd-program", mode: "0755" } }];
    writeFileSync(join(folder, "etcd.yml"), JSON.stringify([{ hosts: "h1", gather_facts: false, tasks }]));
    await playEvents([join(folder, "etcd.yml"), "-i", join(folder, "hosts")]);
  }

  function makeAuthority(name: string, days: number): void {
    const words = `req -x509 -newkey rsa:2048 -nodes -subj /CN=${name} -days ${days}`;
    const files = ["-keyout", join(folder, `${name}-key.pem`), "-out", join(folder, `${name}.pem`)];
    execFileSync("openssl", [...words.split(" "), ...files], { stdio: "ignore" });
  }
});

/** The beginning of an ELF file for another machine than this one. */
function foreignProgram(): Buffer {
  const head = Buffer.alloc(64);
  head.write("\u007FELF", "latin1");
  head[18] = process.arch === "arm64" ? 0x3e : 0xb7;
  return head;
}
