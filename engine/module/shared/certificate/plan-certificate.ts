import { X509Certificate } from "node:crypto";
import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";
import type { Entry } from "../../../host/query.ts";
import type { Plan, ResultFields } from "../../contract.ts";
import type { FoundParents } from "../file/parents.ts";
import { parseAltNames } from "./alt-names.ts";
import type { Authority } from "./authority.ts";
import { readAuthority } from "./authority.ts";
import { certificateFields, describeFound, describeLines, describeWant } from "./describe.ts";
import { issueCertificate } from "./issue.ts";
import { MadePair } from "./made-pair.ts";
import type { PairFound, PairWant } from "./pair-files.ts";
import { planModes, writePair } from "./pair-files.ts";
import { parseCertificate, parsePrivateKey } from "./parse.ts";
import { reissueReasons } from "./reissue-reasons.ts";
import type { Usage } from "./usages.ts";
import type { KeyType, LeafWant } from "./want.ts";

export interface CertificateWant extends PairWant {
  readonly ca_path: string;
  readonly ca_privatekey_path: string;
  readonly common_name: string;
  readonly organization?: string | undefined;
  readonly subject_alt_name: readonly string[];
  readonly extended_key_usage: readonly Usage[];
  readonly key_type: KeyType;
  readonly days: number;
  readonly renew_before_days: number;
  readonly force: boolean;
}

export type CertificateFound = PairFound &
  FoundParents & {
    readonly caEntry: Entry | null;
    readonly caKeyEntry: Entry | null;
    readonly ca: Uint8Array | null;
    readonly caKey: Uint8Array | null;
  };

/** Issues a certificate for every reason that there is; none: only modes are looked after. */
export function planCertificate(want: CertificateWant, found: CertificateFound): Plan {
  const leaf = leafWant(want);
  const authority = authorityOf(want, found);
  const reasons = reasonsFor(want, found, authority);
  const result = { path: want.path, privatekey_path: want.privatekey_path, reasons };
  const known = found.cert ? parseCertificate(found.cert) : undefined;
  if (reasons.length === 0)
    return { changes: planModes(want, found), result: { ...result, ...(known && certificateFields(known)) } };
  const pair = new MadePair(() => issueCertificate(leaf, requireAuthority(want, authority)));
  const before = known ? describeLines(describeFound(known), known.validTo) : "";
  const after = describeLines(describeWant(leaf), `${want.days} days after it is issued`);
  const change = writePair(want, found, {
    summary: `issue ${labelOf(want)}: ${reasons.join("; ")}`,
    diff: { path: want.path, before, after },
    pair,
  });
  const needs = found.caEntry && found.caKeyEntry ? {} : { needs: `certificate authority ${want.ca_path}` };
  return { changes: [change], result, outcome: () => ({ result: madeFields(pair) }), ...needs };
}

function leafWant(want: CertificateWant): LeafWant {
  return {
    commonName: want.common_name,
    organization: want.organization,
    days: want.days,
    keyType: want.key_type,
    altNames: parseAltNames(want.subject_alt_name),
    usages: want.extended_key_usage,
    renewBeforeDays: want.renew_before_days,
  };
}

/** Undefined where it is missing, or would be made by an earlier task of a check run. */
function authorityOf(want: CertificateWant, { ca, caKey }: CertificateFound): Authority | undefined {
  if (!ca || !caKey) return undefined;
  return readAuthority({ path: want.ca_path, privatekeyPath: want.ca_privatekey_path }, ca, caKey);
}

function reasonsFor(
  want: CertificateWant,
  found: CertificateFound,
  authority: Authority | undefined,
): readonly string[] {
  if (!found.certEntry) return ["new"];
  if (want.force) return ["asked for by force"];
  if (!found.keyEntry) return ["its key is missing"];
  // foreseen by a check run: an earlier task would issue it
  if (!found.cert && !found.key) return [];
  const certificate = found.cert && parseCertificate(found.cert);
  const key = found.key && parsePrivateKey(found.key);
  if (!certificate) return ["it cannot be read"];
  if (!key) return ["its key cannot be read"];
  return reissueReasons(leafWant(want), { certificate, key }, authority);
}

/** `etcd h1`: the file's name, and the holder's where that is another one. */
function labelOf({ path, common_name }: CertificateWant): string {
  const name = posix.parse(path).name;
  return name === common_name ? name : `${name} ${common_name}`;
}

function requireAuthority(want: CertificateWant, authority: Authority | undefined): Authority {
  if (authority) return authority;
  throw new PlayError("CERTIFICATE", `the certificate authority ${want.ca_path} cannot be read`);
}

function madeFields({ made }: MadePair): ResultFields {
  return made ? certificateFields(new X509Certificate(made.certificate)) : {};
}
