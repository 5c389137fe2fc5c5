import { z } from "zod";
import { defineModule } from "../contract.ts";
import { flag } from "../option.ts";
import { askPackages } from "../shared/package/ask.ts";
import { planPackages } from "../shared/package/plan.ts";
import { packageOptions } from "../shared/package/want.ts";

/** Packages of Debian and its kin (apt-get(8)). */
export const apt = defineModule({
  name: "apt",
  summary: "Install or remove packages with apt",
  args: z.object({
    ...packageOptions,
    install_recommends: flag("Install what the packages recommend, too; the host's setting where not given", {
      aliases: ["install-recommends"],
    }).optional(),
    purge: flag("With state absent: remove their configuration, too").default(false),
  }),
  probe: (want) => ({ packages: askPackages({ ...want, manager: "apt" }) }),
  plan: (want, { packages }) => planPackages({ ...want, manager: "apt" }, packages),
});
