import { X509Certificate } from "node:crypto";
import { sh } from "../../../base/shell-text.ts";
import type { Action, Change } from "../../../host/change.ts";
import type { Plan, ResultFields } from "../../contract.ts";
import type { FoundParents } from "../file/parents.ts";
import { readAuthority, unusable } from "./authority.ts";
import { certificateFields, describeFound } from "./describe.ts";
import { issueAuthority } from "./issue.ts";
import { MadePair } from "./made-pair.ts";
import type { PairFound, PairWant } from "./pair-files.ts";
import { planModes, writePair } from "./pair-files.ts";
import { parsePrivateKey } from "./parse.ts";
import type { KeyType, SubjectWant } from "./want.ts";

export interface AuthorityWant extends PairWant {
  readonly common_name: string;
  readonly organization?: string | undefined;
  readonly key_type: KeyType;
  readonly days: number;
  readonly force: boolean;
}

type AuthorityFound = PairFound & FoundParents;

/** Makes an authority where there is none, or on demand. Throws CERTIFICATE where there is one that is not usable. */
export function planAuthority(want: AuthorityWant, found: AuthorityFound): Plan {
  if (want.force || !found.certEntry) return planNew(want, found);
  const changes = planModes(want, found);
  if (foreseenOnly(found)) return { changes, result: baseResult(want) };
  return { changes, result: { ...baseResult(want), ...checkFound(want, found) } };
}

/** An earlier task of a check run would make it. */
function foreseenOnly({ cert, key, keyEntry }: AuthorityFound): boolean {
  return cert === null && key === null && keyEntry !== null;
}

function checkFound(want: AuthorityWant, found: AuthorityFound): ResultFields {
  const files = { path: want.path, privatekeyPath: want.privatekey_path };
  if (!found.cert) throw unusable(files, "its certificate cannot be read");
  if (!found.key) throw unusable(files, "its private key is missing");
  const { certificate } = readAuthority(files, found.cert, found.key);
  const { commonName } = describeFound(certificate);
  if (commonName !== want.common_name)
    throw unusable(files, `its name is ${commonName}, ${want.common_name} is asked for`);
  return certificateFields(certificate);
}

function planNew(want: AuthorityWant, found: AuthorityFound): Plan {
  const subject: SubjectWant = {
    commonName: want.common_name,
    organization: want.organization,
    days: want.days,
    keyType: want.key_type,
  };
  // a key without a certificate is what a crash leaves behind
  const key = want.force || !found.key ? undefined : parsePrivateKey(found.key);
  const pair = new MadePair(() => issueAuthority(subject, key));
  const after = `subject: CN=${want.common_name}\nnot_after: ${want.days} days after it is made\n`;
  const change: Change = writePair(want, found, {
    summary: `create certificate authority ${want.common_name} in ${want.path}`,
    diff: { path: want.path, before: "", after },
    pair,
    first: want.force ? [] : [refuseExisting(want.path)],
    keepKey: key !== undefined,
  });
  return {
    changes: [change],
    result: baseResult(want),
    outcome: () => ({
      result: pair.made ? certificateFields(new X509Certificate(pair.made.certificate)) : {},
    }),
  };
}

/** Of several hosts that make the same authority at the same time, only one may. */
function refuseExisting(path: string): Action {
  return {
    kind: "run",
    script: sh`if [ -e ${path} ]; then
  echo 'another host has made this authority at the same time: give the task run_once: true' >&2
  exit 1
fi`,
  };
}

function baseResult(want: AuthorityWant): ResultFields {
  return { path: want.path, privatekey_path: want.privatekey_path };
}
