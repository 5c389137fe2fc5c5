import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "../../sandbox/wait.ts";
import { changesOf } from "../../support/play.ts";
import { ClusterBench } from "../cluster-bench.ts";

const minutes = 60_000;

/** The result of ha-test.yml, as `-e ha_report` has it. */
interface Result {
  readonly stages: readonly {
    readonly stopped: string;
    readonly host: string;
    readonly writes: number;
    readonly failed: number;
    readonly seen: readonly { readonly what: string; readonly seconds: number; readonly holder?: string }[];
  }[];
  readonly writes: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly found: number;
  readonly lost: readonly string[];
}

/** ha-test.yml on a cluster of three masters; leaves it as it was. */
export function haTests(bench: () => ClusterBench): void {
  const limit = 240;

  test(
    "the cluster lives on without an API server, a member of etcd, a load balancer; a check run lists the stops",
    { timeout: 30 * minutes },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "play-ha-"));
      const path = join(folder, "result.json");
      try {
        const foreseen = changesOf(await bench().events("ha-test.yml", "--check"));
        expect(
          foreseen.filter((change) => change.startsWith("ha_test : stop ")).length,
        ).toBeGreaterThanOrEqual(3);
        // leases may have moved since the check run where the machine is slow, so where is no matter
        const words = ["-e", `ha_report=${path}`, "-e", `ha_test_limit=${limit}`];
        const done = changesOf(await bench().events("ha-test.yml", ...words));
        expect(services(done)).toEqual(services(foreseen));
        const stops = done.filter((change) => change.startsWith("ha_test : stop "));

        const result = JSON.parse(readFileSync(path, "utf8")) as Result;
        const seen = result.stages.flatMap((stage) => stage.seen);
        for (const lease of ["kube-controller-manager", "kube-scheduler"]) {
          const moved = seen.find(({ what }) => what === lease);
          expect(moved?.seconds, lease).toBeLessThanOrEqual(limit);
          const stage = result.stages.find(({ seen }) => seen.some(({ what }) => what === lease));
          expect(moved?.holder).not.toBe(stage?.host);
          expect(bench().names).toContain(moved?.holder);
        }
        expect(result.stages).toHaveLength(stops.length);
        expect(result.stages.map(({ stopped }) => stopped).slice(-2)).toEqual(["etcd", "haproxy"]);
        expect(seen.map(({ what }) => what)).toEqual(
          expect.arrayContaining(["gone", "endpoint", "leader", "address"]),
        );
        expect(result.acknowledged).toBeGreaterThan(100);
        expect(result.found).toBe(result.acknowledged);
        expect(result.lost).toEqual([]);
        expect(result.acknowledged + result.failed).toBe(result.writes);
        expect(Object.values(result.failures).reduce((sum, count) => sum + count, 0)).toBe(result.failed);
        await expectNothingLeft(bench());
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test(
    "what Ctrl-C leaves is put back by the next play of ha-test.yml before it does anything else",
    { timeout: 30 * minutes },
    async () => {
      const host = String(bench().names[2]);
      // as the play leaves it that is killed after a stop
      await bench().sandbox.read(
        host,
        "systemd-run --unit=play-ha-test-back-etcd --on-active=3600 systemctl start etcd; systemctl stop etcd",
      );
      const parts = JSON.stringify({ ha_test_parts: ["etcd"], ha_test_limit: limit });
      const done = changesOf(await bench().events("ha-test.yml", "-e", parts));
      expect(done).toContain(`ha_test : start etcd on ${host} @ ${String(bench().names[0])}`);
      expect(done.filter((change) => change.startsWith("ha_test : stop "))).toHaveLength(1);
      await expectNothingLeft(bench());
    },
  );

  test(
    "a switch on the host starts what a killed play of ha-test.yml stopped",
    { timeout: 30 * minutes },
    async () => {
      const [host] = bench().names;
      await bench().sandbox.read(
        String(host),
        "systemd-run --unit=play-ha-test-back-haproxy --on-active=15 --timer-property=AccuracySec=1s systemctl start haproxy; systemctl stop haproxy",
      );
      await waitFor("haproxy", 300, async () =>
        (await bench().sandbox.run(String(host), "systemctl is-active haproxy")).status === 0
          ? true
          : undefined,
      );
      await bench().isWell();
    },
  );

  test("ha-test.yml refuses before it touches anything", { timeout: 30 * minutes }, async () => {
    const before = await bench().installed();
    const refused = async (other: ClusterBench, told: RegExp, ...words: readonly string[]) => {
      const { status, stdout, stderr } = await other.told("ha-test.yml", ...words);
      expect(status, stdout + stderr).not.toBe(0);
      expect(stdout + stderr).toMatch(told);
    };
    await refused(bench(), /ha_test_limit is soon/, "-e", "ha_test_limit=soon");
    await refused(bench(), /ha_test_parts is \["kubelet"\]/, "-e", '{"ha_test_parts": ["kubelet"]}');
    await refused(bench(), /h9, which is no master/, "-e", "ha_test_client=h9");
    await refused(fewer(bench(), "etcd"), /the group etcd has 2 of the 3 hosts/);
    await refused(
      fewer(fewer(bench(), "kube_master"), "kube_master"),
      /the group kube_master has 1 of the 2 hosts/,
    );

    const host = String(bench().names[2]);
    await bench().sandbox.read(host, "systemctl stop etcd");
    try {
      await refused(bench(), /the member of etcd at \S+ is not healthy/);
    } finally {
      await bench().sandbox.read(host, "systemctl start etcd");
    }
    await bench().isWell();
    expect(await bench().installed()).toEqual(before);
  });
}

/** What is stopped and started, of `ha_test : stop etcd on h1 @ h1`. */
function services(changes: readonly string[]): readonly string[] {
  return changes.map((change) => change.replace(/ on .*/, ""));
}

async function expectNothingLeft(bench: ClusterBench): Promise<void> {
  const left = await bench.everywhere(
    "systemctl list-units --all --plain --no-legend 'play-ha-test*'; ls -d /run/play-ha-test 2>/dev/null; systemctl is-active kube-apiserver etcd",
  );
  expect(left).toEqual(bench.names.map(() => "active\nactive\n"));
  expect(await bench.kubectl("get namespace play-ha-test --ignore-not-found")).toBe("");
}

/** The same hosts by an inventory in which a group has its last host no more. */
function fewer(bench: ClusterBench, group: string): ClusterBench {
  const path = `${bench.inventory}-fewer`;
  const text = readFileSync(bench.inventory, "utf8");
  writeFileSync(path, text.replace(new RegExp(`(\\[${group}\\]\n(?:\\w+\n)*)\\w+\n`, "m"), "$1"));
  return new ClusterBench(bench.sandbox, path, bench.stop);
}
