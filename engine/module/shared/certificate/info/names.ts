import { shortestAddress } from "../alt-names.ts";

/** Long names of what a subject is made of, as openssl(1) and Ansible have them. */
const longNames: Readonly<Record<string, string>> = {
  C: "countryName",
  CN: "commonName",
  DC: "domainComponent",
  GN: "givenName",
  L: "localityName",
  O: "organizationName",
  OU: "organizationalUnitName",
  SN: "surname",
  ST: "stateOrProvinceName",
  UID: "userId",
  street: "streetAddress",
};

/** By long names; of a name that occurs twice the last, as Ansible has it. */
export function describeName(parts: object): Readonly<Record<string, string>> {
  const entries = Object.entries(parts).map(([name, value]: [string, unknown]) => {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    return [longNames[name] ?? name, String(last)] as const;
  });
  return Object.fromEntries(entries);
}

const usages: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "TLS Web Server Authentication",
  "1.3.6.1.5.5.7.3.2": "TLS Web Client Authentication",
  "1.3.6.1.5.5.7.3.3": "Code Signing",
  "1.3.6.1.5.5.7.3.4": "E-mail Protection",
  "1.3.6.1.5.5.7.3.8": "Time Stamping",
  "1.3.6.1.5.5.7.3.9": "OCSP Signing",
  "2.5.29.37.0": "Any Extended Key Usage",
};

/** In the words of openssl(1) and Ansible, else the identifiers; null where the certificate does not say. */
export function describeUsages(ids: readonly string[] | undefined): readonly string[] | null {
  return ids?.map((id) => usages[id] ?? id) ?? null;
}

/** One name as node:crypto prints it; in quotes, as JSON, where it holds what would mislead. */
const altName = /(?<kind>[^:,]+):(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<plain>[^,]*))(?:, |$)/g;

/** `DNS:a`, `IP:1.2.3.4`, other kinds as they are; null where there are none. Never throws: whatever is there is shown. */
export function describeAltNames(printed: string | undefined): readonly string[] | null {
  if (printed === undefined) return null;
  return [...printed.matchAll(altName)].map(({ groups = {} }) => {
    const { kind = "", quoted, plain = "" } = groups;
    const value = quoted === undefined ? plain : String(JSON.parse(quoted));
    return kind === "IP Address" ? `IP:${shortestAddress(value) ?? value}` : `${kind}:${value}`;
  });
}
