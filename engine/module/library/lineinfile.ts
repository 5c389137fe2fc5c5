import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, path, text } from "../option.ts";
import { attributeOptions, validateOption } from "../shared/file/options.ts";
import { askText, planEdit } from "../shared/text/edit.ts";
import { ensureLine, removeLines } from "../shared/text/edit-line.ts";

const args = z
  .object({
    path: path("File on the host", { aliases: ["dest", "destfile", "name"] }),
    line: text("The line that should be there", { aliases: ["value"] }).optional(),
    regexp: text("Regular expression of the line to replace or remove", { aliases: ["regex"] }).optional(),
    search_string: text("Text that the line to replace or remove contains").optional(),
    state: choice(["present", "absent"], "Whether the line should be there").default("present"),
    insertafter: text("Where no line matches: after the line of this regular expression, or EOF").optional(),
    insertbefore: text("The same: before the line of this regular expression, or BOF").optional(),
    backrefs: flag("Fill in \\1 from regexp; where nothing matches, add nothing").default(false),
    firstmatch: flag("Take the first line that matches, not the last").default(false),
    create: flag("Create a missing file").default(false),
    backup: flag("Keep the old file beside the new one").default(false),
    validate: validateOption,
    ...attributeOptions,
  })
  .refine((want) => want.state === "absent" || want.line !== undefined, "line is missing")
  .refine(
    (want) => want.state === "present" || (want.line ?? want.regexp ?? want.search_string) !== undefined,
    "state: absent needs line, regexp or search_string",
  )
  .refine(
    (want) => want.regexp === undefined || want.search_string === undefined,
    "give regexp or search_string",
  )
  .refine(
    (want) => want.insertafter === undefined || want.insertbefore === undefined,
    "insert before or after",
  )
  .refine((want) => !want.backrefs || want.regexp !== undefined, "backrefs needs regexp");

export const lineinfile = defineModule({
  name: "lineinfile",
  summary: "Keeps one line of a file as it should be, or removes lines",
  args,
  probe: (want) => askText(want.path),
  plan: (want, found) => {
    const gone = want.state === "absent";
    if (gone && found[`target ${want.path}`] === null)
      return { changes: [], result: { msg: "file not present" } };
    return planEdit(want, found, (before) => (gone ? removeLines(before, want) : ensureLine(before, want)));
  },
});
