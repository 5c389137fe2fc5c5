import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, path, text } from "../option.ts";
import { askLive } from "../shared/kernel/live-parameter.ts";
import { planParameter } from "../shared/kernel/plan-parameter.ts";
import { askText } from "../shared/text/edit.ts";

/** A kernel parameter: its line in a file of sysctl.conf(5), and its value in /proc/sys. */
export const sysctl = defineModule({
  name: "sysctl",
  summary: "Set a kernel parameter, in its file and at once",
  args: z
    .object({
      name: text("The parameter, with dots or slashes: net.ipv4.ip_forward", { aliases: ["key"] }),
      value: parameterValue().optional(),
      state: choice(["present", "absent"], "Whether the file sets it").default("present"),
      reload: flag("Set it at once, too, when the file is changed").default(true),
      sysctl_set: flag("Set it at once, too, whenever the kernel has another value").default(false),
      sysctl_file: path("The file").default("/etc/sysctl.conf"),
      ignoreerrors: flag("Leave out what the kernel does not have or does not let be set").default(false),
    })
    .refine((want) => want.state === "absent" || want.value !== undefined, {
      error: "is missing",
      path: ["value"],
    }),
  probe: (want) => ({ ...askText(want.sysctl_file), live: askLive(want.name) }),
  plan: (want, found) => planParameter(want, found),
});

const words: Readonly<Record<string, string>> = {
  true: "1",
  yes: "1",
  on: "1",
  false: "0",
  no: "0",
  off: "0",
};

/** Yes and no are 1 and 0; blanks between numbers count as one. */
function parameterValue(): z.ZodType<string> {
  return text("The value; yes and no become 1 and 0", { aliases: ["val"] })
    .transform((value) => words[value.toLowerCase()] ?? value.trim().split(/\s+/).join(" "))
    .meta({ description: "The value; yes and no become 1 and 0", aliases: ["val"] });
}
