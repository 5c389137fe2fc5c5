import type { KeyObject, X509Certificate } from "node:crypto";
import type { ResultFields } from "../../../contract.ts";
import { readExtensions } from "./extensions.ts";
import { parseMoment, showMoment } from "./moment.ts";
import { describeAltNames, describeName, describeUsages } from "./names.ts";

const day = 86_400_000;

/** Whole days, rounded down: of an expired certificate they are negative. `now` in milliseconds since the epoch. */
export function describeValidity(
  certificate: X509Certificate,
  moments: Readonly<Record<string, string>>,
  now: number,
): ResultFields {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const isValidAt = (moment: string): boolean => {
    const time = parseMoment(moment, now) ?? Number.NaN;
    return from <= time && time <= to;
  };
  return {
    not_before: showMoment(from),
    not_after: showMoment(to),
    expired: to < now,
    days_left: Math.floor((to - now) / day),
    valid_at: Object.fromEntries(Object.entries(moments).map(([name, at]) => [name, isValidAt(at)])),
  };
}

/** What it says of its holder, its issuer and its key, whatever the time. */
export function describeCertificate(certificate: X509Certificate): ResultFields {
  const { subject, issuer } = certificate.toLegacyObject();
  const extensions = readExtensions(certificate.raw);
  return {
    subject: describeName(subject),
    issuer: describeName(issuer),
    serial_number: decimalOf(certificate.serialNumber),
    subject_alt_name: describeAltNames(certificate.subjectAltName),
    extended_key_usage: describeUsages(certificate.keyUsage),
    basic_constraints: extensions.basicConstraints,
    subject_key_identifier: extensions.subjectKeyIdentifier,
    authority_key_identifier: extensions.authorityKeyIdentifier,
    fingerprints: {
      sha1: certificate.fingerprint.toLowerCase(),
      sha256: certificate.fingerprint256.toLowerCase(),
      sha512: certificate.fingerprint512.toLowerCase(),
    },
    public_key_type: keyTypeOf(certificate),
  };
}

/** As text: a number of the language would lose digits. */
function decimalOf(hexadecimal: string): string {
  const sign = hexadecimal.startsWith("-") ? "-" : "";
  return `${sign}${BigInt(`0x${hexadecimal.slice(sign.length)}`)}`;
}

const keyTypes: Readonly<Record<string, string>> = {
  rsa: "RSA",
  "rsa-pss": "RSA",
  dsa: "DSA",
  ec: "ECC",
  ed25519: "Ed25519",
  ed448: "Ed448",
  x25519: "X25519",
  x448: "X448",
};

function keyTypeOf(certificate: X509Certificate): string {
  const type = publicKeyOf(certificate)?.asymmetricKeyType;
  return type === undefined ? "unknown" : (keyTypes[type] ?? `unknown (${type})`);
}

/** Undefined for a kind that OpenSSL does not know. */
function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}
