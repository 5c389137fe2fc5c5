import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClusterGroups } from "../../sandbox/cluster-inventory.ts";
import { clusterVariables, renderGroups, virtualAddress } from "../../sandbox/cluster-inventory.ts";
import { ensureClusterPrograms, type ClusterPrograms } from "../../sandbox/cluster-programs.ts";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import { changesOf } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootOtherCluster, timed } from "../cluster-bench.ts";

const minutes = 60_000;

const whole = ["h1", "h2", "h3"];
const left = ["h1", "h2"];
const replaced = ["h1", "h2", "h4"];

describeOnHosts("a host that is lost for ever, and another in its place", () => {
  let bench: ClusterBench;
  let programs: ClusterPrograms;
  const groups: Record<keyof ClusterGroups, readonly string[]> = {
    etcd: whole,
    kube_master: whole,
    kube_node: whole,
    lb: left,
  };

  const write = (changed: Partial<ClusterGroups>): void => {
    Object.assign(groups, changed);
    const variables = [
      ...clusterVariables(bench.sandbox, programs),
      `lb_vip=${virtualAddress(bench.sandbox)}`,
    ];
    writeFileSync(bench.inventory, renderGroups(bench.sandbox, groups, variables));
  };

  beforeAll(async () => {
    programs = await ensureClusterPrograms();
    bench = await bootOtherCluster(["h1", "h2", "h3", "h4"], () => "");
    write({});
    await timed("site.yml from nothing", () => bench.events("site.yml"));
    const lost = bench.sandbox.hosts.find(({ name }) => name === "h3");
    process.kill(Number(lost?.pid), "SIGKILL");
  }, 45 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  /** Plays what a check run has foreseen. */
  const foreseenAndDone = async (playbook: string, ...words: readonly string[]): Promise<void> => {
    const foreseen = changesOf(await bench.events(playbook, ...words, "--check"));
    const done = changesOf(await timed(playbook, () => bench.events(playbook, ...words)));
    expect(done).toEqual(foreseen);
    expect(done).not.toEqual([]);
  };

  test.each([
    ["remove-node.yml", ["-e", "node=h3"], "unreachable", /-e node_lost=yes/],
    ["remove-etcd.yml", ["-e", "member=h3"], "unreachable", /-e member_lost=yes/],
    ["remove-node.yml", ["-e", "node=h3", "-e", "node_lost=yes"], "lost-master", /remove-etcd\.yml/],
    ["remove-master.yml", ["-e", "master=h3", "-e", "master_lost=yes"], "lost-member", /remove-etcd\.yml/],
    ["remove-node.yml", ["-e", "node=h3", "-l", "h1,h3"], "limit", /without --limit/],
    ["remove-node.yml", ["-e", "master=h3"], "other-variable", /-e node=/],
  ] as const)("%s %j is refused", { timeout: 10 * minutes }, async (playbook, words, finding, remedy) => {
    const { status, stdout, stderr } = await bench.told(playbook, ...words);
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain(`[${finding}]`);
    expect(stdout + stderr).toMatch(remedy);
  });

  test("etcd, then the masters, then the nodes do without it", { timeout: 40 * minutes }, async () => {
    await foreseenAndDone("remove-etcd.yml", "-e", "member=h3", "-e", "member_lost=yes");
    write({ etcd: left });
    await foreseenAndDone("remove-master.yml", "-e", "master=h3", "-e", "master_lost=yes");
    write({ kube_master: left });
    await foreseenAndDone("remove-node.yml", "-e", "node=h3", "-e", "node_lost=yes");
    write({ kube_node: left });
    expect(await bench.kubectl("get nodes -o jsonpath={.items[*].metadata.name}")).toBe("h1 h2");
  });

  test("another becomes a member, a master, and a node", { timeout: 40 * minutes }, async () => {
    write({ etcd: replaced, kube_master: replaced, kube_node: replaced });
    await foreseenAndDone("add-etcd.yml");
    await foreseenAndDone("add-master.yml");
    await foreseenAndDone("add-node.yml");
  });

  test("the cluster is well, and site.yml finds nothing to change", { timeout: 20 * minutes }, async () => {
    await bench.events("verify.yml");
    expect(changesOf(await bench.events("site.yml"))).toEqual([]);
    expect(await bench.kubectl("get nodes -o jsonpath={.items[*].metadata.name}")).toBe("h1 h2 h4");
  });
});
