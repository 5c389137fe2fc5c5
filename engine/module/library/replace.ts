import { z } from "zod";
import { defineModule } from "../contract.ts";
import { flag, path, text } from "../option.ts";
import { attributeOptions, validateOption } from "../shared/file/options.ts";
import { askText, planEdit } from "../shared/text/edit.ts";
import { replaceAll } from "../shared/text/replace-all.ts";

export const replace = defineModule({
  name: "replace",
  summary: "Replaces all that a regular expression matches in a file",
  args: z.object({
    path: path("File on the host", { aliases: ["dest", "destfile", "name"] }),
    regexp: text("Regular expression; ^ and $ stand for each line's start and end"),
    replace: text("What to put there; \\1 stands for the first group").default(""),
    after: text("Only after what this regular expression matches").optional(),
    before: text("Only before what this regular expression matches").optional(),
    backup: flag("Keep the old file beside the new one").default(false),
    validate: validateOption,
    ...attributeOptions,
  }),
  probe: (want) => askText(want.path),
  plan: (want, found) => planEdit({ ...want, create: false }, found, (text) => replaceAll(text, want)),
});
