import { expect, test } from "vitest";
import { changesOf, play } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { timed } from "../cluster-bench.ts";
import { startWebPods } from "./web-pods.ts";
import type { Extent } from "./life.ts";
import { differences, statesOf, treesOf } from "./host-traces.ts";

const minutes = 60_000;
const confirmed = ["-e", "reset_confirm=yes"];

/** What hosts were like before anything was installed on them. */
export interface Bare {
  readonly trees: readonly (readonly string[])[];
  readonly states: readonly (readonly string[])[];
}

export async function readBare(bench: ClusterBench): Promise<Bare> {
  // sshd answers before a host has booted to the end
  await bench.everywhere("timeout 300 systemctl is-system-running --wait || :");
  return { trees: await treesOf(bench), states: await statesOf(bench) };
}

/** Whether nothing is on the hosts that was not there before. */
export async function expectBare(bench: ClusterBench, bare: Bare): Promise<void> {
  const nothing = bench.names.map(() => []);
  expect(differences(bare.trees, await treesOf(bench))).toEqual(nothing);
  expect(differences(bare.states, await statesOf(bench))).toEqual(nothing);
}

/** Played on a cluster that stands, of hosts that were bare before; leaves another cluster on them. */
export function resetTests(bench: () => ClusterBench, bare: () => Bare, extent: Extent): void {
  const isBare = () => expectBare(bench(), bare());

  test(
    "refuses without leave, says what would be lost, and changes nothing",
    { timeout: 30 * minutes },
    async () => {
      const before = await bench().installed();
      for (const words of [[], ["-e", "reset_confirm=no"]]) {
        const { status, stdout, stderr } = await play(["reset.yml", "-i", bench().inventory, ...words]);
        expect(status).not.toBe(0);
        expect(stdout + stderr).toContain("reset_confirm=yes");
        expect(stdout + stderr).toContain("backup.yml");
        for (const name of bench().names)
          expect(stdout + stderr).toContain(`${name}: all that etcd keeps, /var/lib/etcd`);
      }
      expect(await bench().installed()).toEqual(before);
    },
  );

  test(
    "leaves nothing of a cluster, by exactly the changes that a check run foresaw",
    { timeout: 30 * minutes },
    async () => {
      await startWebPods(bench());
      const before = await bench().installed();
      const foreseen = changesOf(await bench().events("reset.yml", "--check"));
      expect(await bench().installed()).toEqual(before);
      const done = await timed("reset.yml", () => bench().events("reset.yml", ...confirmed));
      expect(changesOf(done)).toEqual(foreseen);
      await isBare();
    },
  );

  test("changes nothing where nothing is", { timeout: 30 * minutes }, async () => {
    expect(changesOf(await bench().events("reset.yml", ...confirmed))).toEqual([]);
    await isBare();
  });

  test.runIf(extent === "all")("takes half a cluster away, too", { timeout: 30 * minutes }, async () => {
    await bench().events("site.yml", "--tags", "kubernetes_common,pki,etcd,flanneld,haproxy,docker");
    await bench().events("reset.yml", ...confirmed, "-l", String(bench().names[2]));
    await bench().events("reset.yml", ...confirmed);
    await isBare();
  });

  test.runIf(extent === "all")(
    "leaves hosts on which site.yml makes a cluster again",
    { timeout: 60 * minutes },
    async () => {
      await timed("site.yml after reset.yml", () => bench().events("site.yml"));
      expect(changesOf(await bench().events("verify.yml"))).toEqual([]);
    },
  );
}
