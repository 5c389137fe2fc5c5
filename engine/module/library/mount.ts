import { z } from "zod";
import { stat } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { choice, integer, path, text } from "../option.ts";
import { askMounts } from "../shared/mount/mounts.ts";
import { planMount } from "../shared/mount/plan.ts";
import { askText } from "../shared/text/edit.ts";

/** A file system: its line in fstab(5), and whether it is mounted now. */
export const mount = defineModule({
  name: "mount",
  summary: "Keep a file system mounted, now and at boot",
  args: z
    .object({
      path: path("Where it is mounted; none for swap", { aliases: ["name"] }),
      src: text("Device, UUID=…, or what else is mounted").optional(),
      fstype: text("Type of the file system").optional(),
      opts: text("Options").default("defaults"),
      dump: integer("fstab's fifth field").default(0),
      passno: integer("fstab's sixth field").default(0),
      fstab: path("The file").default("/etc/fstab"),
      state: choice(
        ["mounted", "unmounted", "present", "absent"],
        "mounted: now and in fstab; present: in fstab; unmounted: not now; absent: neither",
      ),
    })
    .refine(
      ({ state, src, fstype }) =>
        state === "absent" || state === "unmounted" || (src !== undefined && fstype !== undefined),
      "mounted and present need src and fstype",
    ),
  probe: (want) => ({
    ...askText(want.fstab),
    mounts: askMounts(),
    point: stat(want.path, { follow: true }),
  }),
  plan: (want, found) => planMount(want, found),
});
