import { z } from "zod";
import { stat as statQuery } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { choice, flag, path } from "../option.ts";
import { describeStat } from "../shared/file/stat-fields.ts";

export const stat = defineModule({
  name: "stat",
  summary: "Reads what a path is: type, mode, owner, size, times, checksum",
  args: z.object({
    path: path("Path on the host", { aliases: ["dest", "name"] }),
    follow: flag("Look at what a link leads to").default(false),
    get_checksum: flag("Read a file's checksum").default(true),
    checksum_algorithm: choice(["sha1", "sha256", "md5"], "How the checksum is made", {
      aliases: ["checksum", "checksum_algo"],
    }).default("sha1"),
    get_mime: flag("Taken for compatibility; not read").default(false),
    get_attributes: flag("Taken for compatibility; not read").default(false),
  }),
  probe: (want) => ({
    entry: statQuery(want.path, {
      follow: want.follow,
      ...(want.get_checksum && { checksum: want.checksum_algorithm }),
    }),
  }),
  plan: (want, { entry }) => ({ changes: [], result: { stat: describeStat(want.path, entry) } }),
});
