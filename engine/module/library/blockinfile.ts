import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, path, text } from "../option.ts";
import { attributeOptions, validateOption } from "../shared/file/options.ts";
import { askText, planEdit } from "../shared/text/edit.ts";
import { ensureBlock } from "../shared/text/edit-block.ts";

export const blockinfile = defineModule({
  name: "blockinfile",
  summary: "Keeps a block of lines between two marker lines of a file",
  args: z.object({
    path: path("File on the host", { aliases: ["dest", "destfile", "name"] }),
    block: text("The lines; none removes the block", { aliases: ["content"] }).default(""),
    marker: text("The marker lines; {mark} becomes BEGIN and END").default("# {mark} ANSIBLE MANAGED BLOCK"),
    marker_begin: text("What {mark} becomes before the block").default("BEGIN"),
    marker_end: text("What {mark} becomes after the block").default("END"),
    state: choice(["present", "absent"], "Whether the block should be there").default("present"),
    insertafter: text("Put a new block after the line of this regular expression, or EOF").optional(),
    insertbefore: text("Put a new block before the line of this regular expression, or BOF").optional(),
    create: flag("Create a missing file").default(false),
    backup: flag("Keep the old file beside the new one").default(false),
    validate: validateOption,
    ...attributeOptions,
  }),
  probe: (want) => askText(want.path),
  plan: (want, found) => {
    const gone = want.state === "absent";
    if (gone && found[`target ${want.path}`] === null)
      return { changes: [], result: { msg: "file not present" } };
    return planEdit(want, found, (before) => ensureBlock(before, gone ? { ...want, block: "" } : want));
  },
});
