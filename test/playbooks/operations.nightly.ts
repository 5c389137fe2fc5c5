import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { changesOf } from "../support/play.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster, timed } from "./cluster-bench.ts";
import { backupTests } from "./operations/backup.ts";
import { certificatesTests } from "./operations/certificates.ts";
import { encryptionTests } from "./operations/encryption.ts";
import { growthTests } from "./operations/growth.ts";
import { haTests } from "./operations/ha-test.ts";
import type { Bare } from "./operations/reset.ts";
import { readBare, resetTests } from "./operations/reset.ts";
import { tokenTests } from "./operations/token.ts";

const minutes = 60_000;

// one cluster for all of them, since making one takes longer than most; each leaves it as it was, and the last takes it away
describeOnHosts("a cluster's life after day one", () => {
  let bench: ClusterBench;
  let bare: Bare;

  // Kubernetes is compiled where the cache lacks it
  beforeAll(async () => {
    bench = await bootCluster();
    bare = await readBare(bench);
    await timed("site.yml from nothing", () => bench.events("site.yml"));
  }, 45 * minutes);
  afterAll(async () => bench?.stop(), 3 * minutes);

  describe("certificates.yml", () => certificatesTests(() => bench));
  describe("token.yml", () => tokenTests(() => bench));
  describe("ha-test.yml", () => haTests(() => bench));
  describe("encryption-rotate.yml", () => encryptionTests(() => bench));
  describe("backup.yml and restore.yml", () => backupTests(() => bench));
  describe("hosts that come and go", () => growthTests(() => bench));

  test(
    "the cluster is well after all that, and site.yml finds nothing to change",
    { timeout: 20 * minutes },
    async () => {
      await bench.events("verify.yml");
      expect(changesOf(await bench.events("site.yml"))).toEqual([]);
    },
  );

  describe("reset.yml", () =>
    resetTests(
      () => bench,
      () => bare,
    ));
});
