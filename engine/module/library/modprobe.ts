import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, text } from "../option.ts";
import { askModule, loadFile, optionsFile } from "../shared/kernel/kernel-module.ts";
import { planModule } from "../shared/kernel/plan-module.ts";
import { askText } from "../shared/text/edit.ts";

/** A module of the Linux kernel (modprobe(8)); one that is built into it counts as loaded. */
export const modprobe = defineModule({
  name: "modprobe",
  summary: "Load or unload a kernel module, now and at boot",
  args: z.object({
    name: text("The module").refine((name) => /^[\w-]+$/.test(name), "is not the name of a kernel module"),
    state: choice(["present", "absent"], "Whether it is loaded").default("present"),
    params: text("Parameters for loading it: numdummies=2").default(""),
    persistent: choice(
      ["disabled", "present", "absent"],
      "Whether it is loaded at boot, by modules-load.d(5); disabled leaves that as it is",
    ).default("disabled"),
  }),
  probe: (want) => ({
    ...askText(loadFile(want.name)),
    ...askText(optionsFile(want.name)),
    module: askModule(want.name),
  }),
  plan: (want, found) => planModule(want, found),
});
