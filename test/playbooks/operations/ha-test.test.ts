import { afterAll, beforeAll, test } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster } from "../cluster-bench.ts";
import { haTests } from "./ha-test.ts";

const minutes = 60_000;

describeOnHosts("ha-test.yml", () => {
  let bench: ClusterBench;
  beforeAll(async () => {
    bench = await bootCluster();
    await bench.events("site.yml");
  }, 45 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  haTests(() => bench);
  test("the cluster is well afterwards", { timeout: 20 * minutes }, async () => {
    await bench.events("verify.yml");
  });
});
