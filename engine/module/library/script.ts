import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { ShellText } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { path, text } from "../option.ts";
import { commandOptions } from "../shared/command/command-options.ts";
import { guardProbe } from "../shared/command/guard.ts";
import { planCommand } from "../shared/command/plan-command.ts";
import { runInput } from "../shared/command/script-file.ts";
import { takeWord } from "../shared/command/split-words.ts";

const { chdir, creates, removes, strip_empty_ends } = commandOptions;

/** Brings a file of the controller to the host, runs it, takes it away. What follows its name is shell source. */
export const script = defineModule({
  name: "script",
  summary: "Run a script of the controller on the host",
  args: z.object({
    cmd: text("The script's name and its arguments"),
    executable: path("The program to run it with, if not what its first line says").optional(),
    chdir,
    creates,
    removes,
    strip_empty_ends,
  }),
  freeForm: "cmd",
  localFiles: { cmd: "command" },
  probe: (want) => guardProbe(want),
  plan: (want, found) => {
    const file = takeWord(want.cmd);
    if (!file) throw new PlayError("MISSING_OPTION", "script needs the name of a script");
    const command = {
      shown: want.cmd,
      title: want.cmd,
      script: runInput(want.executable, ShellText.trusted(file.rest)),
      input: { kind: "local", path: file.word } as const,
    };
    return planCommand(command, { ...want, stdin_add_newline: false }, found);
  },
});
