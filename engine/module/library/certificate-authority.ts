import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, integer, text } from "../option.ts";
import { planAuthority } from "../shared/certificate/plan-authority.ts";
import { askPair, pairOptions } from "../shared/certificate/pair-files.ts";

/** An authority on the controller. Once there it stays: a new one makes every certificate void. */
export const certificate_authority = defineModule({
  name: "certificate_authority",
  summary: "Create a certificate authority on the controller",
  args: z.object({
    ...pairOptions,
    common_name: text("The authority's name"),
    organization: text("The authority's organization").optional(),
    key_type: choice(["rsa", "ecdsa"], "RSA with 2048 bits, or ECDSA on P-256; for a new one").default("rsa"),
    days: integer("Days that a new one is valid").default(36_500),
    state: choice(["present"], "It exists").default("present"),
    force: flag("Make a new one, although every certificate must then be issued again").default(false),
  }),
  where: "controller",
  probe: (want) => askPair(want),
  plan: (want, found) => planAuthority(want, found),
});
