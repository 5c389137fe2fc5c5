import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { binariesFolder } from "../../sandbox/cache.ts";
import { changesOf, play } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { closedNodes, ensureTargetPrograms, minutes, target, toTarget, versionsShown } from "./upgrade.ts";
import { restartsBetween } from "../service-times.ts";

/** A build that does not run on a host: it tells its version, and ends. */
const brokenProgram = `#!/bin/sh\ncase $* in *version*) echo Kubernetes v${target.kubernetes} ;; *) exit 1 ;; esac\n`;

/** Plays with an inventory by which h2 gets a broken `program`, and answers what was said. */
async function playBroken(bench: ClusterBench, program: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "play-broken-"));
  const inventory = `${bench.inventory}-broken`;
  try {
    cpSync(join(binariesFolder(), `kubernetes-${target.kubernetes}`), folder, { recursive: true });
    writeFileSync(join(folder, program), brokenProgram);
    chmodSync(join(folder, program), 0o755);
    const own = `kubernetes_binaries=${folder} work_retries=10 master_retries=10`;
    writeFileSync(inventory, readFileSync(bench.inventory, "utf8").replace(/^(h2 .*)$/m, `$1 ${own}`));
    const { status, stdout, stderr } = await play(["upgrade.yml", "-i", inventory, ...toTarget]);
    expect(status, stdout + stderr).not.toBe(0);
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(inventory, { force: true });
  }
}

/** Upgrades that stop at h2, which has a broken program: one goes on, one is rolled back. */
export function interruptedUpgradeTests(bench: () => ClusterBench): void {
  const kubelets = () =>
    bench().kubectl("get nodes -o jsonpath='{.items[*].status.nodeInfo.kubeletVersion}'");

  test(
    "stops at the first node that is not well again, and leaves the others alone",
    { timeout: 90 * minutes },
    async () => {
      await ensureTargetPrograms();
      // an operator's own
      await bench().kubectl("cordon h3");
      const times = await bench().times();
      await playBroken(bench(), "kubelet");
      const touched = restartsBetween(times, await bench().times()).map(
        ({ service, host }) => `${service} @ ${host}`,
      );
      expect(touched).toContain("kubelet @ h1");
      expect(touched).not.toContain("kubelet @ h3");
      expect(await kubelets()).toBe("v1.20.15 v1.20.2 v1.20.2");
      expect(await closedNodes(bench())).toBe("h1 h2trueyes h3true ");
    },
  );

  test(
    "goes on with the hosts that are left once the cause is gone, and leaves closed what an operator closed",
    { timeout: 90 * minutes },
    async () => {
      const times = await bench().times();
      const foreseen = changesOf(await bench().events("upgrade.yml", ...toTarget, "--check"));
      expect(changesOf(await bench().events("upgrade.yml", ...toTarget))).toEqual(foreseen);
      const again = restartsBetween(times, await bench().times()).map(
        ({ service, host }) => `${service} @ ${host}`,
      );
      expect(again).not.toContain("kubelet @ h1");
      expect(again).not.toContain("kube-apiserver @ h1");
      expect((await versionsShown(bench())).slice(0, 3)).toEqual(["v1.20.15", "v1.20.15", "v1.20.15"]);
      expect(await closedNodes(bench())).toBe("h1 h2 h3true ");
      await bench().kubectl("uncordon h3");
    },
  );

  test(
    "is rolled back as a whole, what was kept before the interruption being the old programs",
    { timeout: 60 * minutes },
    async () => {
      await bench().events("rollback.yml");
      expect(changesOf(await bench().events("site.yml"))).toEqual([]);
    },
  );

  test(
    "stops at a master whose API server does not start, and is rolled back from there",
    { timeout: 90 * minutes },
    async () => {
      const times = await bench().times();
      await playBroken(bench(), "kube-apiserver");
      const touched = restartsBetween(times, await bench().times()).map(
        ({ service, host }) => `${service} @ ${host}`,
      );
      expect(touched).not.toContain("kube-apiserver @ h3");
      expect(touched).not.toContain("kubelet @ h1");
      await bench().events("rollback.yml");
      expect(changesOf(await bench().events("site.yml"))).toEqual([]);
    },
  );
}
