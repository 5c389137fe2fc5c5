import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { changesOf } from "../support/play.ts";
import { changedVariables, firstChanges } from "./changed-variables.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster, timed } from "./cluster-bench.ts";
import { sickClusters } from "./sick-clusters.ts";
import { overlapping, restartsBetween } from "./service-times.ts";

const minutes = 60_000;

// a quarter of an hour and more: `npm run test:cluster:all`, not part of `npm test`
describeOnHosts("a cluster that runs", () => {
  let bench: ClusterBench;
  /** How many of the changed variables the cluster has. */
  let played = 0;

  beforeAll(async () => {
    bench = await bootCluster();
    await timed("site.yml from nothing", () => bench.events("site.yml"));
  }, 40 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  test.each(sickClusters)("is told by verify.yml of $what", { timeout: 5 * minutes }, async (sick) => {
    const run = (script: string) =>
      Promise.all((sick.on ?? ["h2"]).map((host) => bench.sandbox.read(host, script)));
    await run(sick.breaks);
    const { status, stdout, stderr } = await bench.told("verify.yml");
    await run(sick.mends);
    const told = (stdout + stderr).split("\n");
    const cause = told.findIndex(
      (line) => line.trim().startsWith(`${sick.where ?? "h2"}: `) && line.includes(`[${sick.finding}]`),
    );
    expect(told[cause], told.join("\n")).toMatch(sick.cause);
    expect(told[cause + 1]).toMatch(sick.remedy);
    expect(status).toBe(2);
  });

  // leases of controllers that lost their API server take a while
  test("is well again, says verify.yml, once all has been mended", { timeout: 10 * minutes }, () =>
    vi.waitFor(async () => expect((await bench.told("verify.yml")).status).toBe(0), {
      timeout: 9 * minutes,
      interval: 5000,
    }),
  );

  test.each(changedVariables.map((row, index) => ({ ...row, index })))(
    "restarts $restarts for another $variable, host by host, and nothing else ($why)",
    { timeout: 10 * minutes },
    async ({ variable, restarts, hosts = bench.names, atOnce, index }) => {
      // a row that is run alone, or after one that failed
      if (played !== index) await bench.events("site.yml", ...firstChanges(index));
      const before = await bench.times();
      await timed(variable, () => bench.events("site.yml", ...firstChanges(index + 1)));
      played = index + 1;
      const restarted = restartsBetween(before, await bench.times());
      const expected = hosts.flatMap((host) => restarts.map((service) => `${service} @ ${host}`));
      const names = restarted.map(({ service, host }) => `${service} @ ${host}`);
      if (atOnce) return expect(names.toSorted()).toEqual(expected);
      expect(names).toEqual(expected);
      expect(overlapping(restarted)).toEqual([]);
    },
  );

  test("changes nothing more, and is well after all that", { timeout: 10 * minutes }, async () => {
    const words = firstChanges(changedVariables.length);
    expect(changesOf(await bench.events("site.yml", ...words))).toEqual([]);
    await bench.events("verify.yml", ...words);
  });
});
