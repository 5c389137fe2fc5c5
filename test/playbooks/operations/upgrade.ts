import { expect, test, vi } from "vitest";
import { ensureEtcdStandIn } from "../../sandbox/etcd-programs.ts";
import { ensureKubernetesPrograms } from "../../sandbox/kubernetes-programs.ts";
import { changesOf, play } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { timed } from "../cluster-bench.ts";
import { askWebPods, removeWebPods, startWebPods, webNodes } from "./web-pods.ts";
import { overlapping, restartsBetween } from "../service-times.ts";

export const minutes = 60_000;

/** The versions that the tests go to; etcd's is a stand-in, and Kubernetes' has the code of 1.20.2. */
export const target = { kubernetes: "1.20.15", etcd: "3.4.24" } as const;
export const toTarget = ["-e", `k8s_version=${target.kubernetes}`, "-e", `etcd_version=${target.etcd}`];

export async function ensureTargetPrograms(): Promise<void> {
  await ensureKubernetesPrograms(target.kubernetes);
  await ensureEtcdStandIn(target.etcd);
}

/** What play says of a run that is refused, as a user reads it. */
export async function refusal(bench: ClusterBench, ...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await play([...words, "-i", bench.inventory]);
  expect(status, stdout + stderr).not.toBe(0);
  return stdout + stderr;
}

/** The versions that the nodes show, and those that etcd's members run. */
export async function versionsShown(bench: ClusterBench): Promise<readonly string[]> {
  const nodes = await bench.kubectl("get nodes -o jsonpath='{.items[*].status.nodeInfo.kubeletVersion}'");
  const members = await bench.everywhere("/opt/k8s/bin/etcd --version | sed -n 's/etcd Version: //p'");
  return [...nodes.split(" "), ...members.map((text) => text.trim())];
}

/** Unschedulable nodes, and those that a play says it closed. */
export async function closedNodes(bench: ClusterBench): Promise<string> {
  return bench.kubectl(
    String.raw`get nodes -o jsonpath='{range .items[*]}{.metadata.name}{.spec.unschedulable}{.metadata.annotations.play/cordoned} {end}'`,
  );
}

/** Waits until all API servers are ready; load balancers take a while to see it. */
export async function waitUntilWell(bench: ClusterBench): Promise<void> {
  const ready =
    "/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig --server=https://127.0.0.1:6443";
  await vi.waitFor(() => bench.everywhere(`${ready} get --raw=/readyz`), {
    timeout: 5 * minutes,
    interval: 1000,
  });
}

/**
 * The host that led etcd when the first of its members was stopped after `since`, in seconds since the epoch: by what the members
 * wrote themselves, since on a busy machine another may lead by the time that a play asks. No play may have moved the lead before.
 */
async function leaderWhenStopping(bench: ClusterBench, since: number): Promise<string> {
  const written = await bench.everywhere(
    "journalctl -u etcd --no-pager -o short-unix | grep -e 'became leader at term' -e 'leadership transfer starting' -e 'Stopping etcd.service'",
  );
  const lines = written
    .flatMap((text, index) =>
      text
        .trim()
        .split("\n")
        .map((line) => ({ host: String(bench.names[index]), at: parseFloat(line), line })),
    )
    .toSorted((left, right) => left.at - right.at);
  const stop = lines.findIndex(({ at, line }) => at > since && line.includes("Stopping"));
  const before = lines.slice(0, stop);
  expect(before.filter(({ at, line }) => at > since && line.includes("transfer"))).toEqual([]);
  return String(before.findLast(({ line }) => line.includes("became leader"))?.host);
}

/** Refusals that a running cluster of the legacy line meets, and what is said. */
const refusals: readonly (readonly [what: string, words: readonly string[], said: RegExp])[] = [
  ["two minor versions at once", ["-e", "k8s_version=1.22.0"], /\[kubernetes-step\]/],
  ["a version that is in neither line", ["-e", "k8s_version=1.21.0"], /\[line\]/],
  ["the other line", ["-e", "k8s_line=current", "-e", "k8s_version=1.36.0"], /\[kubernetes-step\]/],
  ["programs that are not there", ["-e", "k8s_version=1.20.14"], /kubernetes-1\.20\.14.*\[programs\]/],
  ["only some of the hosts", ["--limit", "h1"], /hosts are left out: .*\[limit\]/],
  ["a batch that is none", ["-e", '{"upgrade_batch": "many"}'], /serial cannot be "many"/],
];

/** A cluster that runs is upgraded and rolled back; it is as it was in the end. */
export function upgradeTests(bench: () => ClusterBench): void {
  let before: readonly string[];

  test("has programs of other versions to go to", { timeout: 25 * minutes }, async () => {
    await ensureTargetPrograms();
    before = await bench().installed();
  });

  test.each(refusals)("refuses %s", { timeout: 10 * minutes }, async (_, words, said) => {
    expect(await refusal(bench(), "upgrade.yml", ...words)).toMatch(said);
  });

  test("refuses to roll back where nothing is kept", { timeout: 10 * minutes }, async () => {
    expect(await refusal(bench(), "rollback.yml")).toMatch(/nothing is kept in .*\[nothing-kept\]/);
  });

  test(
    "refuses to upgrade a cluster of which a part is ill, and says which",
    { timeout: 15 * minutes },
    async () => {
      await bench().sandbox.read("h2", "systemctl stop kube-apiserver");
      const said = await refusal(bench(), "upgrade.yml", ...toTarget);
      await bench().sandbox.read("h2", "systemctl start kube-apiserver");
      expect(said).toMatch(/the API server of h2 is not ready.*\[ill\]/);
      await waitUntilWell(bench());
    },
  );

  test("has changed nothing by being refused", async () => {
    expect(await bench().installed()).toEqual(before);
  });

  test(
    "upgrades host by host, by exactly the changes that a check run foresees, while a service answers every request",
    { timeout: 90 * minutes },
    async () => {
      await startWebPods(bench());
      const foreseen = changesOf(
        await timed("check run", () => bench().events("upgrade.yml", ...toTarget, "--check")),
      );
      const begun = Date.now() / 1000;
      const times = await bench().times();
      const stop = await askWebPods(bench(), "h3");
      const done = await timed("upgrade.yml", () => bench().events("upgrade.yml", ...toTarget));
      const { requests, failures } = await stop();
      console.log(`${requests} requests, ${failures.length} failed`);
      expect(changesOf(done)).toEqual(foreseen);
      const { names } = bench();
      const { kubernetes, etcd } = target;
      expect(await versionsShown(bench())).toEqual([
        ...names.map(() => `v${kubernetes}`),
        ...names.map(() => etcd),
      ]);
      const restarted = restartsBetween(times, await bench().times());
      const leader = await leaderWhenStopping(bench(), begun);
      const onHosts = (hosts: readonly string[], ...services: readonly string[]) =>
        hosts.flatMap((host) => services.map((service) => `${service} @ ${host}`));
      expect(restarted.map(({ service, host }) => `${service} @ ${host}`)).toEqual([
        ...onHosts([...names.filter((name) => name !== leader), leader], "etcd"),
        ...onHosts(names, "kube-apiserver", "kube-controller-manager", "kube-scheduler"),
        ...onHosts(names, "kubelet", "kube-proxy"),
      ]);
      expect(overlapping(restarted)).toEqual([]);
      expect(failures).toEqual([]);
      expect(new Set(await webNodes(bench())).size).toBe(2);
      expect(await closedNodes(bench())).toBe(names.map((name) => `${name} `).join(""));
    },
  );

  test("changes nothing when it is played again, nor does site.yml", { timeout: 40 * minutes }, async () => {
    const times = await bench().times();
    expect(changesOf(await bench().events("upgrade.yml", ...toTarget))).toEqual([]);
    expect(changesOf(await bench().events("site.yml", ...toTarget))).toEqual([]);
    expect(restartsBetween(times, await bench().times())).toEqual([]);
  });

  test("refuses a version older than what runs", { timeout: 10 * minutes }, async () => {
    expect(await refusal(bench(), "upgrade.yml")).toMatch(/newer programs than the inventory.*\[downgrade\]/);
  });

  test(
    "refuses to roll back while the inventory asks for the new versions, or for others",
    { timeout: 15 * minutes },
    async () => {
      expect(await refusal(bench(), "rollback.yml", ...toTarget)).toMatch(
        /kubelet 1\.20\.2 \(replaced by 1\.20\.15\).*\[not-set-back\]/,
      );
      const others = ["-e", "k8s_version=1.20.7"];
      expect(await refusal(bench(), "rollback.yml", ...others)).toMatch(/\[other-versions\]/);
    },
  );

  test(
    "rolls back byte by byte, by exactly the changes that a check run foresees",
    { timeout: 60 * minutes },
    async () => {
      const foreseen = changesOf(await bench().events("rollback.yml", "--check"));
      const stop = await askWebPods(bench(), "h3");
      const done = await timed("rollback.yml", () => bench().events("rollback.yml"));
      const { requests, failures } = await stop();
      console.log(`${requests} requests, ${failures.length} failed`);
      expect(changesOf(done)).toEqual(foreseen);
      expect(failures).toEqual([]);
      expect(changesOf(await timed("site.yml", () => bench().events("site.yml")))).toEqual([]);
      expect(await refusal(bench(), "rollback.yml")).toMatch(/\[nothing-kept\]/);
      await removeWebPods(bench());
    },
  );
}
