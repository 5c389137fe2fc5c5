import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { issueAuthority, issueCertificate } from "../../../engine/module/shared/certificate/issue.ts";
import type { IssuedPair } from "../../../engine/module/shared/certificate/want.ts";
import type { Case } from "../case.ts";

/** Hosts play side by side, so that each has its own folder on the controller. */
const own = "{{ playbook_dir }}/pki {{ inventory_hostname }}";
const ownFolder = (folder: string, host: string) => join(folder, `pki ${host}`);

const pair = (name: string) => ({ path: `${own}/${name}.pem`, privatekey_path: `${own}/${name}-key.pem` });

function readCertificate(folder: string, host: string, name: string): X509Certificate {
  return new X509Certificate(readFileSync(join(ownFolder(folder, host), `${name}.pem`)));
}

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

export const authorityCases: readonly Case[] = [
  {
    about: "an authority",
    args: { ...pair("ca"), common_name: "größe", organization: "x y" },
    effect: "once",
    controller: (folder, host) => {
      const certificate = readCertificate(folder, host, "ca");
      expect(certificate.ca).toBe(true);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      const place = ownFolder(folder, host);
      expect(modeOf(join(place, "ca.pem"))).toBe("644");
      expect(modeOf(join(place, "ca-key.pem"))).toBe("600");
      expect(modeOf(place)).toBe("700");
    },
  },
  {
    about: "on a curve",
    args: { ...pair("curve"), common_name: "curve", key_type: "ecdsa", days: 10 },
    effect: "once",
    controller: (folder, host) =>
      expect(readCertificate(folder, host, "curve").publicKey.asymmetricKeyType).toBe("ec"),
  },
];

/** The authority that signs is there already, one for all hosts, and two certificates for each host. */
async function makePki(folder: string): Promise<void> {
  const authority = await issueAuthority({ commonName: "tests", keyType: "ecdsa", days: 1 });
  mkdirSync(join(folder, "authority"), { mode: 0o700 });
  writePair(join(folder, "authority/ca"), authority);
  const signer = {
    certificate: new X509Certificate(authority.certificate),
    key: createPrivateKey(authority.key),
  };
  const want = { keyType: "ecdsa", days: 1, renewBeforeDays: 0, altNames: [], usages: [] } as const;
  for (const host of ["h1", "h2"]) {
    mkdirSync(ownFolder(folder, host), { mode: 0o700 });
    for (const name of ["kept", "old"])
      writePair(
        join(ownFolder(folder, host), name),
        await issueCertificate({ ...want, commonName: name }, signer),
      );
  }
}

function writePair(path: string, { certificate, key }: IssuedPair): void {
  writeFileSync(`${path}.pem`, certificate);
  writeFileSync(`${path}-key.pem`, key, { mode: 0o600 });
}

const signer = {
  ca_path: "{{ playbook_dir }}/authority/ca.pem",
  ca_privatekey_path: "{{ playbook_dir }}/authority/ca-key.pem",
  key_type: "ecdsa",
  days: 1,
  renew_before_days: 0,
};

export const certificateCases: readonly Case[] = [
  {
    about: "a certificate",
    args: {
      ...pair("etcd"),
      ...signer,
      common_name: "etcd",
      subject_alt_name: ["DNS:{{ inventory_hostname }}", "IP:10.0.0.1"],
      extended_key_usage: ["serverAuth", "clientAuth"],
    },
    furnish: makePki,
    effect: "once",
    controller: (folder, host) => {
      const certificate = readCertificate(folder, host, "etcd");
      const issuer = new X509Certificate(readFileSync(join(folder, "authority/ca.pem")));
      expect(certificate.verify(issuer.publicKey)).toBe(true);
      expect(certificate.checkHost(host)).toBe(host);
      expect(certificate.checkIP("10.0.0.1")).toBe("10.0.0.1");
      expect(modeOf(join(ownFolder(folder, host), "etcd-key.pem"))).toBe("600");
      const names = ["etcd", "kept", "old"].flatMap((name) => [`${name}-key.pem`, `${name}.pem`]);
      expect(readdirSync(ownFolder(folder, host)).sort()).toEqual(names);
    },
  },
  {
    about: "issued again for another name",
    args: { ...pair("old"), ...signer, common_name: "old", subject_alt_name: ["new.example"] },
    effect: "once",
    controller: (folder, host) =>
      expect(readCertificate(folder, host, "old").subjectAltName).toBe("DNS:new.example"),
  },
  {
    about: "as it should be",
    args: { ...pair("kept"), ...signer, common_name: "kept" },
    effect: "never",
  },
];
