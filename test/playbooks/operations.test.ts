import { afterAll, beforeAll, describe } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster, timed } from "./cluster-bench.ts";
import { tokenTests } from "./operations/token.ts";

const minutes = 60_000;

// the others take longer: operations.nightly.ts
describeOnHosts("a cluster's life after day one, in short", () => {
  let bench: ClusterBench;

  // Kubernetes is compiled where the cache lacks it
  beforeAll(async () => {
    bench = await bootCluster();
    await timed("site.yml from nothing", () => bench.events("site.yml"));
  }, 45 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  describe("token.yml", () => tokenTests(() => bench));
});
