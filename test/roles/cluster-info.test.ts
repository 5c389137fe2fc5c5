import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { changesOf, failuresOf, playRun } from "../run/play-run.ts";

const folder = mkdtempSync(join(tmpdir(), "play-cluster-info-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What pods and hosts trust from now on; of a length that base64 does not fill up, so that the one is found in the other. */
const [former, present] = ["former authority's\n", "present authority\n"];
const coded = (text: string) => Buffer.from(text.trim()).toString("base64");
const told = (authorities: string) => `clusters:
- cluster:
    certificate-authority-data: ${coded(authorities)}
    server: https://192.0.2.11:6443
  name: ""
`;

/** Pods have what they are to trust; it keeps by what the object is to be mended. */
const kubectl = `#!/bin/sh
case "$*" in
*"get secrets"*) base64 -w 0 ${folder}/ca.pem ;;
*kube-root-ca.crt*) cat ${folder}/ca.pem ;;
*"get configmap cluster-info"*) cat ${folder}/told ;;
*"patch configmap cluster-info"*) for last; do :; done; printf %s "$last" >${folder}/patch ;;
esac
`;

beforeEach(() => {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, "ca.pem"), present);
  writeFileSync(join(folder, "kubectl"), kubectl);
  chmodSync(join(folder, "kubectl"), 0o755);
});

/** The part of rotate-ca.yml that tells pods of authorities, on a cluster whose object is so. */
async function rotate(object: string, ...words: readonly string[]) {
  writeFileSync(join(folder, "told"), object);
  const playbook = join(folder, "play.yml");
  const task = "    - import_role: name=ca_rotation tasks_from=pods\n";
  writeFileSync(playbook, `- hosts: n1\n  gather_facts: false\n  tasks:\n${task}`);
  const variables = { bin_dir: folder, conf_dir: folder, pki_dir: folder, rotate_ca_restarts: [] };
  const given = ["-i", "test/roles/decisions/hosts", "-e", JSON.stringify(variables), ...words];
  const run = await playRun([playbook, ...given]);
  expect(failuresOf(run)).toEqual([]);
  return changesOf(run);
}

test("hosts that join are told of the authorities of now, and of nothing else anew", async () => {
  const foreseen = await rotate(told(former + present), "--check");
  expect(existsSync(join(folder, "patch"))).toBe(false);
  expect(await rotate(told(former + present))).toEqual(foreseen);
  expect(JSON.parse(readFileSync(join(folder, "patch"), "utf8"))).toEqual({
    data: { kubeconfig: told(present) },
  });
});

test.each([
  ["that are told of them", told(present)],
  ["that kubeadm is not to bring", ""],
])("hosts %s are left alone", async (_name, object) => {
  expect(await rotate(object)).toEqual([]);
  expect(existsSync(join(folder, "patch"))).toBe(false);
});
