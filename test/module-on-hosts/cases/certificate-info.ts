import { issueAuthority } from "../../../engine/module/shared/certificate/issue.ts";
import type { Case } from "../case.ts";

const { certificate, key } = await issueAuthority({ commonName: "größe", keyType: "ecdsa", days: 20 });
const text = (pem: Uint8Array | string): string => Buffer.from(pem).toString("utf8").trimEnd();

const said = {
  subject: { commonName: "größe" },
  expired: false,
  basic_constraints: ["CA:TRUE"],
  public_key_type: "ECC",
  days_left: 19,
};

export const certificateInfoCases: readonly Case[] = [
  {
    about: "a certificate behind its private key, which only root may read",
    args: { path: "@/a b.pem", valid_at: { soon: "+2w", late: "+3w" } },
    before: `umask 077; printf '%s\\n' '${text(key)}' '${text(certificate)}' >'a b.pem'`,
    effect: "never",
    result: { ...said, chain_length: 1, valid_at: { soon: true, late: false } },
  },
  {
    about: "two certificates, through a link",
    args: { path: "@/link" },
    before: `printf '%s\\n' '${text(certificate)}' '${text(certificate)}' >pem; ln -s pem link`,
    effect: "never",
    result: { ...said, chain_length: 2 },
  },
  { about: "a text", args: { content: text(certificate) }, effect: "never", result: said },
];
