import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binariesFolder } from "../../sandbox/cache.ts";
import { clusterVariables, renderGroups } from "../../sandbox/cluster-inventory.ts";
import type { ClusterPrograms } from "../../sandbox/cluster-programs.ts";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import { imageNames } from "../../sandbox/images/images.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { waitFor } from "../../sandbox/wait.ts";
import { changesOf } from "../../support/play.ts";
import { bootOtherCluster, ClusterBench } from "../cluster-bench.ts";
import { tokenTests } from "./token.ts";

const minutes = 60_000;

/**
 * What kubeadm's checks cannot find on a host of the sandbox: the kernel's configuration (SystemVerification), and a docker
 * that its version knows. The host has no swap of its own, but sees the machine's.
 */
const unseen = "SystemVerification,Swap";

describeOnHosts("token.yml", () => {
  let bench: ClusterBench;
  let programs: ClusterPrograms;

  beforeAll(async () => {
    bench = await bootOtherCluster(["h1", "h2"], (sandbox, found) => {
      programs = found;
      return inventoryOf(sandbox, found, ["h1"]);
    });
    await bench.events("site.yml");
  }, 45 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  tokenTests(() => bench);

  test("kubeadm joins a host with what token.yml told the cluster", { timeout: 40 * minutes }, async () => {
    const { sandbox } = bench;
    const path = join(dirname(bench.inventory), "joined");
    writeFileSync(path, inventoryOf(sandbox, programs, ["h1", "h2"]));
    const joined = new ClusterBench(sandbox, path, bench.stop);
    for (const playbook of ["pki.yml", "kubernetes_mgr.yml", "flanneld.yml"]) await joined.events(playbook);
    await joined.events("kubernetes_work.yml", "-l", "h2", "--tags", "docker,images");
    const own = join(binariesFolder(), `kubernetes-${programs.kubernetes}`);
    await joined.events(
      resolve("test/playbooks/operations/kubeadm/host.yml"),
      "-l",
      "h2",
      "-e",
      `programs=${own}`,
    );

    const words = ["-e", "token_kubeadm=true"];
    const foreseen = changesOf(await bench.events("token.yml", ...words, "--check"));
    const done = await bench.events("token.yml", ...words);
    expect(changesOf(done)).toEqual(foreseen);
    expect(changesOf(await bench.events("token.yml", ...words))).toEqual([]);

    const command = readFileSync(join(bench.pkiFolder, "tokens/join-kubeadm-join"), "utf8").trim();
    expect(command).toMatch(
      /^kubeadm join \S+:6443 --token [a-z0-9]{6}\.[a-z0-9]{16} --discovery-token-ca-cert-hash sha256:[0-9a-f]{64}$/,
    );
    const told = await sandbox.run(
      "h2",
      `PATH=/opt/k8s/bin:$PATH ${command} --ignore-preflight-errors=${unseen} 2>&1`,
    );
    expect(told.status, told.stdout).toBe(0);
    expect(told.stdout).toContain("This node has joined the cluster");

    await waitFor("the node to be ready", 300, async () => {
      const ready = `get node h2 -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'`;
      return (await bench.kubectl(ready)) === "True" ? true : undefined;
    });
    const spec = {
      spec: {
        nodeName: "h2",
        containers: [{ name: "told", image: imageNames.test, command: ["sleep", "3600"] }],
      },
    };
    await bench.kubectl(
      `run told --image=${imageNames.test} --restart=Never --overrides='${JSON.stringify(spec)}'`,
    );
    await bench.kubectl("wait --for=condition=Ready pod/told --timeout=300s");
    await bench.kubectl("delete pod told --wait=false");
  });

  // kubeadm is on h2; the administrator's kubeconfig is on masters
  test("kubeadm makes tokens with the administrator's kubeconfig", { timeout: 10 * minutes }, async () => {
    const config = await bench.sandbox.read("h1", "cat /etc/kubernetes/kubectl.kubeconfig");
    const made = await bench.sandbox.read(
      "h2",
      `umask 077; cat >/run/told <<'END'\n${config}\nEND\nkubeadm token create --kubeconfig=/run/told --ttl=1h; rm /run/told`,
    );
    const id = made.trim().split("\n").at(-1)?.slice(0, 6);
    expect(id).toMatch(/^[a-z0-9]{6}$/);
    // token.yml prolongs what kubeadm made, and revokes it
    await bench.events("token.yml", "-e", JSON.stringify({ token_id: id }));
    await bench.events("token.yml", "-e", JSON.stringify({ token_id: id, token_state: "absent" }));
  });
});

function inventoryOf(sandbox: Sandbox, programs: ClusterPrograms, nodes: readonly string[]): string {
  const groups = { etcd: ["h1"], kube_master: ["h1"], kube_node: nodes, lb: [] };
  return renderGroups(sandbox, groups, clusterVariables(sandbox, programs));
}
