import { afterAll, beforeAll, test } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster, timed } from "../cluster-bench.ts";
import type { Bare } from "./reset.ts";
import { expectBare, readBare } from "./reset.ts";
import { interruptedUpgradeTests } from "./upgrade-interrupted.ts";
import { minutes, toTarget, upgradeTests } from "./upgrade.ts";

describeOnHosts("upgrade.yml and rollback.yml", () => {
  let bench: ClusterBench;
  let bare: Bare;

  beforeAll(async () => {
    bench = await bootCluster();
    bare = await readBare(bench);
    await timed("site.yml from nothing", () => bench.events("site.yml"));
  }, 60 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  upgradeTests(() => bench);
  interruptedUpgradeTests(() => bench);

  test("reset.yml also takes away what an upgrade has kept", { timeout: 60 * minutes }, async () => {
    await timed("upgrade.yml once more", () => bench.events("upgrade.yml", ...toTarget));
    await bench.events("reset.yml", "-e", "reset_confirm=yes");
    await expectBare(bench, bare);
  });
});
