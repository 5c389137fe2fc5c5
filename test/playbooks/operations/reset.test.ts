import { afterAll, beforeAll } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster } from "../cluster-bench.ts";
import type { Bare } from "./reset.ts";
import { readBare, resetTests } from "./reset.ts";

const minutes = 60_000;

describeOnHosts("reset.yml", () => {
  let bench: ClusterBench;
  let bare: Bare;

  beforeAll(async () => {
    bench = await bootCluster();
    bare = await readBare(bench);
    await bench.events("site.yml");
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  resetTests(
    () => bench,
    () => bare,
  );
});
