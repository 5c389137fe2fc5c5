import { Buffer } from "node:buffer";
import { PlayError } from "../../../../base/play-error.ts";
import type { Plan } from "../../../contract.ts";
import { parseCertificate } from "../parse.ts";
import { describeCertificate, describeValidity } from "./describe.ts";

/** Certificates in PEM (RFC 7468); what else is in the file, such as a private key, is passed over. */
const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Tells of the first certificate. `place`: where the text is from, for messages. Throws CERTIFICATE. */
export function planInfo(text: string, place: string, validAt: Readonly<Record<string, string>>): Plan {
  const chain = text.match(block) ?? [];
  const [first] = chain;
  if (first === undefined)
    throw new PlayError("CERTIFICATE", `there is no certificate in ${place}`, {
      hint: "it must be in PEM, between the lines BEGIN CERTIFICATE and END CERTIFICATE",
    });
  const certificate = parseCertificate(Buffer.from(first));
  if (!certificate) throw new PlayError("CERTIFICATE", `the first certificate in ${place} cannot be read`);
  return {
    changes: [],
    result: {
      ...describeCertificate(certificate),
      ...describeValidity(certificate, validAt, Date.now()),
      chain_length: chain.length,
    },
  };
}
