import { afterAll, beforeAll } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster } from "./cluster-bench.ts";
import { minutes } from "./operations/upgrade.ts";
import { interruptedUpgradeTests } from "./operations/upgrade-interrupted.ts";

describeOnHosts("an upgrade that is interrupted", () => {
  let bench: ClusterBench;

  beforeAll(async () => {
    bench = await bootCluster();
    await bench.events("site.yml");
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  interruptedUpgradeTests(() => bench);
});
