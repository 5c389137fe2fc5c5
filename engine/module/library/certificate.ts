import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, integer, list, path, text } from "../option.ts";
import { stat } from "../../host/query.ts";
import { askPair, pairOptions, readPem } from "../shared/certificate/pair-files.ts";
import { planCertificate } from "../shared/certificate/plan-certificate.ts";
import { usageOption } from "../shared/certificate/usage-option.ts";

/** A certificate and its key on the controller, signed by an authority there; issued again only for a reason. */
export const certificate = defineModule({
  name: "certificate",
  summary: "Issue a certificate on the controller",
  args: z.object({
    ...pairOptions,
    ca_path: path("The authority's certificate"),
    ca_privatekey_path: path("The authority's private key"),
    common_name: text("The holder's name"),
    organization: text("The holder's organization").optional(),
    subject_alt_name: list('Names and addresses: "DNS:name", "IP:address", or without the prefix').default(
      [],
    ),
    extended_key_usage: usageOption("What it is for").default([]),
    key_type: choice(["rsa", "ecdsa"], "RSA with 2048 bits, or ECDSA on P-256; for a new one").default("rsa"),
    days: integer("Days that a new one is valid").default(3650),
    renew_before_days: integer("Issue it again if it has no more than so many days left").default(30),
    force: flag("Issue it again in any case").default(false),
  }),
  where: "controller",
  probe: (want) => ({
    ...askPair(want),
    caEntry: stat(want.ca_path, { follow: true }),
    caKeyEntry: stat(want.ca_privatekey_path, { follow: true }),
    ca: readPem(want.ca_path),
    caKey: readPem(want.ca_privatekey_path),
  }),
  plan: (want, found) => planCertificate(want, found),
});
