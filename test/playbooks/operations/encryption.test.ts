import { afterAll, beforeAll } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster } from "../cluster-bench.ts";
import { encryptionTests } from "./encryption.ts";

const minutes = 60_000;

describeOnHosts("encryption-rotate.yml", () => {
  let bench: ClusterBench;
  beforeAll(async () => {
    bench = await bootCluster();
    await bench.events("site.yml");
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  encryptionTests(() => bench);
});
