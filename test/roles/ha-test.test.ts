import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const folder = join(import.meta.dirname, "ha-test");
const made = mkdtempSync(join(tmpdir(), "play-ha-test-"));
afterAll(() => rmSync(made, { recursive: true }));

test("the figures of ha-test.yml are right on a machine that has been up for a year", async () => {
  const words = ["-e", JSON.stringify({ ha_test_dir: made, bin_dir: made })];
  const run = await playRun([join(folder, "report.yml"), "-i", join(folder, "hosts"), ...words]);
  expect(failuresOf(run)).toEqual([]);
});

test.each([
  ["kube_master", {}],
  ["kube_master", { ha_test_parts: ["loadbalancer"] }],
  ["etcd", { ha_test_parts: ["apiserver"] }],
])("a cluster without a host in %s is refused by name, with %j", async (empty, variables) => {
  const hosts = join(made, "hosts");
  const groups = ["kube_master", "etcd"].map((group) => `[${group}]\n${group === empty ? "" : "a\n"}`);
  writeFileSync(hosts, `a ansible_connection=local\n[lb]\n${groups.join("")}`);
  const words = ["--check", "-e", JSON.stringify(variables)];
  const run = await playRun(["playbooks/ha-test.yml", "-i", hosts, ...words]);
  expect(failuresOf(run)).toEqual([
    expect.stringContaining(`there is no host in the group ${empty}, so no cluster [ha-cluster]`),
  ]);
});
