import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureClusterPrograms } from "../../sandbox/cluster-programs.ts";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import { offerPackages } from "../../sandbox/package-archive.ts";
import { changesOf } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootOtherCluster, timed } from "../cluster-bench.ts";
import { balancedNames, renderBalanced } from "../cluster-variants.ts";
import { differences, statesOf, treesOf } from "./host-traces.ts";
import type { Bare } from "./reset.ts";
import { readBare } from "./reset.ts";
import { closedNodes, ensureTargetPrograms, target, toTarget } from "./upgrade.ts";

const minutes = 60_000;

// an hour: `npm run test:cluster:all`, not part of `npm test`
describeOnHosts("the life of two masters, one member of etcd, one authority, balancers of their own", () => {
  let bench: ClusterBench;
  let bare: Bare;
  let backups: string;

  beforeAll(async () => {
    bench = await bootOtherCluster(balancedNames, renderBalanced);
    backups = mkdtempSync(join(tmpdir(), "play-backups-"));
    const balancers = bench.sandbox.hosts.filter(({ name }) => name.startsWith("l"));
    await offerPackages(balancers, ["haproxy", "keepalived"]);
    await setGroups({ kube_node: ["m1", "w1", "w2"] });
    await ensureTargetPrograms();
    bare = await readBare(bench);
    await timed("site.yml from nothing", () => bench.events("site.yml"));
    await bench.kubectl("create secret generic kept -n default --from-literal=word=kept");
  }, 60 * minutes);
  afterAll(async () => {
    await bench?.stop();
    rmSync(backups, { recursive: true, force: true });
  }, 3 * minutes);

  const setGroups = async (groups: Parameters<typeof renderBalanced>[2]): Promise<void> =>
    writeFileSync(bench.inventory, renderBalanced(bench.sandbox, await ensureClusterPrograms(), groups));

  /** Plays a check run and a run, which change the same. */
  const asForeseen = async (playbook: string, ...words: readonly string[]): Promise<void> => {
    const foreseen = changesOf(await bench.events(playbook, ...words, "--check"));
    const done = changesOf(await timed(playbook, () => bench.events(playbook, ...words)));
    expect(done).toEqual(foreseen);
    expect(done).not.toEqual([]);
  };

  const isSettled = async (...words: readonly string[]): Promise<void> => {
    expect(changesOf(await bench.events("site.yml", ...words))).toEqual([]);
    await bench.events("verify.yml", ...words);
    expect(await bench.kubectl("get secret -n default kept -o jsonpath={.data.word}")).toBe("a2VwdA==");
  };

  const versions = () => bench.kubectl("get nodes -o jsonpath='{.items[*].status.nodeInfo.kubeletVersion}'");

  test("is upgraded, its nodes all at once, and rolled back", { timeout: 60 * minutes }, async () => {
    const before = await versions();
    const words = [...toTarget, "-e", "upgrade_batch=100%"];
    await asForeseen("upgrade.yml", ...words);
    expect(await versions()).toBe(Array(3).fill(`v${target.kubernetes}`).join(" "));
    expect(await closedNodes(bench)).toBe("m1 w1 w2 ");
    await isSettled(...toTarget);
    await asForeseen("rollback.yml");
    expect(await versions()).toBe(before);
    expect(await closedNodes(bench)).toBe("m1 w1 w2 ");
    await isSettled();
  });

  test("lives on without an API server, and without a balancer", { timeout: 30 * minutes }, async () => {
    const all = await bench.told("ha-test.yml");
    expect(all.status).not.toBe(0);
    expect(all.stdout).toMatch(/the group etcd has 1 of the 3 hosts[^]*leave etcd out of ha_test_parts/);
    const report = join(backups, "ha.json");
    const parts = { ha_test_parts: ["apiserver", "loadbalancer"], ha_test_limit: 240, ha_report: report };
    await timed("ha-test.yml", () => bench.events("ha-test.yml", "-e", JSON.stringify(parts)));
    const { stages, acknowledged, found, lost } = JSON.parse(readFileSync(report, "utf8"));
    const stopped = stages.map((stage: { readonly stopped: string }) => stage.stopped);
    expect([...new Set(stopped)]).toEqual(["kube-apiserver", "haproxy"]);
    expect(acknowledged).toBeGreaterThan(100);
    expect(found).toBe(acknowledged);
    expect(lost).toEqual([]);
    await isSettled();
  });

  // a check run has no new certificates, so of what reads them in a kubeconfig it says that it may
  test("gets every certificate again", { timeout: 30 * minutes }, async () => {
    const words = ["certificates.yml", "-e", "certificates_renew=all"] as const;
    const foreseen = changesOf(await bench.events(...words, "--check"));
    const done = changesOf(await timed("certificates.yml", () => bench.events(...words)));
    expect(foreseen.filter((change) => !done.includes(change))).toEqual([]);
    const readers = /kubeconfig|(restart|that) kube-(controller-manager|scheduler|proxy)/;
    expect(done.filter((change) => !foreseen.includes(change) && !readers.test(change))).toEqual([]);
    await isSettled();
  });

  test("gets another authority", { timeout: 40 * minutes }, async () => {
    await timed("rotate-ca.yml", () => bench.events("rotate-ca.yml", "-e", "rotate_ca_confirm=yes"));
    await isSettled();
  });

  test("gets another key for its Secrets", { timeout: 30 * minutes }, async () => {
    await asForeseen("encryption-rotate.yml");
    await isSettled();
  });

  test("is put back from a backup", { timeout: 30 * minutes }, async () => {
    const folder = ["-e", `backup_dir=${backups}`];
    await asForeseen("backup.yml", ...folder);
    await bench.kubectl("delete secret -n default kept");
    await bench.sandbox.read("m1", "systemctl stop etcd; rm -rf /var/lib/etcd/*");
    await asForeseen("restore.yml", ...folder, "-e", "restore_from=latest", "-e", "restore_confirm=yes");
    await isSettled();
  });

  test("loses a master and a node, and gets both back", { timeout: 60 * minutes }, async () => {
    await asForeseen("remove-master.yml", "-e", "master=m2");
    await setGroups({ kube_master: ["m1"], kube_node: ["m1", "w1", "w2"] });
    await isSettled();
    await asForeseen("remove-node.yml", "-e", "node=w2");
    await setGroups({ kube_master: ["m1"], kube_node: ["m1", "w1"] });
    await isSettled();
    await setGroups({ kube_node: ["m1", "w1", "w2"] });
    await asForeseen("add-master.yml", "-e", "master=m2");
    await bench.events("add-node.yml", "-e", "node=w2");
    await isSettled();
  });

  test("gets a second and a third member of etcd", { timeout: 60 * minutes }, async () => {
    await setGroups({ etcd: ["m1", "m2", "w1"], kube_node: ["m1", "w1", "w2"] });
    await bench.events("add-etcd.yml", "-e", "member=m2,w1");
    await isSettled();
  });

  test("is taken away", { timeout: 30 * minutes }, async () => {
    await asForeseen("reset.yml", "-e", "reset_confirm=yes");
    // balancers keep their packages, with users of their own
    const withoutPackages = (listings: readonly (readonly string[])[]) => listings.slice(0, 4);
    const nothing = withoutPackages(bench.names.map(() => []));
    expect(withoutPackages(differences(bare.trees, await treesOf(bench)))).toEqual(nothing);
    expect(withoutPackages(differences(bare.states, await statesOf(bench)))).toEqual(nothing);
  });
});
