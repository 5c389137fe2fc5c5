import { afterAll, beforeAll } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster } from "../cluster-bench.ts";
import { minutes, upgradeTests } from "./upgrade.ts";

describeOnHosts("upgrade.yml and rollback.yml", () => {
  let bench: ClusterBench;

  beforeAll(async () => {
    bench = await bootCluster();
    await bench.events("site.yml");
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  upgradeTests(() => bench);
});
