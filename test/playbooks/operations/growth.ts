import { expect, test } from "vitest";
import { waitFor } from "../../sandbox/wait.ts";
import { andThen } from "../../support/and-then.ts";
import { changesOf } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { timed } from "../cluster-bench.ts";
import type { Extent } from "./life.ts";
import { restartsByPlays } from "../service-times.ts";

const minutes = 60_000;

/** Clocks are not what is tried here, and a busy machine measures them badly. */
const patience = ["-e", '{"preflight_ignore":["clock"],"common_clock_tolerance":60}'] as const;

/**
 * Asks until it is told to stop; each request may take its time, and must not fail: if one does, it is told when and why. But for
 * what etcd drops where another member takes the lead, which is tried again, three times in all.
 */
const clientScript = `rm -f /run/stop-asking; n=0; failed=0
while [ ! -e /run/stop-asking ]; do
  sleep 0.1
  n=$((n + 1))
  for try in 1 2 3; do
    said=$(/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig --request-timeout=30s annotate --overwrite namespace default asked=$n 2>&1) && continue 2
    echo "$(date +%H:%M:%S) $said"
    echo "$said" | grep -Eq 'etcdserver: (request timed out|leader changed)|raft proposal dropped' || break
  done
  failed=$((failed + 1))
done
echo "failed $failed of $n"`;

interface Way {
  readonly what: string;
  readonly group: "kube_node" | "kube_master" | "etcd";
  readonly remove: readonly [playbook: string, ...words: string[]];
  readonly add: string;
  /** Services of the other hosts that may restart. */
  readonly restarts: readonly string[];
}

const ways: readonly Way[] = [
  {
    what: "a node",
    group: "kube_node",
    remove: ["remove-node.yml", "-e", "node=h3"],
    add: "add-node.yml",
    restarts: [],
  },
  {
    what: "a master",
    group: "kube_master",
    remove: ["remove-master.yml", "-e", "master=h3"],
    add: "add-master.yml",
    restarts: [],
  },
  {
    what: "a member of etcd",
    group: "etcd",
    remove: ["remove-etcd.yml", "-e", "member=h3"],
    add: "add-etcd.yml",
    restarts: ["flanneld", "kube-apiserver"],
  },
];

/** h3 goes and comes back, as a node, as a master, as a member of etcd; the cluster is as before then. */
export function growthTests(bench: () => ClusterBench, extent: Extent): void {
  test.each([
    ["remove-node.yml", ["-e", "node=h4"], "unknown-host"],
    ["remove-node.yml", [], "no-name"],
    ["remove-node.yml", ["-e", "node=h1,h2,h3"], "last-node"],
    ["remove-node.yml", ["-e", "node=h3", "-e", "node_lost=yes"], "lost-master"],
    ["remove-master.yml", ["-e", "master=h3,h9"], "unknown-host"],
    ["remove-etcd.yml", ["-e", "member=h3", "-e", "member_lost=yes"], "not-lost"],
    ["add-node.yml", ["-l", "h1"], "limit"],
    ["remove-master.yml", ["-e", "master=h1,h2,h3"], "last-master"],
    ["remove-etcd.yml", ["-e", "member=h1,h2,h3"], "last-member"],
    ["add-node.yml", ["-e", "node=h4"], "unknown-host"],
    ["add-master.yml", ["-e", "master=h3,"], undefined],
    ["add-etcd.yml", ["-e", "member=h3"], undefined],
  ] as const)(
    "%s %j is refused, or has nothing to do",
    { timeout: 20 * minutes },
    async (playbook, words, finding) => {
      const before = await bench().installed();
      if (finding === undefined) {
        expect(changesOf(await bench().events(playbook, ...words, ...patience))).toEqual([]);
      } else {
        const { status, stdout, stderr } = await bench().told(playbook, ...words, ...patience);
        expect(status).toBe(2);
        expect(stdout + stderr).toContain(`[${finding}]`);
      }
      expect(await bench().installed()).toEqual(before);
    },
  );

  test("a cluster that is not well is left alone", { timeout: 20 * minutes }, async () => {
    await bench().sandbox.read("h2", "systemctl stop etcd");
    try {
      const { status, stdout, stderr } = await bench().told(
        "remove-etcd.yml",
        "-e",
        "member=h3",
        ...patience,
      );
      expect(status).toBe(2);
      expect(stdout + stderr).toContain("[cluster-ill]");
    } finally {
      await bench().sandbox.read("h2", "systemctl start etcd");
    }
    await isWell(bench());
  });

  test.each(extent === "all" ? ways : ways.slice(0, 1))(
    "$what goes and comes back",
    { timeout: 40 * minutes },
    async ({ group, remove, add, restarts }) => {
      const without = bench().without(group, "h3");
      for (const step of [remove, [add] as const]) {
        const [playbook, ...words] = step;
        const before = await bench().times();
        const foreseen = changesOf(await bench().events(playbook, ...words, ...patience, "--check"));
        const client = bench().sandbox.read("h1", clientScript);
        const done = await andThen(
          timed(playbook, () => bench().events(playbook, ...words, ...patience)),
          () => bench().sandbox.read("h1", "touch /run/stop-asking"),
        );
        const asked = await client;
        console.log(`${playbook}: ${asked}`);
        expect(changesOf(done)).toEqual(foreseen);
        expect(asked).toMatch(/^failed 0 of [1-9]/m);
        const restarted = restartsByPlays(before, await bench().times()).filter(({ host }) => host !== "h3");
        expect(restarted.filter(({ service }) => !restarts.includes(service))).toEqual([]);
        await isWell(bench());
        if (step === remove && group !== "etcd")
          expect(changesOf(await without.events("site.yml", ...patience))).toEqual([]);
      }
      expect(changesOf(await bench().events("site.yml", ...patience))).toEqual([]);
    },
  );
}

/** All members, API servers and nodes answer. */
async function isWell(bench: ClusterBench): Promise<void> {
  await waitFor("the cluster to be well", 600, async () => {
    const ready = await bench.sandbox.run(
      "h1",
      `K='/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig --request-timeout=20s'; $K get --raw=/readyz && ! $K get nodes --no-headers | grep -v ' Ready'`,
    );
    return ready.status === 0 ? true : undefined;
  });
}
