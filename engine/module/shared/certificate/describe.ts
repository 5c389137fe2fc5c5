import type { X509Certificate } from "node:crypto";
import type { ResultFields } from "../../contract.ts";
import { readAltNames, showAltName } from "./alt-names.ts";
import { usageNames } from "./usages.ts";
import type { LeafWant } from "./want.ts";

/** What a certificate says of its holder, in the words of the options. */
export interface Description {
  readonly commonName: string;
  readonly organization: string;
  readonly altNames: readonly string[];
  readonly usages: readonly string[];
}

export function describeFound(certificate: X509Certificate): Description {
  const { CN, O } = certificate.toLegacyObject().subject;
  return {
    commonName: oneText(CN),
    organization: oneText(O),
    altNames: readAltNames(certificate.subjectAltName),
    usages: usageNames(certificate.keyUsage),
  };
}

export function describeWant(want: LeafWant): Description {
  const { commonName, organization = "", usages } = want;
  return { commonName, organization, altNames: want.altNames.map(showAltName), usages };
}

/** Lines for a diff: nothing secret, nothing that differs each time. */
export function describeLines(description: Description, expiry: string): string {
  const { altNames, usages } = description;
  const lines = [
    `subject: ${subjectText(description)}`,
    ...altNames.toSorted().map((name) => `subject_alt_name: ${name}`),
    ...usages.toSorted().map((usage) => `extended_key_usage: ${usage}`),
    `not_after: ${expiry}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The result fields that tell about a certificate. */
export function certificateFields(certificate: X509Certificate): ResultFields {
  const found = describeFound(certificate);
  return {
    subject: subjectText(found),
    subject_alt_name: found.altNames,
    extended_key_usage: found.usages,
    not_after: new Date(certificate.validTo).toISOString().replace(".000", ""),
    serial_number: certificate.serialNumber.toLowerCase(),
  };
}

function subjectText({ commonName, organization }: Description): string {
  return organization === "" ? `CN=${commonName}` : `CN=${commonName}, O=${organization}`;
}

/** A name that occurs twice comes as a list, whatever the types say. */
function oneText(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "";
}
