import { afterAll, beforeAll } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster } from "../cluster-bench.ts";
import { growthTests } from "./growth.ts";

const minutes = 60_000;

describeOnHosts("hosts that come and go", () => {
  let bench: ClusterBench;

  beforeAll(async () => {
    bench = await bootCluster();
    await bench.events("site.yml", "-e", '{"preflight_ignore":["clock"],"common_clock_tolerance":60}');
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  growthTests(() => bench);
});
