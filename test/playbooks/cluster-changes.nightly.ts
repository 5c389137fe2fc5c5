import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { changesOf } from "../support/play.ts";
import { changedVariables } from "./changed-variables.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster, restartsBetween, timed } from "./cluster-bench.ts";
import { sickClusters } from "./sick-clusters.ts";

const minutes = 60_000;

// a quarter of an hour and more: `npm run test:cluster:all`, not part of `npm test`
describeOnHosts("a cluster that runs", () => {
  let bench: ClusterBench;

  beforeAll(async () => {
    bench = await bootCluster();
    await timed("site.yml from nothing", () => bench.events("site.yml"));
  }, 40 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  test.each(sickClusters)("is told by verify.yml of $what", { timeout: 5 * minutes }, async (sick) => {
    await bench.sandbox.read("h2", `cp -p ${sick.file} /run/kept && ${sick.breaks}`);
    const { status, stdout, stderr } = await bench.told("verify.yml");
    await bench.sandbox.read("h2", `cp -p /run/kept ${sick.file}`);
    const told = (stdout + stderr).split("\n");
    const cause = told.findIndex(
      (line) => line.trim().startsWith("h2: ") && line.includes(`[${sick.finding}]`),
    );
    expect(told[cause], told.join("\n")).toMatch(sick.cause);
    expect(told[cause + 1]).toMatch(sick.remedy);
    expect(status).toBe(2);
  });

  test.each(changedVariables.map((row, index) => ({ ...row, index })))(
    "restarts $restarts for another $variable, host by host, and nothing else ($why)",
    { timeout: 10 * minutes },
    async ({ variable, restarts, atOnce, index }) => {
      const set = changedVariables.slice(0, index + 1).map((row) => [row.variable, row.value]);
      const before = await bench.times();
      const words = ["-e", JSON.stringify(Object.fromEntries(set))];
      await timed(variable, () => bench.events("site.yml", ...words));
      const restarted = restartsBetween(before, await bench.times());
      const hosts = bench.names.flatMap((host) => restarts.map((service) => `${service} @ ${host}`));
      const names = restarted.map(({ service, host }) => `${service} @ ${host}`);
      if (atOnce) return expect(names.toSorted()).toEqual(hosts);
      expect(names).toEqual(hosts);
      // the next one stopped only when the one before was up again
      const early = restarted.filter(({ down }, index) => down < (restarted[index - 1]?.up ?? 0));
      expect(early).toEqual([]);
    },
  );

  test("changes nothing more, and is well after all that", { timeout: 10 * minutes }, async () => {
    const set = Object.fromEntries(changedVariables.map((row) => [row.variable, row.value]));
    const words = ["-e", JSON.stringify(set)];
    expect(changesOf(await bench.events("site.yml", ...words))).toEqual([]);
    await bench.events("verify.yml", ...words);
  });
});
