import type { KeyObject, X509Certificate } from "node:crypto";
import { PlayError } from "../../../base/play-error.ts";
import { parseCertificate, parsePrivateKey } from "./parse.ts";

/** A certificate that may sign others, with its private key. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** Where an authority's two files are. */
export interface AuthorityFiles {
  readonly path: string;
  readonly privatekeyPath: string;
}

/** Reads an authority. Throws CERTIFICATE where it cannot sign: a new one is never made unasked. */
export function readAuthority(files: AuthorityFiles, certificate: Uint8Array, key: Uint8Array): Authority {
  const authority = { certificate: parseCertificate(certificate), key: parsePrivateKey(key) };
  if (!authority.certificate) throw unusable(files, "its certificate cannot be read");
  if (!authority.key) throw unusable(files, "its private key cannot be read");
  const problem = problemOf(authority.certificate, authority.key);
  if (problem !== undefined) throw unusable(files, problem);
  return { certificate: authority.certificate, key: authority.key };
}

function problemOf(certificate: X509Certificate, key: KeyObject): string | undefined {
  if (!certificate.checkPrivateKey(key)) return "its private key belongs to another certificate";
  if (!certificate.ca) return "its certificate is not that of an authority";
  if (Date.parse(certificate.validTo) <= Date.now()) return `it expired at ${certificate.validTo}`;
  return undefined;
}

export function unusable({ path, privatekeyPath }: AuthorityFiles, problem: string): PlayError {
  return new PlayError("CERTIFICATE", `the certificate authority ${path} is not usable: ${problem}`, {
    hint: `restore ${path} and ${privatekeyPath} from a backup; certificate_authority with force: yes makes a new one, and every certificate is then issued again`,
  });
}
