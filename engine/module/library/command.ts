import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { flag, list, text } from "../option.ts";
import { commandOptions } from "../shared/command/command-options.ts";
import { commandWords } from "../shared/command/command-words.ts";
import { guardProbe } from "../shared/command/guard.ts";
import { planCommand } from "../shared/command/plan-command.ts";
import { splitWords } from "../shared/command/split-words.ts";

/** Runs a program without a shell in between: `|`, `>`, `;` and `*` are plain characters. */
export const command = defineModule({
  name: "command",
  summary: "Run a program; no shell reads its words",
  args: z
    .object({
      cmd: text("The command line; words are split as in a shell").optional(),
      argv: list("The command as a list of words").optional(),
      expand_argument_vars: flag("Expand $NAME, ${NAME} and a leading ~ in the words").default(true),
      ...commandOptions,
    })
    .refine(
      ({ cmd, argv }) => cmd !== undefined || argv !== undefined,
      "there is no command to run: give cmd or argv",
    )
    .refine(({ cmd, argv }) => cmd === undefined || argv === undefined, "it takes cmd or argv, not both"),
  freeForm: "cmd",
  probe: (want) => guardProbe(want),
  plan: (want, found) => {
    const words = wordsOf(want);
    // exec in a subshell runs programs only: no keyword, no assignment, no built-in command of the shell
    const script = sh`(exec ${commandWords(words, want.expand_argument_vars)})`;
    return planCommand({ shown: words, title: want.cmd ?? words.join(" "), script }, want, found);
  },
});

interface Words {
  readonly cmd?: string | undefined;
  readonly argv?: readonly string[] | undefined;
}

function wordsOf({ cmd, argv }: Words): readonly string[] {
  const words = argv ?? splitWords(cmd ?? "");
  if (words.length === 0)
    throw new PlayError("MISSING_OPTION", "command needs a command to run", {
      hint: "write it after the module's name, or as cmd or argv",
    });
  return words;
}
