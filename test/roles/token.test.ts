import { createHash, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { issueAuthority } from "../../engine/module/shared/certificate/issue.ts";
import { failuresOf, playRun } from "../run/play-run.ts";

const folder = mkdtempSync(join(tmpdir(), "play-token-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pki = join(folder, "pki");
const applied = join(folder, "applied");

/** Says of the cluster what the test wrote down, and keeps what is applied. */
const kubectl = `#!/bin/sh
case "$*" in
*--dry-run=server*) echo told/told created ;;
*apply*) cat >>${applied} ;;
*.data.jws-kubeconfig*) echo signed ;;
esac
`;

beforeEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of ["bin", "conf", "pki"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "conf/kubectl.kubeconfig"), "");
  writeFileSync(join(folder, "bin/kubectl"), kubectl);
  chmodSync(join(folder, "bin/kubectl"), 0o755);
});

/** Plays the role, on a cluster of one host, which is this machine. */
async function token(variables: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const playbook = join(folder, "play.yml");
  writeFileSync(playbook, "- hosts: n1\n  gather_facts: false\n  roles: [token]\n");
  const places = { bin_dir: join(folder, "bin"), conf_dir: join(folder, "conf"), pki_dir: pki };
  const words = ["-e", JSON.stringify({ ...places, ...variables })];
  expect(failuresOf(await playRun([playbook, "-i", "test/roles/decisions/hosts", ...words]))).toEqual([]);
}

async function authority(): Promise<string> {
  const subject = { commonName: "kubernetes-ca", days: 1, keyType: "ecdsa" } as const;
  return (await issueAuthority(subject)).certificate;
}

test("kubeadm is told of the authorities that hosts trust, and to look for the one that signs", async () => {
  const [former, present] = [await authority(), await authority()];
  writeFileSync(join(pki, "ca.pem"), present);
  writeFileSync(join(pki, "ca-trust.pem"), former + present);
  await token({ token_kubeadm: true });

  const told = /certificate-authority-data: (\S+)/.exec(readFileSync(applied, "utf8"))?.[1] ?? "";
  expect(Buffer.from(told, "base64").toString()).toBe((former + present).trim());
  const key = new X509Certificate(present).publicKey.export({ type: "spki", format: "der" });
  expect(readFileSync(join(pki, "tokens/join-kubeadm-join"), "utf8")).toContain(
    `sha256:${createHash("sha256").update(key).digest("hex")}\n`,
  );
  expect(existsSync(join(pki, "tokens/join"))).toBe(true);
});
