import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, integer, path } from "../option.ts";
import { askGenerated, planGenerated } from "../shared/generated/plan.ts";

/**
 * A secret in a file of the controller: made where it is missing, and never again, since what was made from it would be
 * lost. Results: `value` (of a bootstrap token also `id` and `secret`, of a key pair `public_key`, of an encryption key `all`,
 * the list of keys in the file with `name` and `secret`), for `register`.
 */
export const generated = defineModule({
  name: "generated",
  summary: "Make a secret once and keep it on the controller",
  args: z
    .object({
      path: path("The secret's file, mode 0600; folders that are missing get 0700"),
      kind: choice(
        ["encryption_key", "bootstrap_token", "key_pair", "password", "token"],
        "32 bytes in base64, a token of Kubernetes, an RSA key pair, letters and digits, lower-case letters and digits",
      ),
      public_path: path("key_pair: the public key's file, mode 0644").optional(),
      length: integer("password, token: the number of characters").default(32),
    })
    .refine((want) => (want.kind === "key_pair") === (want.public_path !== undefined), {
      error: "goes with kind key_pair, and only with it",
      path: ["public_path"],
    })
    .refine((want) => want.length >= 8, { error: "must be at least 8", path: ["length"] }),
  where: "controller",
  probe: (want) => askGenerated(want),
  plan: (want, found) => planGenerated(want, found),
});
