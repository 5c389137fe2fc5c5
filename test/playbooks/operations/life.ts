import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import { changesOf } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster, timed } from "../cluster-bench.ts";
import { backupTests } from "./backup.ts";
import { certificatesTests } from "./certificates.ts";
import { encryptionTests } from "./encryption.ts";
import { growthTests } from "./growth.ts";
import { haTests } from "./ha-test.ts";
import type { Bare } from "./reset.ts";
import { readBare, resetTests } from "./reset.ts";
import { tokenTests } from "./token.ts";

const minutes = 60_000;

/** "short": what fits into `npm test`; "all": interruptions too, and more hosts that come and go. */
export type Extent = "short" | "all";

/** One cluster for all of them, since making one takes longer than most; each leaves it as it was, and the last takes it away. */
export function lifeTests(extent: Extent): void {
  describeOnHosts(`a cluster's life after day one (${extent})`, () => {
    let bench: ClusterBench;
    let bare: Bare;

    // Kubernetes is compiled where the cache lacks it
    beforeAll(async () => {
      bench = await bootCluster();
      bare = await readBare(bench);
      await timed("site.yml from nothing", () => bench.events("site.yml"));
    }, 60 * minutes);
    afterAll(async () => bench?.stop(), 10 * minutes);

    describe("certificates.yml", () => certificatesTests(() => bench));
    describe("token.yml", () => tokenTests(() => bench));
    describe("ha-test.yml", () => haTests(() => bench));
    describe("encryption-rotate.yml", () => encryptionTests(() => bench, extent));
    describe("backup.yml and restore.yml", () => backupTests(() => bench, extent));
    describe("hosts that come and go", () => growthTests(() => bench, extent));

    test(
      "the cluster is well after all that, and site.yml finds nothing to change",
      { timeout: 40 * minutes },
      async () => {
        await bench.events("verify.yml");
        expect(changesOf(await bench.events("site.yml"))).toEqual([]);
      },
    );

    describe("reset.yml", () =>
      resetTests(
        () => bench,
        () => bare,
        extent,
      ));
  });
}
