import type { KeyObject, webcrypto } from "node:crypto";
import type { Authority } from "./authority.ts";
import { generateKeys, importKeys, privateKeyPem, serialNumber } from "./keys.ts";
import { usageIds } from "./usages.ts";
import type { IssuedPair, LeafWant, SubjectWant } from "./want.ts";
import type { X509 } from "./x509.ts";
import { loadX509 } from "./x509.ts";

type Keys = webcrypto.CryptoKeyPair;

const minute = 60_000;
const day = 24 * 60 * minute;

/** A self-signed authority; of a key that is there already, where one is given. */
export async function issueAuthority(want: SubjectWant, key?: KeyObject): Promise<IssuedPair> {
  const x509 = await loadX509();
  const keys = await (key ? importKeys(key) : generateKeys(want.keyType));
  const subjectKey = await x509.SubjectKeyIdentifierExtension.create(keys.publicKey);
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(want.days),
    name: nameOf(want),
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      subjectKey,
      new x509.AuthorityKeyIdentifierExtension(subjectKey.keyId),
    ],
  });
  return pairOf(certificate, keys);
}

/** A certificate with a new key, signed by the authority. */
export async function issueCertificate(want: LeafWant, authority: Authority): Promise<IssuedPair> {
  const x509 = await loadX509();
  const keys = await generateKeys(want.keyType);
  const issuer = new x509.X509Certificate(authority.certificate.raw);
  const signer = await importKeys(authority.key);
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(want.days),
    subject: nameOf(want),
    // the name as it is encoded there: some programs compare the bytes
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    extensions: await leafExtensions(x509, want, { keys, issuer, signer }),
  });
  return pairOf(certificate, keys);
}

interface Parties {
  readonly keys: Keys;
  readonly issuer: InstanceType<X509["X509Certificate"]>;
  readonly signer: Keys;
}

async function leafExtensions(x509: X509, want: LeafWant, { keys, issuer, signer }: Parties) {
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  const issuerKey =
    issuer.getExtension(x509.SubjectKeyIdentifierExtension) ??
    (await x509.SubjectKeyIdentifierExtension.create(signer.publicKey));
  const usages = want.usages.map((usage) => usageIds[usage]);
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true),
    ...(usages.length > 0 ? [new x509.ExtendedKeyUsageExtension(usages)] : []),
    ...(want.altNames.length > 0 ? [new x509.SubjectAlternativeNameExtension([...want.altNames])] : []),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    new x509.AuthorityKeyIdentifierExtension(issuerKey.keyId),
  ];
}

/** Back-dated, for hosts whose clock is behind. */
function validity(days: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    serialNumber: serialNumber(),
    notBefore: new Date(now - 5 * minute),
    notAfter: new Date(now + days * day),
  };
}

function nameOf({ commonName, organization }: SubjectWant): Record<string, string[]>[] {
  return [...(organization === undefined ? [] : [{ O: [organization] }]), { CN: [commonName] }];
}

function pairOf(certificate: Parties["issuer"], keys: Keys): IssuedPair {
  return { certificate: `${certificate.toString("pem")}\n`, key: privateKeyPem(keys.privateKey) };
}
