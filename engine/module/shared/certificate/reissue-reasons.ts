import type { KeyObject, X509Certificate } from "node:crypto";
import type { Authority } from "./authority.ts";
import { describeFound, describeWant } from "./describe.ts";
import type { LeafWant } from "./want.ts";

export interface LeafFound {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** Why a certificate cannot stay as it is; none: it can. `authority` is undefined where it is about to be made. */
export function reissueReasons(want: LeafWant, found: LeafFound, authority?: Authority): readonly string[] {
  const [before, after] = [describeFound(found.certificate), describeWant(want)];
  return [
    ...keyReasons(found),
    ...(issuedBy(found.certificate, authority) ? [] : ["its authority is another one"]),
    ...textReasons("common name", before.commonName, after.commonName),
    ...textReasons("organization", before.organization, after.organization),
    ...listReasons("SAN", before.altNames, after.altNames),
    ...listReasons("usage", before.usages, after.usages),
    ...expiryReasons(found.certificate, want.renewBeforeDays),
  ];
}

function keyReasons({ certificate, key }: LeafFound): readonly string[] {
  return certificate.checkPrivateKey(key) ? [] : ["its key is another one"];
}

function issuedBy(certificate: X509Certificate, authority: Authority | undefined): boolean {
  if (!authority) return false;
  return (
    certificate.checkIssued(authority.certificate) && certificate.verify(authority.certificate.publicKey)
  );
}

function textReasons(what: string, before: string, after: string): readonly string[] {
  return before === after ? [] : [`${what} ${after || "none"}, was ${before || "none"}`];
}

/** `SAN added 10.0.0.4`; the order makes no difference. */
function listReasons(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const show = (names: readonly string[]): string =>
    names.map((name) => name.replace(/^(DNS|IP):/, "")).join(", ");
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  return [
    ...(added.length > 0 ? [`${what} added ${show(added)}`] : []),
    ...(removed.length > 0 ? [`${what} removed ${show(removed)}`] : []),
  ];
}

function expiryReasons(certificate: X509Certificate, renewBeforeDays: number): readonly string[] {
  const left = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  if (left > renewBeforeDays) return [];
  return [left < 0 ? "it has expired" : `expires in ${Math.floor(left)} days`];
}
