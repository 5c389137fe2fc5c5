import { z } from "zod";
import { ShellText } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { path, text } from "../option.ts";
import { planCommand } from "../shared/command/plan-command.ts";
import { runWith } from "../shared/command/script-file.ts";

/** Shell without any extras; here it needs no less on the host than `shell` does. */
export const raw = defineModule({
  name: "raw",
  summary: "Run a command line in a shell, output as it comes",
  args: z.object({
    cmd: text("The shell source"),
    executable: path("The shell, if not the host's sh").optional(),
  }),
  freeForm: "cmd",
  probe: () => ({}),
  plan: (want) => {
    const script =
      want.executable === undefined ? ShellText.trusted(want.cmd) : runWith(want.executable, want.cmd);
    const plain = { stdin_add_newline: false, strip_empty_ends: false };
    return planCommand({ shown: want.cmd, title: want.cmd, script }, plain, {});
  },
});
