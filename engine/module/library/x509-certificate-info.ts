import { Buffer } from "node:buffer";
import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { read, stat, type Entry, type Query } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { choice, path, text } from "../option.ts";
import { validAtOption } from "../shared/certificate/info/moment.ts";
import { planInfo } from "../shared/certificate/info/plan.ts";
import { describeType } from "../shared/file/parents.ts";

interface Asked {
  readonly [name: string]: Query<Entry | null> | Query<Uint8Array | null>;
  readonly entry?: Query<Entry | null>;
  readonly bytes?: Query<Uint8Array | null>;
}

export const x509_certificate_info = defineModule({
  name: "x509_certificate_info",
  summary: "Tells what a certificate says: its holder, its names, how long it is valid",
  args: z
    .object({
      path: path("File on the host; of several certificates in it the first is told of").optional(),
      content: text("The same in PEM, instead of path").optional(),
      valid_at: validAtOption.optional(),
      select_crypto_backend: choice(["auto", "cryptography"], "Taken for compatibility; not read").default(
        "auto",
      ),
    })
    .refine(
      (want) => (want.path === undefined) !== (want.content === undefined),
      "give either path or content",
    ),
  probe: (want): Asked =>
    want.path === undefined ? {} : { entry: stat(want.path, { follow: true }), bytes: read(want.path) },
  plan: ({ valid_at = {}, ...want }, { entry = null, bytes = null }) => {
    if (want.path === undefined) return planInfo(want.content ?? "", "content", valid_at);
    if (entry !== null && entry.type !== "file")
      throw new PlayError("PRECONDITION", `${want.path} is ${describeType(entry)}, a file is wanted`);
    if (bytes === null) return { changes: [], needs: `file ${want.path}` };
    return planInfo(Buffer.from(bytes).toString("latin1"), want.path, valid_at);
  },
});
