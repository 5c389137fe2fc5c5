import { z } from "zod";
import { ShellText } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { path, text } from "../option.ts";
import { commandOptions } from "../shared/command/command-options.ts";
import { guardProbe } from "../shared/command/guard.ts";
import { planCommand } from "../shared/command/plan-command.ts";
import { runWith } from "../shared/command/script-file.ts";

/** Runs shell source as it is written: the one place, with `raw`, where quoting is the user's own business. */
export const shell = defineModule({
  name: "shell",
  summary: "Run a command line in a shell",
  args: z.object({
    cmd: text("The shell source"),
    executable: path("The shell, if not the host's sh").optional(),
    ...commandOptions,
  }),
  freeForm: "cmd",
  probe: (want) => guardProbe(want),
  plan: (want, found) => {
    const script =
      want.executable === undefined ? ShellText.trusted(want.cmd) : runWith(want.executable, want.cmd);
    return planCommand({ shown: want.cmd, title: want.cmd, script }, want, found);
  },
});
