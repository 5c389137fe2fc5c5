import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { virtualAddress } from "../sandbox/cluster-inventory.ts";
import { ensureClusterPrograms } from "../sandbox/cluster-programs.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { offerPackages } from "../sandbox/package-archive.ts";
import { waitFor } from "../sandbox/wait.ts";
import { changesOf } from "../support/play.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootOtherCluster, timed } from "./cluster-bench.ts";
import {
  balancedNames,
  renderBalanced,
  renderSamePort,
  renderSingle,
  singleNames,
} from "./cluster-variants.ts";
import { restartsBetween } from "./service-times.ts";

const minutes = 60_000;

const etcdctl =
  "ETCDCTL_API=3 /opt/k8s/bin/etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

/** Whether the host has the address. */
async function holds(bench: ClusterBench, host: string, address: string): Promise<boolean> {
  return (await bench.sandbox.read(host, `ip -4 -o address show to ${address}`)) !== "";
}

describeOnHosts("a cluster with load balancers of its own", () => {
  let bench: ClusterBench;
  let address: string;

  beforeAll(async () => {
    bench = await bootOtherCluster(balancedNames, renderBalanced);
    address = virtualAddress(bench.sandbox);
    const balancers = bench.sandbox.hosts.filter(({ name }) => name.startsWith("l"));
    await offerPackages(balancers, ["haproxy", "keepalived"]);
    setNode({ disk: "ssd", zone: "2" }, ["dedicated=gpu:PreferNoSchedule"]);
  }, 25 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  /** Labels and taints of w1 in the inventory. */
  const setNode = (labels: Readonly<Record<string, string>>, taints: readonly string[]): void => {
    mkdirSync(join(dirname(bench.inventory), "host_vars"), { recursive: true });
    const variables = { node_labels: labels, node_taints: taints };
    writeFileSync(join(dirname(bench.inventory), "host_vars/w1.yml"), JSON.stringify(variables));
  };

  const taintsOf = async (node: string): Promise<readonly string[]> => {
    const path = String.raw`{range .spec.taints[*]}{.key}={.value}:{.effect}{"\n"}{end}`;
    const answer = await bench.kubectl(`get node ${node} -o jsonpath='${path}'`);
    return answer.trim().split("\n").toSorted();
  };

  test("is made as a check run foresees", { timeout: 30 * minutes }, async () => {
    const foreseen = changesOf(await bench.events("site.yml", "--check"));
    const done = changesOf(await timed("site.yml from nothing", () => bench.events("site.yml")));
    // kubelets' requests are yet to come
    const approved = ["m1", "w1"].map((host) => `kubernetes_work : approve the request @ ${host}`);
    expect([...foreseen, ...approved].toSorted()).toEqual(done);
  });

  test("is well, and changes nothing when it is played again", { timeout: 10 * minutes }, async () => {
    await bench.events("verify.yml");
    expect(changesOf(await bench.events("site.yml", "--check"))).toEqual([]);
    expect(changesOf(await bench.events("site.yml"))).toEqual([]);
  });

  test("has haproxy and keepalived of the distribution's packages, with the roles' settings", async () => {
    for (const service of ["haproxy", "keepalived"]) {
      const owner = `dpkg --search "$(readlink /proc/$(systemctl show --property=MainPID --value ${service})/exe)"`;
      expect(await bench.sandbox.read("l1", owner)).toMatch(new RegExp(`^${service}: `));
    }
    expect(await bench.sandbox.read("l2", "cat /etc/haproxy/haproxy.cfg")).toContain(
      "backend kube-apiserver",
    );
  });

  test("trusts one authority everywhere", async () => {
    const files = "/etc/kubernetes/cert/ca.pem /etc/kubernetes/cert/front-proxy-ca.pem /etc/etcd/cert/ca.pem";
    const sums = await bench.sandbox.read("m1", `sha256sum ${files} /etc/flanneld/cert/ca.pem | cut -c -64`);
    expect(new Set(sums.trim().split("\n")).size).toBe(1);
  });

  test("has kubelets that serve with certificates which they asked for", async () => {
    for (const host of ["m1", "w1"]) {
      const file = "/etc/kubernetes/cert/kubelet-server-current.pem";
      const verified = await bench.sandbox.read(
        host,
        `openssl verify -CAfile /etc/kubernetes/cert/ca.pem ${file}`,
      );
      expect(verified).toBe(`${file}: OK\n`);
    }
    const asked = await bench.kubectl(
      String.raw`get csr -o jsonpath='{range .items[?(@.spec.signerName=="kubernetes.io/kubelet-serving")]}{.spec.username} {.status.conditions[*].type}{"\n"}{end}'`,
    );
    expect([...new Set(asked.trim().split("\n"))].toSorted()).toEqual([
      "system:node:m1 Approved",
      "system:node:w1 Approved",
    ]);
  });

  test("has flannel's key and leases in etcd's v3 API, and no v2 API", async () => {
    const keys = await bench.sandbox.read("m1", `${etcdctl} get /kubernetes/network --prefix --keys-only`);
    expect(keys.split("\n").filter((key) => key !== "")).toEqual([
      "/kubernetes/network/config",
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^\/kubernetes\/network\/subnets\/172\.30\./)),
    ]);
    expect(await bench.sandbox.read("m1", "systemctl cat etcd")).not.toContain("enable-v2");
  });

  test.each(["haproxy", "keepalived"])(
    "moves the virtual address when its holder's %s stops, answers there, and takes it back",
    { timeout: 5 * minutes },
    async (service) => {
      const moved = (from: string, to: string) =>
        waitFor(`the address to move to ${to}`, 30, async () =>
          (await holds(bench, to, address)) && !(await holds(bench, from, address)) ? true : undefined,
        );
      expect(await holds(bench, "l1", address)).toBe(true);
      await timed(`the address moves when ${service} stops`, async () => {
        await bench.sandbox.read("l1", `systemctl stop ${service}`);
        await moved("l1", "l2");
        expect(await bench.kubectl("--request-timeout=10s get --raw=/readyz")).toBe("ok");
      });
      const { stdout, stderr } = await bench.told("verify.yml");
      expect(stdout + stderr).toMatch(
        new RegExp(`^ *l1: services that do not run: ${service} \\[units\\]`, "m"),
      );
      expect(changesOf(await bench.events("loadbalancer.yml"))).toEqual([
        `loadbalancer : start ${service} @ l1`,
      ]);
      await moved("l2", "l1");
    },
  );

  test(
    "is told by verify.yml of a master that load balancers do not reach",
    { timeout: 5 * minutes },
    async () => {
      await bench.sandbox.read("m2", "systemctl stop kube-apiserver");
      const { status, stdout, stderr } = await bench.told("verify.yml");
      expect(stdout + stderr).toMatch(/^ *l2: .*not lead to all masters: m2=DOWN \[balancer-servers\]/m);
      expect(status).toBe(2);
      expect(changesOf(await bench.events("kubernetes_master.yml"))).toContain(
        "kubernetes_master : start @ m2",
      );
    },
  );

  test(
    "changes and removes labels and taints of nodes, but not those of others",
    async () => {
      await bench.kubectl("label node w1 own=kept");
      await bench.kubectl("taint node w1 own=kept:PreferNoSchedule");
      expect(await taintsOf("w1")).toEqual(["dedicated=gpu:PreferNoSchedule", "own=kept:PreferNoSchedule"]);
      setNode({ disk: "nvme" }, ["dedicated=tpu:PreferNoSchedule", "slow:PreferNoSchedule"]);
      await bench.events("kubernetes_work.yml");
      expect(await taintsOf("w1")).toEqual([
        "dedicated=tpu:PreferNoSchedule",
        "own=kept:PreferNoSchedule",
        "slow=:PreferNoSchedule",
      ]);
      setNode({ disk: "nvme" }, []);
      await bench.events("kubernetes_work.yml");
      expect(await taintsOf("w1")).toEqual(["own=kept:PreferNoSchedule"]);
      expect(await taintsOf("m1")).toEqual(["node-role.kubernetes.io/master=:NoSchedule"]);
      const labels: unknown = JSON.parse(await bench.kubectl("get node w1 -o jsonpath={.metadata.labels}"));
      expect(labels).toMatchObject({ disk: "nvme", own: "kept", "node-role.kubernetes.io/node": "" });
      expect(labels).not.toHaveProperty("zone");
      expect(changesOf(await bench.events("kubernetes_work.yml"))).toEqual([]);
    },
    10 * minutes,
  );

  test("takes a node more after the bootstrap token has expired", { timeout: 15 * minutes }, async () => {
    const token = (await bench.kubectl("-n kube-system get secrets -o name"))
      .split("\n")
      .find((name) => name.includes("bootstrap-token-"));
    const expired = JSON.stringify({ stringData: { expiration: "2020-01-01T00:00:00Z" } });
    await bench.kubectl(`-n kube-system patch ${token} -p '${expired}'`);
    const programs = await ensureClusterPrograms();
    const groups = { kube_node: ["m1", "w1", "w2"] };
    writeFileSync(bench.inventory, renderBalanced(bench.sandbox, programs, groups));
    const before = await bench.times();
    const done = changesOf(await timed("a node more", () => bench.events("site.yml")));
    expect(done).toContain(
      "kubernetes_work : bootstrap token for kubelets that have no certificate, or are to have another @ m1",
    );
    const elsewhere = restartsBetween(before, await bench.times()).filter(({ host }) => host !== "w2");
    expect(elsewhere).toEqual([]);
    await bench.events("verify.yml");
    // nobody needs it now, so nobody gives it more time
    await bench.kubectl(`-n kube-system delete ${token}`);
    expect(changesOf(await bench.events("site.yml"))).toEqual([]);
  });

  test(
    "becomes a cluster in which every host balances for itself, with self-signed kubelets",
    { timeout: 20 * minutes },
    async () => {
      const otherwise = { lb_mode: "local", haproxy_install: "binaries", kubelet_serving_cert: "self" };
      const words = ["-e", JSON.stringify(otherwise)];
      await timed("local load balancers", () => bench.events("site.yml", ...words));
      expect(changesOf(await bench.events("site.yml", ...words))).toEqual([]);
      await bench.events("verify.yml", ...words);
      for (const host of ["l1", "l2"]) {
        expect(await holds(bench, host, address)).toBe(false);
        expect((await bench.sandbox.run(host, "systemctl is-active haproxy keepalived")).stdout).toBe(
          "inactive\ninactive\n",
        );
      }
      const server = await bench.sandbox.read("w2", "grep server: /etc/kubernetes/kubelet.kubeconfig");
      expect(server.trim()).toBe("server: https://127.0.0.1:8443");
    },
  );
});

describeOnHosts("inventory/single", () => {
  let bench: ClusterBench;

  beforeAll(async () => {
    bench = await bootOtherCluster(singleNames, renderSingle);
    await timed("one host from nothing", () => bench.events("site.yml"));
  }, 40 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  test("makes a cluster of one host that is well", { timeout: 10 * minutes }, async () => {
    await bench.events("verify.yml");
    expect(changesOf(await bench.events("site.yml"))).toEqual([]);
  });

  // the port is free on the virtual address only once the API server listens on the host's own
  test("gets a virtual address at the API server's own port", { timeout: 15 * minutes }, async () => {
    const address = virtualAddress(bench.sandbox);
    writeFileSync(bench.inventory, renderSamePort(bench.sandbox, await ensureClusterPrograms()));
    await bench.events("kubernetes_master.yml");
    await timed("the same port", () => bench.events("site.yml"));
    expect(changesOf(await bench.events("site.yml"))).toEqual([]);
    await bench.events("verify.yml");
    expect(await holds(bench, "n1", address)).toBe(true);
    await bench.sandbox.read("n1", "systemctl stop haproxy");
    await waitFor("the address to move", 30, async () =>
      (await holds(bench, "n2", address)) ? true : undefined,
    );
    expect(await bench.kubectl("--request-timeout=10s get --raw=/readyz")).toBe("ok");
  });
});
