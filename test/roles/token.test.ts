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
const expiration = join(folder, "expiration");
const secret = "0123456789abcdef";

/** Says of the cluster what the test wrote down, and keeps what is applied. */
const kubectl = `#!/bin/sh
case "$*" in
*--dry-run=server*) echo told/told created ;;
*apply*) cat >>${applied} ;;
*.data.expiration*) [ ! -e ${expiration} ] || echo "bootstrap-token $(base64 <${expiration})" ;;
*.data.token-secret*) [ ! -e ${expiration} ] || printf ${secret} | base64 ;;
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

const hour = 3_600_000;

/** A time so many hours from now, as a clock shows it that many hours ahead of UTC. */
function inHours(hours: number, ahead: number): string {
  const shown = new Date(Date.now() + (hours + ahead) * hour).toISOString().slice(0, 19);
  return `${shown}+${String(ahead).padStart(2, "0")}:00`;
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

test.each([
  ["that ends soon by a clock that is ahead, as kubeadm writes it", inHours(1, 8)],
  ["without an end", ""],
  ["whose end is no time", "soon"],
])("one %s is good for token_hours from now", async (_name, found) => {
  writeFileSync(expiration, found);
  mkdirSync(join(pki, "tokens"));
  writeFileSync(join(pki, "tokens/join"), `abc123.${secret}\n`);
  await token({ token_hours: 4 });

  const manifest = readFileSync(applied, "utf8");
  expect(manifest).toContain(`token-secret: "${secret}"`);
  const left = Date.parse(/expiration: "(\S+)"/.exec(manifest)?.[1] ?? "") - Date.now();
  expect(left).toBeGreaterThan(3.5 * hour);
});

test("one that is good for long enough by a clock that is ahead stays as it is", async () => {
  writeFileSync(expiration, inHours(3, 8));
  mkdirSync(join(pki, "tokens"));
  writeFileSync(join(pki, "tokens/join"), `abc123.${secret}\n`);
  await token({ token_hours: 4 });
  expect(existsSync(applied)).toBe(false);
});
