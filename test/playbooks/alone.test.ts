import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { play } from "../support/play.ts";

/** What a playbook says on a host that has nothing; of cluster.test.ts each changes nothing where all is there. */
const refusals: readonly [playbook: string, missing: RegExp][] = [
  ["flanneld.yml", /etcd does not listen at [\d.]+:2379: play etcd\.yml first/],
  ["kubernetes_master.yml", /kubectl or its kubeconfig is not here: play kubernetes_mgr\.yml first/],
  ["kubernetes_master.yml", /etcd does not listen at [\d.]+:2379: play etcd\.yml first/],
  ["kubernetes_work.yml", /the host has no network for its pods: play flanneld\.yml first/],
  [
    "kubernetes_work.yml",
    /the API does not answer at https:\/\/[\d.]+:6443: play loadbalancer\.yml and kubernetes_master\.yml first/,
  ],
  [
    "coredns.yml",
    /the API does not answer, or knows no nodes: play kubernetes_master\.yml and kubernetes_work\.yml/,
  ],
];

describeOnHosts("on a bare host, a playbook alone", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    folder = mkdtempSync(join(tmpdir(), "play-alone-"));
    const groups = ["etcd", "kube_master", "kube_node"].map((group) => `[${group}]\nh1\n`).join("");
    const address = sandbox.hosts[0]?.address;
    const variables = `[all:vars]\nnode_ip=${address}\npki_dir=${folder}/pki\nk8s_line=legacy\n`;
    writeFileSync(join(folder, "hosts"), `${sandbox.inventoryText()}\n${groups}${variables}`);
  });

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  test.each(refusals)("%s refuses, and says %s", async (playbook, missing) => {
    const { status, stdout, stderr } = await play([playbook, "-i", join(folder, "hosts")]);
    expect(status).not.toBe(0);
    expect((stdout + stderr).replaceAll(/\s+/g, " ")).toMatch(missing);
    // nothing was installed before
    expect((await sandbox.run("h1", "test -e /opt/k8s")).status).toBe(1);
  });
});
