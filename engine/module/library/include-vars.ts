import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { defineControlModule } from "../contract.ts";
import { text } from "../option.ts";

/** Variables from a file, or from all files of a folder, for the rest of the run on this host. */
export const include_vars = defineControlModule({
  name: "include_vars",
  summary: "Read variables from a file or a folder",
  args: z.object({
    file: text("The file, looked for in vars/").optional(),
    dir: text(
      "The folder, looked for in vars/; its .yml, .yaml and .json files in the order of their names",
    ).optional(),
    name: text("Put the variables into a map of this name").optional(),
  }),
  freeForm: "file",
  run: (want) => {
    const place = want.file ?? want.dir;
    if (place === undefined || (want.file !== undefined && want.dir !== undefined))
      throw new PlayError("BAD_OPTION", "include_vars takes a file or a dir, one of them");
    return {
      kind: "variables",
      file: place.trim(),
      ...(want.name !== undefined && { below: want.name }),
    };
  },
});
